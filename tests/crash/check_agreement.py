"""Both services tell the same story, and whoever could be helped is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from services.loans.store.known_devices import SUITS
from tests.crash.evidence import Evidence, Harm, Known, Problem, Request, Sent

PROJECTED = (
    "device_registered",
    "device_ready",
    "device_reserved",
    "claim_refused",
    "loaner_reserved",
    "device_given_out",
    "device_status_changed",
    "device_returned",
    "device_retired",
)


def check_agreement(evidence: Evidence) -> Iterator[Problem]:
    """Inventory's machines against the requests of loans, and against what loans knows of machines."""
    yield from _check_promises(evidence)
    told = _what_inventory_told(evidence)
    yield from _check_projection(evidence, told)
    yield from _check_matching(evidence, told)


def _check_promises(evidence: Evidence) -> Iterator[Problem]:
    coming = [line for line in evidence.lines if line.state in ("asked", "kept")]
    promised = [request.device for request in evidence.requests if request.device] + [line.device for line in coming]
    for device_id, times in Counter(promised).items():
        if times > 1:
            yield Problem(Harm.DOUBLED, f"device {device_id} is promised to {times} requests")
    for request_id, times in Counter(device.reserved_for for device in evidence.devices if device.reserved_for).items():
        if times > 1:
            yield Problem(Harm.DOUBLED, f"{times} devices are kept for request {request_id}")
    kept = {device.id: device.reserved_for for device in evidence.devices}
    # One more machine for a loan is kept under the id of its line, as another one is under that of a request.
    got = {request.id: request.device for request in evidence.requests} | {line.id: line.device for line in coming}
    for line in coming:
        if line.state == "asked":
            yield Problem(Harm.LOST, f"line {line.id} of a loan still waits for an answer to its claim")
        elif kept.get(line.device) != line.id:
            yield Problem(Harm.DISAGREEMENT, f"line {line.id} of a loan believes it has device {line.device}")
    for request in evidence.requests:
        if request.status == "claimed":
            yield Problem(Harm.LOST, f"request {request.id} still waits for an answer to its claim")
        if request.status == "reserved" and (request.device is None or kept.get(request.device) != request.id):
            yield Problem(Harm.DISAGREEMENT, f"request {request.id} believes it has device {request.device}")
        if request.status in ("waiting", "withdrawn") and request.device is not None:
            yield Problem(Harm.DISAGREEMENT, f"request {request.id} is {request.status} and holds device {request.device}")
    for device in evidence.devices:
        if (device.status == "reserved") != (device.reserved_for is not None):
            yield Problem(Harm.DISAGREEMENT, f"device {device.id} is {device.status} for {device.reserved_for}")
        if device.reserved_for is not None and got.get(device.reserved_for) != device.id:
            yield Problem(Harm.DISAGREEMENT, f"device {device.id} is kept for request {device.reserved_for}, which holds another")


def _what_inventory_told(evidence: Evidence) -> dict[UUID, Known]:
    """What a reader of all of inventory's events knows in the end, worked out from the outbox and not by the services."""
    newest: dict[str, Sent] = {}
    for event in evidence.outbox:
        if event.name in PROJECTED and (event.key not in newest or event.sequence > newest[event.key].sequence):
            newest[event.key] = event
    told = {}
    for key, event in newest.items():
        fit = event.payload["fit"] if event.name == "device_ready" else {}
        suits = frozenset(profile for profile, value in fit.items() if value >= SUITS)
        told[UUID(key)] = Known(UUID(key), event.sequence, event.name == "device_ready", suits)
    return told


def _check_projection(evidence: Evidence, told: dict[UUID, Known]) -> Iterator[Problem]:
    known = {one.device: one for one in evidence.known}
    for device_id in known.keys() | told.keys():
        if device_id not in known:
            yield Problem(Harm.LOST, f"loans never heard of device {device_id}")
        elif device_id not in told:
            yield Problem(Harm.DISAGREEMENT, f"loans knows device {device_id}, of which inventory told nothing")
        elif known[device_id] != told[device_id]:
            yield Problem(Harm.DISAGREEMENT, f"loans knows {known[device_id]}, inventory told {told[device_id]}")


def _check_matching(evidence: Evidence, told: dict[UUID, Known]) -> Iterator[Problem]:
    waiting: defaultdict[tuple[UUID, str], list[Request]] = defaultdict(list)
    for request in evidence.requests:
        if request.status == "waiting":
            waiting[request.organisation, request.profile].append(request)
    for device in evidence.devices:
        if (device.status == "ready") != (device.id in told and told[device.id].ready):
            yield Problem(Harm.DISAGREEMENT, f"device {device.id} is {device.status}, and inventory's events say otherwise")
        if device.status != "ready" or device.id not in told:
            continue
        for profile in told[device.id].suits:
            for request in waiting[device.organisation, profile][:1]:
                yield Problem(Harm.LOST, f"device {device.id} is ready and request {request.id} waits for one like it")
