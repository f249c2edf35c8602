"""The good world with one thing broken: what a crash could have left behind."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import orjson

from tests.crash.evidence import Did, Evidence, Harm, Known
from tests.crash.good_world import World, again, also_written, with_device, with_drives, with_request, without

Break = Callable[[World, Evidence], Evidence]


def lost_device(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, devices=[device for device in evidence.devices if device.id != world.half])


def lost_request(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, requests=[request for request in evidence.requests if request.id != world.waiting])


def lost_wipe(world: World, evidence: Evidence) -> Evidence:
    return with_drives(evidence, wiped=False)


def lost_readiness(world: World, evidence: Evidence) -> Evidence:
    return with_device(evidence, world.free, status="arrived")


def lost_withdrawal(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.gone, status="waiting")


def lost_answer(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, answers=evidence.answers[1:])


def never_sent(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, outbox=[*evidence.outbox[:-1], replace(evidence.outbox[-1], sent=False)])


def missing_in_history(world: World, evidence: Evidence) -> Evidence:
    return without(evidence, evidence.outbox[-1], "history")


def missed_by_the_witness(world: World, evidence: Evidence) -> Evidence:
    return without(evidence, evidence.outbox[-1], "witnessed")


def never_applied(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, inbox=dict(evidence.inbox) | {"loans.projections": evidence.inbox["loans.projections"][:-1]})


def claim_without_answer(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, outbox=evidence.outbox[:-1])


def command_without_event(world: World, evidence: Evidence) -> Evidence:
    event = world.one("device_registered", world.half)
    return without(evidence, event, "outbox", "history", "witnessed")


def nobody_was_helped(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.waiting, profile="work")


def claim_hangs(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.served, status="claimed")


def unknown_to_loans(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, known=evidence.known[:1])


def device_twice(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, devices=[*evidence.devices, replace(evidence.devices[2], id=uuid4())])


def device_of_nobody(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, devices=[*evidence.devices, replace(evidence.devices[2], id=uuid4(), serial="PC9")])


def request_of_nobody(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, requests=[*evidence.requests, replace(evidence.requests[2], id=uuid4())])


def household_twice(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, households=[*evidence.households, world.organisation])


def answer_of_nobody(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, answers=[*evidence.answers, ("loans", world.organisation, "another key")])


def command_had_its_effect_twice(world: World, evidence: Evidence) -> Evidence:
    return also_written(evidence, again(world.one("request_waiting", world.waiting), 2))


def claim_answered_twice(world: World, evidence: Evidence) -> Evidence:
    return also_written(evidence, again(world.outbox[-1], 8))


def event_claimed_twice(world: World, evidence: Evidence) -> Evidence:
    return also_written(evidence, again(world.outbox[-2], 4))


def applied_twice(world: World, evidence: Evidence) -> Evidence:
    twice = [*evidence.inbox["loans.reactions"], evidence.inbox["loans.reactions"][0]]
    return replace(evidence, inbox=dict(evidence.inbox) | {"loans.reactions": twice})


def promised_twice(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.waiting, status="reserved", device=world.taken)


def two_devices_for_one(world: World, evidence: Evidence) -> Evidence:
    return with_device(evidence, world.free, status="reserved", reserved_for=world.served)


def swapped_in_history(world: World, evidence: Evidence) -> Evidence:
    history = [*evidence.history]
    first, second = [place for place, one in enumerate(history) if one.key == str(world.taken)][:2]
    history[first], history[second] = history[second], history[first]
    return replace(evidence, history=history)


def swapped_for_the_witness(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, witnessed=swapped_in_history(world, evidence).history)


def gap_in_the_outbox(world: World, evidence: Evidence) -> Evidence:
    last = replace(evidence.outbox[-1], sequence=9)
    known = [replace(evidence.known[0], sequence=9), evidence.known[1]]
    return replace(evidence, outbox=[*evidence.outbox[:-1], last], known=known)


def ghost(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, history=[*evidence.history, replace(evidence.history[0], event_id=uuid4())])


def changed_on_the_way(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, history=[replace(evidence.history[0], value=b"{}"), *evidence.history[1:]])


def applied_what_nobody_wrote(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, inbox=dict(evidence.inbox) | {"loans.reactions": [*evidence.inbox["loans.reactions"], uuid4()]})


def acknowledged_another(world: World, evidence: Evidence) -> Evidence:
    acknowledged = [
        replace(one, subject=uuid4()) if one.did is Did.REGISTER and one.detail == "PC2" else one for one in evidence.acknowledged
    ]
    return replace(evidence, acknowledged=acknowledged)


def only_loans_believes(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.waiting, status="reserved", device=world.free)


def only_inventory_believes(world: World, evidence: Evidence) -> Evidence:
    return with_device(evidence, world.taken, reserved_for=world.waiting)


def withdrawn_holds(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.gone, device=world.free)


def projection_went_back(world: World, evidence: Evidence) -> Evidence:
    older = replace(evidence.known[0], sequence=6, ready=True, suits=frozenset({"daily_life", "work"}))
    return replace(evidence, known=[older, evidence.known[1]])


def answer_about_another(world: World, evidence: Evidence) -> Evidence:
    other = orjson.dumps({"request_id": str(world.waiting), "device_id": str(world.taken)})
    return replace(evidence, outbox=[*evidence.outbox[:-1], replace(evidence.outbox[-1], value=other)])


def caused_by_nothing(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, outbox=[*evidence.outbox[:-1], replace(evidence.outbox[-1], cause=uuid4())])


def lost_check(world: World, evidence: Evidence) -> Evidence:
    return with_drives(evidence, checked=False)


def lost_household(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, households=evidence.households[1:])


def ready_by_itself(world: World, evidence: Evidence) -> Evidence:
    return with_device(evidence, world.half, status="ready")


def withdrawn_by_itself(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.waiting, status="withdrawn")


def written_twice(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, outbox=[*evidence.outbox, evidence.outbox[-1]])


def asked_for_something_else(world: World, evidence: Evidence) -> Evidence:
    return with_request(evidence, world.waiting, profile="daily_life")


def reserved_for_nobody(world: World, evidence: Evidence) -> Evidence:
    return with_device(evidence, world.free, status="reserved")


def known_too_much(world: World, evidence: Evidence) -> Evidence:
    return replace(evidence, known=[*evidence.known, Known(uuid4(), 1, True)])


def ready_without_an_event(world: World, evidence: Evidence) -> Evidence:
    return with_device(evidence, world.half, status="ready")


def caused_what_it_may_not(world: World, evidence: Evidence) -> Evidence:
    withdrawn = world.one("request_withdrawn")
    cause = world.one("device_reserved").event_id
    return replace(evidence, outbox=[replace(one, cause=cause) if one is withdrawn else one for one in evidence.outbox])


def unknown_event(world: World, evidence: Evidence) -> Evidence:
    return also_written(evidence, replace(again(evidence.outbox[-1], 8), type="digibank.inventory.device_painted.v1"))


BROKEN: list[tuple[Break, Harm, str]] = [
    (lost_device, Harm.LOST, "registered device"),
    (lost_request, Harm.LOST, "request .* is not there"),
    (lost_wipe, Harm.LOST, "the wipe of drive"),
    (lost_check, Harm.LOST, "the check of drive"),
    (lost_readiness, Harm.LOST, "was made ready and is not"),
    (lost_withdrawal, Harm.LOST, "was withdrawn and is waiting"),
    (lost_household, Harm.LOST, "3 households asked .* 2 are stored"),
    (lost_answer, Harm.LOST, "the answer to"),
    (never_sent, Harm.LOST, "was never sent"),
    (missing_in_history, Harm.LOST, "the history lacks"),
    (missed_by_the_witness, Harm.LOST, "the witness lacks"),
    (never_applied, Harm.LOST, "never applied"),
    (claim_without_answer, Harm.LOST, "got no answer"),
    (command_without_event, Harm.LOST, "never published device_registered"),
    (nobody_was_helped, Harm.LOST, "waits for one like it"),
    (claim_hangs, Harm.LOST, "still waits for an answer to its claim"),
    (unknown_to_loans, Harm.LOST, "loans never heard of"),
    (device_twice, Harm.DOUBLED, "is there 2 times"),
    (device_of_nobody, Harm.DOUBLED, "device PC9 is there without"),
    (ready_by_itself, Harm.DOUBLED, "nobody made it ready"),
    (request_of_nobody, Harm.DOUBLED, "request .* is there without"),
    (withdrawn_by_itself, Harm.DOUBLED, "is withdrawn and nobody did that"),
    (household_twice, Harm.DOUBLED, "3 households asked .* 4 are stored"),
    (answer_of_nobody, Harm.DOUBLED, "that nobody got"),
    (written_twice, Harm.DOUBLED, "was written 2 times"),
    (command_had_its_effect_twice, Harm.DOUBLED, "published request_waiting 2 times"),
    (claim_answered_twice, Harm.DOUBLED, "got 2 answers"),
    (event_claimed_twice, Harm.DOUBLED, "had 2 effects"),
    (applied_twice, Harm.DOUBLED, "applied event .* 2 times"),
    (promised_twice, Harm.DOUBLED, "is promised to 2 requests"),
    (two_devices_for_one, Harm.DOUBLED, "2 devices are kept for"),
    (swapped_in_history, Harm.OUT_OF_ORDER, "the history: .* came with 2 after 0"),
    (swapped_for_the_witness, Harm.OUT_OF_ORDER, "the witness: .* came with 2 after 0"),
    (gap_in_the_outbox, Harm.OUT_OF_ORDER, "outbox of inventory: .* wrote 9 after 6"),
    (ghost, Harm.DISAGREEMENT, "that is in no outbox"),
    (changed_on_the_way, Harm.DISAGREEMENT, "other than it was written"),
    (applied_what_nobody_wrote, Harm.DISAGREEMENT, "which nobody wrote for it"),
    (acknowledged_another, Harm.DISAGREEMENT, "acknowledged was"),
    (asked_for_something_else, Harm.DISAGREEMENT, "is not what was asked"),
    (only_loans_believes, Harm.DISAGREEMENT, "believes it has device"),
    (only_inventory_believes, Harm.DISAGREEMENT, "which holds another"),
    (withdrawn_holds, Harm.DISAGREEMENT, "is withdrawn and holds device"),
    (reserved_for_nobody, Harm.DISAGREEMENT, "is reserved for None"),
    (projection_went_back, Harm.DISAGREEMENT, "inventory told"),
    (known_too_much, Harm.DISAGREEMENT, "of which inventory told nothing"),
    (ready_without_an_event, Harm.DISAGREEMENT, "inventory's events say otherwise"),
    (answer_about_another, Harm.DISAGREEMENT, "an answer about something else"),
    (caused_what_it_may_not, Harm.DISAGREEMENT, "caused request_withdrawn"),
    (unknown_event, Harm.DISAGREEMENT, "what device_painted may cause"),
    (caused_by_nothing, Harm.DISAGREEMENT, "which nobody wrote"),
]
"""What is broken, and how the checker has to call it: the harm and a pattern of its words."""
