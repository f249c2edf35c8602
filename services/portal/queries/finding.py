"""What portal itself finds, from what other services told: by code and by number. Names and serial numbers it does not know.

Ranges on columns that compare by code point instead of LIKE, which loses its index under row-level security: see decision 4.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.portal.queries.today import Place
from shared.bus.unit import Unit
from shared.contracts.finding import MOST_FOUND
from shared.contracts.vocabulary import DeviceState, LossKind, Symptom, UseProfile
from shared.database.engine import driver_of

DEVICES = """
SELECT device_id, code, maker, model, status FROM known_device
WHERE organisation = $1 AND code >= $2 AND code < $3 ORDER BY code LIMIT $4
"""
MISSED = "SELECT device_id, lost FROM known_device WHERE device_id = ANY($1) AND lost IS NOT NULL"
HOUSEHOLDS = """
SELECT household_id, code FROM known_household WHERE organisation = $1 AND code >= $2 AND code < $3 ORDER BY code LIMIT $4
"""
TICKETS = """
SELECT ticket_id, number, symptom, status FROM known_ticket WHERE organisation = $1 AND number = $2 AND symptom IS NOT NULL LIMIT $3
"""
REQUESTS = """
SELECT r.request_id, h.code, r.profile FROM known_request AS r JOIN known_household AS h USING (household_id)
WHERE r.household_id = ANY($1) AND NOT r.over AND r.place IS NOT NULL ORDER BY r.place, r.request_id LIMIT $2
"""
VISITS = """
SELECT v.visit_id, h.code, v.due_on FROM known_visit AS v JOIN known_household AS h USING (household_id)
WHERE v.household_id = ANY($1) AND v.due_on IS NOT NULL ORDER BY v.due_on, v.visit_id LIMIT $2
"""
PLACES = """
SELECT l.learner_id, l.household_id, h.code, l.number FROM known_learner AS l JOIN known_household AS h USING (household_id)
WHERE l.household_id = ANY($1) AND l.told ORDER BY h.code, l.number LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class Device:
    """A machine. `status` is None when nothing told where it is."""

    id: UUID
    code: str
    maker: str
    model: str
    status: DeviceState | None


@dataclass(frozen=True, slots=True)
class Household:
    """A family, by its code."""

    id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question for help. `status` is open, triaged, in_repair or closed."""

    id: UUID
    number: int
    symptom: Symptom
    status: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request that waits."""

    id: UUID
    household_code: str
    profile: UseProfile


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that somebody will make."""

    id: UUID
    household_code: str
    due_on: date


async def devices_beginning(unit: Unit, code: str) -> Sequence[Device]:
    """Machines whose code begins like this."""
    return [
        Device(row["device_id"], row["code"], row["maker"], row["model"], DeviceState(row["status"]) if row["status"] else None)
        for row in await _fetch(unit, DEVICES, unit.organisation, code, after_prefix(code), MOST_FOUND)
    ]


async def missed(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, LossKind]:
    """Which of these machines are lost or stolen."""
    return {row["device_id"]: LossKind(row["lost"]) for row in await _fetch(unit, MISSED, list(device_ids))}


async def households_beginning(unit: Unit, code: str) -> Sequence[Household]:
    """Families whose code begins like this."""
    rows = await _fetch(unit, HOUSEHOLDS, unit.organisation, code, after_prefix(code), MOST_FOUND)
    return [Household(row["household_id"], row["code"]) for row in rows]


async def tickets_numbered(unit: Unit, number: int) -> Sequence[Ticket]:
    """The ticket with this number, if there is one."""
    return [
        Ticket(row["ticket_id"], row["number"], Symptom(row["symptom"]), row["status"])
        for row in await _fetch(unit, TICKETS, unit.organisation, number, MOST_FOUND)
    ]


async def requests_of(unit: Unit, household_ids: Collection[UUID]) -> Sequence[Request]:
    """What these families wait for."""
    rows = await _fetch(unit, REQUESTS, list(household_ids), MOST_FOUND)
    return [Request(row["request_id"], row["code"], UseProfile(row["profile"])) for row in rows]


async def visits_of(unit: Unit, household_ids: Collection[UUID]) -> Sequence[Visit]:
    """When somebody goes to these families."""
    return [
        Visit(row["visit_id"], row["code"], row["due_on"]) for row in await _fetch(unit, VISITS, list(household_ids), MOST_FOUND)
    ]


async def places_of(unit: Unit, household_ids: Collection[UUID]) -> Sequence[Place]:
    """The places to learn of these families."""
    return [
        Place(row["learner_id"], row["household_id"], row["code"], row["number"])
        for row in await _fetch(unit, PLACES, list(household_ids), MOST_FOUND)
    ]


def after_prefix(prefix: str) -> str:
    """The first text that no longer begins with `prefix`, in the order of code points: the end of a range."""
    return prefix + "\U0010ffff"


async def _fetch(unit: Unit, statement: str, *values: object) -> Sequence[Any]:
    rows: Sequence[Any] = await (await driver_of(unit.connection)).fetch(statement, *values)
    return rows
