"""What portal knows of the other services' work, from events alone. The only code that writes these tables.

Ids, codes, states and days: no name ever comes here. Each statement is right in any order of arrival: what never changes is kept
whoever tells it first, what changes is kept for the newest sequence of its subject, what cannot be taken back is only ever set.
"""

from datetime import date
from uuid import UUID

from shared.bus.forgotten import is_forgotten, never_again
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState, LossKind, Symptom, UseProfile
from shared.database.engine import driver_of

DEVICE_IS = """
INSERT INTO known_device AS known (device_id, organisation, code, maker, model, facts_sequence) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (device_id) DO UPDATE SET code = $3, maker = $4, model = $5, facts_sequence = $6 WHERE known.facts_sequence < $6
"""
DEVICE_STANDS = """
INSERT INTO known_device AS known (device_id, organisation, status, kept_for, kept_until, sequence) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (device_id) DO UPDATE SET status = $3, kept_for = $4, kept_until = $5, sequence = $6 WHERE known.sequence < $6
"""
DEVICE_MISSED = """
INSERT INTO known_device AS known (device_id, organisation, lost, lost_sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (device_id) DO UPDATE SET lost = $3, lost_sequence = $4 WHERE known.lost_sequence < $4
"""
HOUSEHOLD = """
INSERT INTO known_household (household_id, organisation, code) VALUES ($1, $2, $3) ON CONFLICT (household_id) DO NOTHING
"""
FORGET_HOUSEHOLD = "DELETE FROM known_household WHERE household_id = $1"
ASKED = """
INSERT INTO known_request AS known (request_id, organisation, household_id, profile, since, place, moved_key, sequence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (request_id) DO UPDATE
SET household_id = $3, profile = $4, since = $5, place = $6, moved_key = $7, sequence = $8,
    over = known.over AND NOT (known.place IS NULL AND known.sequence > 0) WHERE known.sequence < $8
"""
# A family that stopped may come back: it has no place until it is told to wait again. Who signed has one, so that news of its
# waiting that comes after the signature, from another topic, does not bring it back.
REQUEST_OVER = """
INSERT INTO known_request AS known (request_id, organisation, over, place) VALUES ($1, $2, true, '1970-01-01')
ON CONFLICT (request_id) DO UPDATE SET over = true, place = coalesce(known.place, '1970-01-01')
"""
REQUEST_STOPPED = """
INSERT INTO known_request AS known (request_id, organisation, over, sequence) VALUES ($1, $2, true, $3)
ON CONFLICT (request_id) DO UPDATE SET over = true, place = NULL, sequence = $3 WHERE known.sequence < $3
"""
LOAN_STANDS = """
INSERT INTO known_loan AS known (loan_id, organisation, status, status_sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (loan_id) DO UPDATE SET status = $3, status_sequence = $4 WHERE known.status_sequence < $4
"""
LOOK_AGAIN = """
INSERT INTO known_loan AS known (loan_id, organisation, look_again_on, look_again_sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (loan_id) DO UPDATE SET look_again_on = $3, look_again_sequence = $4 WHERE known.look_again_sequence < $4
"""
TICKET_IS = """
INSERT INTO known_ticket AS known (ticket_id, organisation, number, symptom) VALUES ($1, $2, $3, $4)
ON CONFLICT (ticket_id) DO UPDATE SET number = coalesce($3, known.number), symptom = $4
"""
TICKET_STANDS = """
INSERT INTO known_ticket AS known (ticket_id, organisation, status, status_sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (ticket_id) DO UPDATE SET status = $3, status_sequence = $4 WHERE known.status_sequence < $4
"""
CALLBACK = """
INSERT INTO known_ticket AS known (ticket_id, organisation, callback_open, callback_sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (ticket_id) DO UPDATE SET callback_open = $3, callback_sequence = $4 WHERE known.callback_sequence < $4
"""
VISIT = """
INSERT INTO known_visit AS known (visit_id, organisation, household_id, due_on, sequence) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (visit_id) DO UPDATE SET due_on = $4, sequence = $5 WHERE known.sequence < $5
"""
PLACE = """
INSERT INTO known_learner (learner_id, organisation, household_id, number, told) VALUES ($1, $2, $3, $4, true)
ON CONFLICT (learner_id) DO UPDATE SET household_id = $3, number = $4, told = true
"""
INTERNET = """
INSERT INTO known_internet AS known (sim_id, organisation, ends_on, sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (sim_id) DO UPDATE SET ends_on = $3, sequence = $4 WHERE known.sequence < $4
"""
MISSED = """
INSERT INTO known_missed AS known (loan_id, device_id, organisation, missed_on, sequence) VALUES ($1, $3, $2, $4, $5)
ON CONFLICT (loan_id, device_id) DO UPDATE SET missed_on = $4, sequence = $5 WHERE known.sequence < $5
"""
HANDED_OUT = """
INSERT INTO known_learner (learner_id, organisation, handed_out) VALUES ($1, $2, true)
ON CONFLICT (learner_id) DO UPDATE SET handed_out = true
"""


class Known:
    """What other services told of the unit's organisation. Whose sequence counts is the event's that is being handled."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def device_is(self, device_id: UUID, code: str, maker: str, model: str) -> None:
        """What a machine is, as the newest event tells it."""
        await self._write(DEVICE_IS, device_id, code, maker, model, self._unit.sequence)

    async def device_stands(
        self, device_id: UUID, status: DeviceState, kept_for: UUID | None = None, kept_until: date | None = None
    ) -> None:
        """Where a machine is, and for which request and until which day it lies ready if it does."""
        await self._write(DEVICE_STANDS, device_id, status.value, kept_for, kept_until, self._unit.sequence)

    async def device_missed(self, device_id: UUID, kind: LossKind | None) -> None:
        """A machine is lost or stolen; with None nobody misses it any more."""
        await self._write(DEVICE_MISSED, device_id, kind.value if kind else None, self._unit.sequence)

    async def household(self, household_id: UUID, code: str) -> None:
        """The friendly code of a family, unless it asked to be forgotten."""
        if not await is_forgotten(self._unit, household_id):
            await self._write(HOUSEHOLD, household_id, code)

    async def household_forgotten(self, household_id: UUID) -> None:
        """Its code is gone, and does not come back: what is counted stays, and leads to nobody."""
        await never_again(self._unit, household_id)
        await (await driver_of(self._unit.connection)).execute(FORGET_HOUSEHOLD, household_id)

    async def asked(
        self, request_id: UUID, household_id: UUID, profile: UseProfile, since: date, place: date, moved_key: UUID | None
    ) -> None:
        """A family asked for a machine and stands in line at the place of this day; the key decides among those of the same day,
        and None is the id of the request."""
        await self._write(ASKED, request_id, household_id, profile.value, since, place, moved_key, self._unit.sequence)

    async def request_over(self, request_id: UUID) -> None:
        """Nobody waits for this request any more."""
        await self._write(REQUEST_OVER, request_id)

    async def request_stopped(self, request_id: UUID) -> None:
        """The family needs nothing; it may come back within some days."""
        await self._write(REQUEST_STOPPED, request_id, self._unit.sequence)

    async def loan_stands(self, loan_id: UUID, status: str) -> None:
        """A loan is `running`, `returning` or `ended`."""
        await self._write(LOAN_STANDS, loan_id, status, self._unit.sequence)

    async def look_again(self, loan_id: UUID, on: date) -> None:
        """When somebody asks the family how it goes."""
        await self._write(LOOK_AGAIN, loan_id, on, self._unit.sequence)

    async def missed(self, loan_id: UUID, device_id: UUID, on: date | None) -> None:
        """Since when a family says that it lost a machine; None when it does not."""
        await self._write(MISSED, loan_id, device_id, on, self._unit.sequence)

    async def ticket_is(self, ticket_id: UUID, number: int | None, symptom: Symptom) -> None:
        """What a question for help is about; None for a number that an old event does not tell."""
        await self._write(TICKET_IS, ticket_id, number, symptom.value)

    async def ticket_stands(self, ticket_id: UUID, status: str) -> None:
        """A ticket is `open`, `triaged`, `in_repair` or `closed`."""
        await self._write(TICKET_STANDS, ticket_id, status, self._unit.sequence)

    async def callback(self, ticket_id: UUID, *, wanted: bool) -> None:
        """Whether somebody waits for a call."""
        await self._write(CALLBACK, ticket_id, wanted, self._unit.sequence)

    async def visit(self, visit_id: UUID, household_id: UUID, due_on: date | None) -> None:
        """When somebody goes; None when nobody will."""
        await self._write(VISIT, visit_id, household_id, due_on, self._unit.sequence)

    async def place(self, learner_id: UUID, household_id: UUID | None, number: int | None) -> None:
        """There is a place to learn."""
        await self._write(PLACE, learner_id, household_id, number)

    async def place_handed_out(self, learner_id: UUID) -> None:
        """Somebody has it."""
        await self._write(HANDED_OUT, learner_id)

    async def internet(self, sim_id: UUID, ends_on: date | None) -> None:
        """Until when the internet of a SIM card works, where that is soon."""
        await self._write(INTERNET, sim_id, ends_on, self._unit.sequence)

    async def _write(self, statement: str, subject: UUID, *values: object) -> None:
        await (await driver_of(self._unit.connection)).execute(statement, subject, self._unit.organisation, *values)
