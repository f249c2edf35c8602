"""Waits until the house has come to rest, and reads what it left, past every service, as the superuser of the databases."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import orjson

from services.loans.store.known_devices import SUITS
from shared.bus.transport import Record, Subscription
from tests.crash.commands import Ledger
from tests.crash.evidence import Device, Drive, Evidence, Known, Line, Request, Sent
from tests.crash.house import SERVICES, CrashHouse
from tests.crash.witness import Witness, seen_in

UNREST = """
SELECT count(*) FILTER (WHERE sent_at IS NULL) AS unsent, coalesce(max(id), 0) AS newest,
       (SELECT count(*) FROM bus.parked_event WHERE state = 'waiting') AS waiting FROM bus.outbox
"""
DEVICES = """
SELECT d.id, d.organisation, d.serial, d.status, d.reserved_for,
       (SELECT coalesce(json_agg(json_build_array(r.id, r.wipe_succeeded, r.wipe_checked_by IS NOT NULL)), '[]')
        FROM drive AS r WHERE r.device_id = d.id) AS drives
FROM device AS d
"""
REQUESTS = "SELECT id, organisation, household_id, profile, status, device_id FROM request"
LINES = """
SELECT id, device_id, CASE WHEN ended = 'not_given' THEN 'not_given' WHEN ended IS NULL AND coming IS NOT NULL THEN coming
    ELSE 'along' END AS state
FROM loan_line
"""
KNOWN = """
SELECT k.device_id, k.sequence, k.ready,
       array(SELECT f.profile FROM device_fit AS f WHERE f.device_id = k.device_id AND f.fit >= $1) AS suits
FROM known_device AS k
"""
OUTBOX = """
SELECT event_id, organisation, topic, key, sequence, headers, value, sent_at IS NOT NULL AS sent FROM bus.outbox ORDER BY id
"""
ANSWERS = "SELECT organisation, idempotency_key FROM bus.answer"
INBOX = "SELECT group_name, event_id FROM bus.inbox"
PARKED = "SELECT group_name, state, key, headers, error FROM bus.parked_event ORDER BY id"
DEAD_JOBS = "SELECT kind, unique_key, error FROM bus.job WHERE state = 'dead'"


async def come_to_rest(house: CrashHouse, watching: Subscription) -> None:
    """Return when no event is on its way any more: every outbox is empty, no group lags, nothing is put aside for later.

    Waits for ever; the caller has the deadline.
    """
    subscriptions = [watching] + [
        house.transport.subscribe(f"digibank.{group}", topics, _nobody) for group, topics in _groups(house).items()
    ]
    before: list[tuple[int, int, int]] = []
    while True:
        now = [await _unrest(house, name) for name in SERVICES]
        calm = all(unsent == 0 and waiting == 0 for unsent, _, waiting in now)
        # Twice the same, and in between nobody had anything left to read: then nothing can start again by itself.
        if calm and now == before:
            return
        before = []
        if calm and not any([await subscription.lag() for subscription in subscriptions]):
            before = now
        else:
            await asyncio.sleep(0.1)


async def collect(house: CrashHouse, ledger: Ledger, witness: Witness) -> Evidence:
    """Read everything."""
    inventory, loans = await house.connect("inventory"), await house.connect("loans")
    try:
        return Evidence(
            acknowledged=ledger.facts(),
            answers=[
                (name, row["organisation"], row["idempotency_key"])
                for name, connection in (("inventory", inventory), ("loans", loans))
                for row in await connection.fetch(ANSWERS)
            ],
            devices=[_device(row) for row in await inventory.fetch(DEVICES)],
            requests=[Request(*row) for row in await loans.fetch(REQUESTS)],
            lines=[Line(*row) for row in await loans.fetch(LINES)],
            households=[row["organisation"] for row in await loans.fetch("SELECT organisation FROM household")],
            known=[Known(row["device_id"], row["sequence"], row["ready"], frozenset(row["suits"]))
                   for row in await loans.fetch(KNOWN, SUITS)],
            outbox=[*await _outbox("inventory", inventory), *await _outbox("loans", loans)],
            history=[seen_in(record) async for records in house.transport.history(house.topics) for record in records],
            witnessed=list(witness.seen),
            inbox=await _inboxes(inventory, loans),
            handles=_handles(house),
            parked=[*await _parked(inventory), *await _parked(loans)],
        )  # fmt: skip
    finally:
        inventory.terminate()
        loans.terminate()


async def _nobody(_records: Sequence[Record]) -> None:
    raise AssertionError("this member only asks how far its group is")


def _groups(house: CrashHouse) -> dict[str, list[str]]:
    groups = {}
    for name, service in house.services.items():
        for kind, handlers in (("reactions", service.reacts_to), ("projections", service.projects)):
            if handlers:
                groups[f"{name}.{kind}"] = sorted({event.topic for event in handlers})
    return groups


def _handles(house: CrashHouse) -> dict[str, set[str]]:
    handles = {}
    for name, service in house.services.items():
        handles[f"{name}.reactions"] = {event.type for event in service.reacts_to}
        handles[f"{name}.projections"] = {event.type for event in service.projects}
    return handles


async def _unrest(house: CrashHouse, service: str) -> tuple[int, int, int]:
    connection = await house.connect(service)
    try:
        [row] = await connection.fetch(UNREST)
        return row["unsent"], row["newest"], row["waiting"]
    finally:
        connection.terminate()


def _device(row: asyncpg.Record) -> Device:
    drives = tuple(Drive(UUID(number), bool(wiped), bool(checked)) for number, wiped, checked in orjson.loads(row["drives"]))
    return Device(row["id"], row["organisation"], row["serial"], row["status"], row["reserved_for"], drives)


async def _outbox(service: str, connection: asyncpg.Connection) -> list[Sent]:
    found = []
    for row in await connection.fetch(OUTBOX):
        headers = orjson.loads(row["headers"])
        cause = headers.get("ce_causationid")
        found.append(
            Sent(
                service, row["event_id"], row["organisation"], headers["ce_type"], row["topic"], row["key"], row["sequence"],
                UUID(cause) if cause else None, row["value"].encode(), row["sent"],
            )
        )  # fmt: skip
    return found


async def _inboxes(*connections: asyncpg.Connection) -> dict[str, list[UUID]]:
    inbox: dict[str, list[UUID]] = {}
    for connection in connections:
        for row in await connection.fetch(INBOX):
            inbox.setdefault(row["group_name"], []).append(row["event_id"])
    return inbox


async def _parked(connection: asyncpg.Connection) -> list[str]:
    lines = []
    for row in await connection.fetch(PARKED):
        kind = orjson.loads(row["headers"]).get("ce_type")
        lines.append(f"{row['group_name']} put aside {kind} of {row['key']} ({row['state']}): {row['error']}")
    return lines + [f"job {row['kind']} {row['unique_key']}: {row['error']}" for row in await connection.fetch(DEAD_JOBS)]
