"""What waits today, from what other services told: for the start page. A count stops at `MOST`; a million cost no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState, Symptom, UseProfile
from shared.database.engine import driver_of
from shared.runtime.faces import rhythm_here

MOST = 1000
FIRST_IN_LINE = 5
FIRST_FEW = 3
FIRST_PLACES = 5
THIS_WEEK = timedelta(days=7)
"""How long before the day to look again a family is among those to call, as on the page of loans that this leads to."""

RESERVED = """
SELECT r.request_id, r.profile, r.since, r.place, h.code, d.kept_until FROM known_device AS d
JOIN known_request AS r ON r.request_id = d.kept_for LEFT JOIN known_household AS h USING (household_id)
WHERE d.organisation = $1 AND d.kept_for IS NOT NULL AND NOT r.over AND r.place IS NOT NULL
ORDER BY d.kept_until, r.place, r.line_key LIMIT $2
"""
LINE = """
FROM known_request AS r WHERE r.organisation = $1 AND NOT r.over AND r.place IS NOT NULL
AND NOT EXISTS (SELECT FROM known_device AS d WHERE d.kept_for = r.request_id)
"""
WAITING = f"""
SELECT r.request_id, r.profile, r.since, r.place, h.code
FROM (SELECT r.* {LINE} ORDER BY r.place, r.line_key LIMIT $2) AS r LEFT JOIN known_household AS h USING (household_id)
ORDER BY r.place, r.line_key
"""  # noqa: S608  - put together from constants
COUNT_WAITING = f"SELECT count(*) FROM (SELECT 1 {LINE} LIMIT $2) AS counted"  # noqa: S608
# In order: else all that match are read before the counting stops.
COUNT_LOOK_AGAIN = """
SELECT count(*) FROM (SELECT 1 FROM known_loan
    WHERE organisation = $1 AND status = 'running' AND look_again_on <= $3 ORDER BY look_again_on LIMIT $2) AS counted
"""
WAITS = "organisation = $1 AND (status IN ('open', 'triaged') OR callback_open)"
TICKETS = f"""
SELECT ticket_id, number, symptom, callback_open FROM known_ticket WHERE {WAITS} AND symptom IS NOT NULL
ORDER BY (NOT callback_open), ticket_id LIMIT $2
"""  # noqa: S608
COUNT_TICKETS = f"SELECT count(*) FROM (SELECT 1 FROM known_ticket WHERE {WAITS} LIMIT $2) AS counted"  # noqa: S608
COUNT_CALLS = f"SELECT count(*) FROM (SELECT 1 FROM known_ticket WHERE {WAITS} AND callback_open LIMIT $2) AS counted"  # noqa: S608
COUNT_INTERNET = """
SELECT count(*) FROM (SELECT 1 FROM known_internet WHERE organisation = $1 AND ends_on IS NOT NULL LIMIT $2) AS counted
"""
COUNT_IN_REPAIR = """
SELECT count(*) FROM (SELECT 1 FROM known_ticket WHERE organisation = $1 AND status = 'in_repair' LIMIT $2) AS counted
"""
VISITS = """
SELECT v.visit_id, v.due_on, h.code FROM (SELECT * FROM known_visit WHERE organisation = $1 AND due_on <= $3
    ORDER BY due_on, visit_id LIMIT $2) AS v LEFT JOIN known_household AS h USING (household_id) ORDER BY v.due_on, v.visit_id
"""
COUNT_VISITS = """
SELECT count(*) FROM (SELECT 1 FROM known_visit WHERE organisation = $1 AND due_on <= $3 ORDER BY due_on LIMIT $2) AS counted
"""
COUNT_DEVICES = """
SELECT state, (SELECT count(*) FROM (SELECT 1 FROM known_device AS d
    WHERE d.organisation = $1 AND d.status = state LIMIT $2) AS counted) AS many FROM unnest($3::text[]) AS state
"""
FOUND = """
SELECT ticket_id, number FROM known_ticket
WHERE organisation = $1 AND symptom = 'found' AND status <> 'closed' ORDER BY ticket_id LIMIT $2
"""
COUNT_LOST = """
SELECT count(*) FROM (SELECT 1 FROM known_device WHERE organisation = $1 AND lost IS NOT NULL AND status <> 'retired'
    LIMIT $2) AS counted
"""
# What is over, is with us, or what a colleague wrote down as lost already is nobody's to call about any more.
COUNT_MISSED = """
SELECT count(*) FROM (SELECT 1 FROM known_missed AS m JOIN known_loan AS l ON l.loan_id = m.loan_id
    LEFT JOIN known_device AS d ON d.device_id = m.device_id
    WHERE m.organisation = $1 AND m.missed_on IS NOT NULL AND l.status IN ('running', 'returning')
    AND d.lost IS NULL AND coalesce(d.status, 'given_out') NOT IN ('returned', 'ready', 'reserved', 'retired') LIMIT $2) AS counted
"""
PLACES = """
SELECT l.learner_id, l.household_id, l.number, h.code
FROM (SELECT * FROM known_learner WHERE organisation = $1 AND told AND NOT handed_out ORDER BY learner_id DESC LIMIT $2) AS l
LEFT JOIN known_household AS h USING (household_id) ORDER BY l.learner_id DESC
"""
COUNT_PLACES = """
SELECT count(*) FROM (SELECT 1 FROM known_learner WHERE organisation = $1 AND told AND NOT handed_out LIMIT $2) AS counted
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a family. `household_code` is None when no event told it; `days` is how long they wait.

    `kept_until` is the last day on which a machine lies ready for them; None when none does, or no event told it.
    """

    id: UUID
    household_code: str | None
    profile: UseProfile
    days: int
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for a machine: those for whom one lies ready, the first to end first, and the first of the others with how many
    they are."""

    reserved: Sequence[Asked]
    reserved_more: bool
    waiting: Sequence[Asked]
    count: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question for help. `number` is None when no event told it."""

    id: UUID
    number: int | None
    symptom: Symptom
    callback_open: bool


@dataclass(frozen=True, slots=True)
class Help:
    """What waits for us: how many questions, how many of those want a call, what is being repaired, and the most urgent ones."""

    waiting: int
    calls: int
    in_repair: int
    first: Sequence[Ticket]


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody goes to a family."""

    id: UUID
    household_code: str | None
    due_on: date


@dataclass(frozen=True, slots=True)
class LostAndFound:
    """The oldest reports that a machine was found, each a ticket with its number if it was told, and how many machines are lost."""

    reports: Sequence[tuple[UUID, int | None]]
    more_reports: bool
    lost: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place to learn that nobody has yet. `number` is which person, None when no event told it."""

    id: UUID
    household_id: UUID | None
    household_code: str | None
    number: int | None


async def line_of(unit: Unit) -> Line:
    """The line, in the order of loans; who a machine lies ready for, in the order of their last days."""
    reserved = await _rows(unit, RESERVED, FIRST_IN_LINE + 1)
    waiting = await _rows(unit, WAITING, FIRST_IN_LINE)
    asked = [_asked(row, unit.today(), row["kept_until"]) for row in reserved]
    return Line(
        asked[:FIRST_IN_LINE],
        len(asked) > FIRST_IN_LINE,
        [_asked(row, unit.today()) for row in waiting],
        await _count(unit, COUNT_WAITING),
    )


async def count_look_again(unit: Unit) -> int:
    """How many families somebody may call to ask how it goes."""
    ahead = (await rhythm_here(unit)).call_ahead_days
    return await _count(unit, COUNT_LOOK_AGAIN, unit.today() + timedelta(days=ahead))


async def count_missed(unit: Unit) -> int:
    """How many machines families say to have lost, of which nobody wrote down yet that it is so."""
    return await _count(unit, COUNT_MISSED)


async def count_internet(unit: Unit) -> int:
    """How many SIM cards work no more soon."""
    return await _count(unit, COUNT_INTERNET)


async def help_asked(unit: Unit) -> Help:
    """Questions by urgency: where somebody waits for a call first, then the oldest."""
    first = [
        Ticket(row["ticket_id"], row["number"], Symptom(row["symptom"]), row["callback_open"])
        for row in await _rows(unit, TICKETS, FIRST_FEW)
    ]
    return Help(await _count(unit, COUNT_TICKETS), await _count(unit, COUNT_CALLS), await _count(unit, COUNT_IN_REPAIR), first)


async def visits_of_this_week(unit: Unit) -> tuple[Sequence[Visit], int]:
    """The visits that are due first, and how many there are this week; those of before that did not happen yet are among them."""
    until = unit.today() + THIS_WEEK
    visits = [Visit(row["visit_id"], row["code"], row["due_on"]) for row in await _rows(unit, VISITS, FIRST_FEW, until)]
    return visits, await _count(unit, COUNT_VISITS, until)


async def devices_by_status(unit: Unit) -> Mapping[DeviceState, int]:
    """How many machines are in each state."""
    rows = await _rows(unit, COUNT_DEVICES, MOST, [state.value for state in DeviceState])
    return {DeviceState(row["state"]): row["many"] for row in rows}


async def lost_and_found(unit: Unit) -> LostAndFound:
    """What is not where it should be, and where somebody says to have found something."""
    found = await _rows(unit, FOUND, FIRST_FEW + 1)
    reports = [(row["ticket_id"], row["number"]) for row in found[:FIRST_FEW]]
    return LostAndFound(reports, len(found) > FIRST_FEW, await _count(unit, COUNT_LOST))


async def places_to_give(unit: Unit) -> tuple[Sequence[Place], int]:
    """Places to learn that wait for somebody, the newest first, and how many there are."""
    places = [
        Place(row["learner_id"], row["household_id"], row["code"], row["number"]) for row in await _rows(unit, PLACES, FIRST_PLACES)
    ]
    return places, await _count(unit, COUNT_PLACES)


async def _rows(unit: Unit, statement: str, most: int, *values: object) -> Sequence[Any]:
    rows: Sequence[Any] = await (await driver_of(unit.connection)).fetch(statement, unit.organisation, most, *values)
    return rows


async def _count(unit: Unit, statement: str, *values: object) -> int:
    return int(await (await driver_of(unit.connection)).fetchval(statement, unit.organisation, MOST, *values))


def _asked(row: Any, today: date, kept_until: date | None = None) -> Asked:
    return Asked(row["request_id"], row["code"], UseProfile(row["profile"]), (today - row["since"]).days, kept_until)
