"""Every command and every event had its effects once: counted in the events that each of them caused."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from tests.crash.evidence import Did, Evidence, Harm, Problem, Sent

ANSWERS_TO_A_CLAIM = ("device_reserved", "claim_refused")
AT_MOST_ONE = {
    # An event may make loans claim, or inventory say that a machine is free again, once.
    "request_waiting": ("device_claimed",),
    "device_ready": ("device_claimed",),
    "claim_refused": ("device_claimed",),
    "device_reserved": ("claim_dropped",),
    "claim_dropped": ("device_ready",),
    "request_withdrawn": ("device_ready",),
    "device_registered": (),
    "device_wiped": (),
    # What follows does not occur in the load; the checker knows it, so that it does not trip over it.
    "wipe_voided": (),
    "device_given_out": (),
    "device_returned": (),
    "device_status_changed": ("loaner_returned",),
    "device_retired": ("device_claimed", "device_swapped"),
    "loaner_reserved": ("loaner_added", "device_swapped", "loaner_declined"),
    "loaner_refused": (),
    "agreement_signed": ("device_given_out", "device_status_changed", "device_retired"),
    "look_again_due": (),
    "look_again_passed": (),
    "loan_kept": (),
    "device_missed": (),
    "loaner_added": ("device_given_out", "device_status_changed", "device_retired"),
    "loaner_declined": ("device_ready",),
    "device_swapped": (),
    "loaner_requested": ("loaner_reserved", "loaner_refused"),
    "visit_recorded": ("return_requested",),
    "consent_changed": (),
    "loan_started": (),
    "loan_extended": (),
    "return_requested": (),
}
OF_MACHINES = ("device_status_changed", "device_returned", "wipe_voided", "device_ready", "device_retired")
MORE_THAN_ONE = {
    # One of these may move several machines, or tell several things about one.
    "loan_ended": OF_MACHINES,
    "items_added": ("device_given_out", *OF_MACHINES),
    "items_returned": OF_MACHINES,
    "loaner_returned": OF_MACHINES,
    "ticket_triaged": OF_MACHINES,
    "ticket_closed": OF_MACHINES,
    "repair_finished": OF_MACHINES,
}


def check_effects(evidence: Evidence) -> Iterator[Problem]:
    """What commands and events caused, event by event."""
    caused: defaultdict[UUID | None, list[Sent]] = defaultdict(list)
    for event in evidence.outbox:
        caused[event.cause].append(event)
    yield from _check_caused_by_commands(evidence, caused[None])
    known = {event.event_id for event in evidence.outbox}
    for cause, effects in caused.items():
        if cause is not None and cause not in known:
            yield Problem(Harm.DISAGREEMENT, f"{len(effects)} events say they come from {cause}, which nobody wrote")
    for event in evidence.outbox:
        yield from _check_caused_by_event(event, caused.get(event.event_id, []))


def _check_caused_by_event(event: Sent, effects: Sequence[Sent]) -> Iterator[Problem]:
    names = [effect.name for effect in effects]
    if event.name == "device_claimed":
        if not names:
            yield Problem(Harm.LOST, f"claim {event.event_id} got no answer")
        elif len(names) > 1:
            yield Problem(Harm.DOUBLED, f"claim {event.event_id} got {len(names)} answers: {', '.join(names)}")
        for effect in effects:
            asked = (event.payload["request_id"], event.payload["device_id"])
            if effect.name not in ANSWERS_TO_A_CLAIM or (effect.payload["request_id"], effect.payload["device_id"]) != asked:
                yield Problem(Harm.DISAGREEMENT, f"claim {event.event_id} got an answer about something else")
        return
    allowed = (AT_MOST_ONE | MORE_THAN_ONE).get(event.name)
    if allowed is None:
        yield Problem(Harm.DISAGREEMENT, f"nobody told the checker what {event.name} may cause")
        return
    # More machines may leave under one signature.
    if event.name in AT_MOST_ONE and len(names) > 1 + len(event.payload.get("more_device_ids", ())):
        yield Problem(Harm.DOUBLED, f"{event.name} {event.event_id} had {len(names)} effects: {', '.join(names)}")
    for name in set(names) - set(allowed):
        yield Problem(Harm.DISAGREEMENT, f"{event.name} {event.event_id} caused {name}")


def _check_caused_by_commands(evidence: Evidence, events: Sequence[Sent]) -> Iterator[Problem]:
    """Each command publishes what it has to, once; `device_wiped` comes with the check of the last drive."""
    written: defaultdict[tuple[str, str], int] = defaultdict(int)
    for event in events:
        written[event.name, event.key] += 1
    due: dict[tuple[str, str], int] = {}
    for command in evidence.acknowledged:
        subject = str(command.subject)
        match command.did:
            case Did.REGISTER:
                due["device_registered", subject] = 1
            case Did.READY:
                due["device_wiped", subject] = due["device_ready", subject] = 1
            case Did.ASK:
                due["request_waiting", subject] = 1
            case Did.WITHDRAW:
                due["request_withdrawn", subject] = 1
    lines = {str(line.id): line.state for line in evidence.lines}
    for line, state in lines.items():
        if state in ("asked", "kept"):
            due["device_claimed", line] = 1  # a colleague adds a machine to a loan
    half_done = {str(device.id) for device in evidence.devices if device.status == "arrived"}
    for (name, key), times in written.items():
        if name == "device_wiped" and key in half_done:
            due[name, key] = 1  # made empty, and nobody said that it is ready
        if (name == "device_claimed" and key in lines) or (name == "claim_dropped" and lines.get(key) == "not_given"):
            due[name, key] = 1  # what became of it later does not undo that it was asked for
        if times > due.get((name, key), 0):
            yield Problem(Harm.DOUBLED, f"{key} published {name} {times} times, {due.get((name, key), 0)} were asked for")
    for (name, key), times in due.items():
        if written.get((name, key), 0) < times:
            yield Problem(Harm.LOST, f"{key} never published {name}")
