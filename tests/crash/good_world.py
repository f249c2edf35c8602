"""A small world in which everything went well, for tests that break one thing of it."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import orjson

from tests.crash.evidence import Acknowledged, Device, Did, Drive, Evidence, Known, Line, Request, Seen, Sent

DEVICES, REQUESTS = "digibank.inventory.devices", "digibank.loans.requests"
PUBLISHER = {DEVICES: "inventory", REQUESTS: "loans"}
FIT = {"daily_life": 3, "work": 2, "study_design": 1}
HANDLES = {
    "inventory.reactions": {"digibank.loans.device_claimed.v1", "digibank.loans.request_withdrawn.v1"},
    "loans.reactions": {f"digibank.inventory.{name}.v1" for name in ("device_ready", "device_reserved", "claim_refused")}
    | {"digibank.loans.request_waiting.v1"},
    "loans.projections": {f"digibank.inventory.{name}.v1" for name in ("device_ready", "device_reserved", "claim_refused")},
}


class World:
    """Ids are attributes: `taken` is a laptop kept for `served`, `free` one nobody wants, `gone` a request that was withdrawn,
    `waiting` one that no laptop suits."""

    def __init__(self) -> None:
        self.organisation = uuid4()
        self.taken, self.free, self.half = uuid4(), uuid4(), uuid4()
        self.served, self.gone, self.waiting = uuid4(), uuid4(), uuid4()
        self.outbox: list[Sent] = []
        self._sequence: dict[UUID, int] = {}

    def event(self, topic: str, name: str, subject: UUID, cause: Sent | None = None, **payload: Any) -> Sent:
        """Something is published."""
        self._sequence[subject] = self._sequence.get(subject, 0) + 1
        service = PUBLISHER[topic]
        sent = Sent(
            service=service,
            event_id=uuid4(),
            organisation=self.organisation,
            type=f"digibank.{service}.{name}.v1",
            topic=topic,
            key=str(subject),
            sequence=self._sequence[subject],
            cause=cause.event_id if cause else None,
            value=orjson.dumps({name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}),
        )
        self.outbox.append(sent)
        return sent

    def one(self, name: str, subject: UUID | None = None) -> Sent:
        """The first event of that name, about that subject."""
        return next(event for event in self.outbox if event.name == name and subject in (None, UUID(event.key)))


def seen(event: Sent) -> Seen:
    """An event as a reader gets it."""
    return Seen(event.topic, event.key, event.sequence, event.event_id, event.value)


def good_world() -> tuple[World, Evidence]:
    """Three laptops, three requests, one of which gave a laptop back that another then got."""
    world = World()
    drives = {device: uuid4() for device in (world.taken, world.free, world.half)}
    for request, profile in ((world.gone, "daily_life"), (world.served, "work"), (world.waiting, "study_design")):
        world.event(REQUESTS, "request_waiting", request, profile=profile)
    ready = []
    for device in (world.taken, world.free):
        world.event(DEVICES, "device_registered", device)
        world.event(DEVICES, "device_wiped", device)
        ready.append(world.event(DEVICES, "device_ready", device, device_id=device, fit=FIT))
    world.event(DEVICES, "device_registered", world.half)
    claim = world.event(REQUESTS, "device_claimed", world.gone, ready[0], request_id=world.gone, device_id=world.taken)
    world.event(DEVICES, "device_reserved", world.taken, claim, request_id=world.gone, device_id=world.taken)
    # While the first claim was on its way the other request claimed the same laptop, was refused, and got it later.
    late = world.event(
        REQUESTS, "device_claimed", world.served, world.one("request_waiting", world.served), request_id=world.served,
        device_id=world.taken,
    )  # fmt: skip
    world.event(DEVICES, "claim_refused", world.taken, late, request_id=world.served, device_id=world.taken)
    withdrawn = world.event(REQUESTS, "request_withdrawn", world.gone, request_id=world.gone, device_id=world.taken)
    again = world.event(DEVICES, "device_ready", world.taken, withdrawn, device_id=world.taken, fit=FIT)
    claim = world.event(REQUESTS, "device_claimed", world.served, again, request_id=world.served, device_id=world.taken)
    world.event(DEVICES, "device_reserved", world.taken, claim, request_id=world.served, device_id=world.taken)

    acknowledged: list[Acknowledged] = []

    def did(what: Did, subject: UUID, detail: str = "") -> None:
        acknowledged.append(Acknowledged(what, world.organisation, f"key {len(acknowledged)}", subject, detail))

    for request, profile in ((world.gone, "daily_life"), (world.served, "work"), (world.waiting, "study_design")):
        did(Did.ASK, request, profile)
    for number, (device, drive) in enumerate(drives.items()):
        did(Did.REGISTER, device, f"PC{number}")
        if device != world.half:
            did(Did.WIPE, device, str(drive))
            did(Did.CHECK, device, str(drive))
            did(Did.READY, device)
    did(Did.WITHDRAW, world.gone)
    evidence = Evidence(
        acknowledged=acknowledged,
        answers=[(command.did.service, command.organisation, command.key) for command in acknowledged],
        devices=[
            Device(world.taken, world.organisation, "PC0", "reserved", world.served, (Drive(drives[world.taken], True, True),)),
            Device(world.free, world.organisation, "PC1", "ready", None, (Drive(drives[world.free], True, True),)),
            Device(world.half, world.organisation, "PC2", "arrived", None, (Drive(drives[world.half], False, False),)),
        ],
        requests=[
            Request(world.gone, world.organisation, uuid4(), "daily_life", "withdrawn"),
            Request(world.served, world.organisation, uuid4(), "work", "reserved", world.taken),
            Request(world.waiting, world.organisation, uuid4(), "study_design", "waiting"),
        ],
        households=[world.organisation] * 3,
        known=[
            Known(world.half, 1, False),
            Known(world.taken, 7, False),
            Known(world.free, 3, True, frozenset({"daily_life", "work"})),
        ],
        outbox=world.outbox,
        history=[seen(event) for event in world.outbox],
        witnessed=[seen(event) for event in world.outbox] + [seen(event) for event in world.outbox[-3:]],
        inbox={group: [event.event_id for event in world.outbox if event.type in types] for group, types in HANDLES.items()},
        handles=HANDLES,
    )
    return world, evidence


def with_one_more() -> tuple[World, Evidence, UUID]:
    """The same, where a colleague adds the free laptop to a loan: it is claimed and kept under the id of its line, given last."""
    world, evidence = good_world()
    line = uuid4()
    asked: dict[str, Any] = {"request_id": line, "device_id": world.free}
    claim = world.event(REQUESTS, "device_claimed", line, **asked)
    kept = world.event(DEVICES, "device_reserved", world.free, claim, **asked)
    evidence = also_written(also_written(replace(evidence, outbox=evidence.outbox[:-2]), claim), kept)
    evidence = replace(evidence, lines=[Line(line, world.free, "kept")])
    known = [
        replace(one, sequence=4, ready=False, suits=frozenset()) if one.device == world.free else one for one in evidence.known
    ]
    evidence = with_device(evidence, world.free, status="reserved", reserved_for=line)
    return world, replace(evidence, known=known), line


def without(evidence: Evidence, event: Sent, *readers: str) -> Evidence:
    """The same, but these readers never met the event."""
    changes = {reader: [one for one in getattr(evidence, reader) if one.event_id != event.event_id] for reader in readers}
    return replace(evidence, **changes)  # type: ignore[arg-type]


def also_written(evidence: Evidence, event: Sent) -> Evidence:
    """Written, carried and applied like any other."""
    applied = {
        group: [*evidence.inbox[group], event.event_id] if event.type in types else evidence.inbox[group]
        for group, types in evidence.handles.items()
    }
    return replace(
        evidence,
        outbox=[*evidence.outbox, event],
        history=[*evidence.history, seen(event)],
        witnessed=[*evidence.witnessed, seen(event)],
        inbox=applied,
    )


def again(event: Sent, sequence: int) -> Sent:
    """The same event as another one."""
    return replace(event, event_id=uuid4(), sequence=sequence)


def with_device(evidence: Evidence, number: UUID, **changes: Any) -> Evidence:
    """The same with one machine changed."""
    return replace(evidence, devices=[replace(one, **changes) if one.id == number else one for one in evidence.devices])


def with_request(evidence: Evidence, number: UUID, **changes: Any) -> Evidence:
    """The same with one request changed."""
    return replace(evidence, requests=[replace(one, **changes) if one.id == number else one for one in evidence.requests])


def with_drives(evidence: Evidence, **changes: Any) -> Evidence:
    """The same with all drives changed."""
    devices = [replace(one, drives=tuple(replace(drive, **changes) for drive in one.drives)) for one in evidence.devices]
    return replace(evidence, devices=devices)
