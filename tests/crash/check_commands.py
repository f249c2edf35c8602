"""Every acknowledged command is in the databases exactly once, and nothing is there that nobody asked for."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.crash.evidence import Acknowledged, Device, Did, Evidence, Harm, Problem, Request


def check_commands(evidence: Evidence) -> Iterator[Problem]:
    """What was acknowledged against rows and remembered answers."""
    by_kind: defaultdict[Did, list[Acknowledged]] = defaultdict(list)
    for command in evidence.acknowledged:
        by_kind[command.did].append(command)
    yield from _check_devices(evidence, by_kind)
    yield from _check_requests(evidence, by_kind)
    yield from _check_answers(evidence)


def _check_devices(evidence: Evidence, by_kind: dict[Did, list[Acknowledged]]) -> Iterator[Problem]:
    by_serial: defaultdict[str, list[Device]] = defaultdict(list)
    for device in evidence.devices:
        by_serial[device.serial].append(device)
    for command in by_kind[Did.REGISTER]:
        found = by_serial.pop(command.detail, [])
        if not found:
            yield Problem(Harm.LOST, f"registered device {command.subject} is not there")
        elif len(found) > 1:
            yield Problem(Harm.DOUBLED, f"device {command.detail} is there {len(found)} times")
        elif (found[0].id, found[0].organisation) != (command.subject, command.organisation):
            yield Problem(Harm.DISAGREEMENT, f"device {command.detail} is {found[0].id}, acknowledged was {command.subject}")
    for serial in by_serial:
        yield Problem(Harm.DOUBLED, f"device {serial} is there without an acknowledged command")

    drives = {str(drive.id): drive for device in evidence.devices for drive in device.drives}
    for command in by_kind[Did.WIPE]:
        if command.detail not in drives or not drives[command.detail].wiped:
            yield Problem(Harm.LOST, f"the wipe of drive {command.detail}")
    for command in by_kind[Did.CHECK]:
        if command.detail not in drives or not drives[command.detail].checked:
            yield Problem(Harm.LOST, f"the check of drive {command.detail}")
    made_ready = {command.subject for command in by_kind[Did.READY]}
    for device in evidence.devices:
        if device.id in made_ready and device.status == "arrived":
            yield Problem(Harm.LOST, f"device {device.id} was made ready and is not")
        if device.id not in made_ready and device.status != "arrived":
            yield Problem(Harm.DOUBLED, f"device {device.id} is {device.status} and nobody made it ready")


def _check_requests(evidence: Evidence, by_kind: dict[Did, list[Acknowledged]]) -> Iterator[Problem]:
    requests: dict[object, Request] = {request.id: request for request in evidence.requests}
    for command in by_kind[Did.ASK]:
        request = requests.pop(command.subject, None)
        if request is None:
            yield Problem(Harm.LOST, f"request {command.subject} is not there")
        elif (request.organisation, request.profile) != (command.organisation, command.detail):
            yield Problem(Harm.DISAGREEMENT, f"request {request.id} is not what was asked")
    for extra in requests.values():
        yield Problem(Harm.DOUBLED, f"request {extra.id} is there without an acknowledged command")
    withdrawn = {command.subject for command in by_kind[Did.WITHDRAW]}
    for request in evidence.requests:
        if request.id in withdrawn and request.status != "withdrawn":
            yield Problem(Harm.LOST, f"request {request.id} was withdrawn and is {request.status}")
        if request.id not in withdrawn and request.status == "withdrawn":
            yield Problem(Harm.DOUBLED, f"request {request.id} is withdrawn and nobody did that")
    # In the load every request is of a household of its own.
    asked = Counter(command.organisation for command in by_kind[Did.ASK])
    stored = Counter(evidence.households)
    for organisation in asked | stored:
        if stored[organisation] != asked[organisation]:
            harm = Harm.DOUBLED if stored[organisation] > asked[organisation] else Harm.LOST
            yield Problem(harm, f"{asked[organisation]} households asked in {organisation}, {stored[organisation]} are stored")


def _check_answers(evidence: Evidence) -> Iterator[Problem]:
    acknowledged = Counter((command.did.service, command.organisation, command.key) for command in evidence.acknowledged)
    stored = Counter(evidence.answers)
    for name in acknowledged - stored:
        yield Problem(Harm.LOST, f"the answer to {name[0]} {name[2]}")
    for name in stored - acknowledged:
        yield Problem(Harm.DOUBLED, f"an answer to {name[0]} {name[2]} that nobody got")
