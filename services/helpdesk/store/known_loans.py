"""What helpdesk knows of loans: which family has which machine now, from events alone."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.helpdesk.domain.plan import LoanFacts
from shared.bus.unit import Unit
from shared.database.engine import driver_of

# A loan begins once and ends once, so neither can undo the other; which machine is with the family is kept per machine.
STARTED = """
INSERT INTO known_loan (loan_id, organisation, household_id, household_code, started_on) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (loan_id) DO UPDATE SET household_code = $4, started_on = $5
"""
ENDED = """
INSERT INTO known_loan (loan_id, organisation, household_id, ended_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (loan_id) DO UPDATE SET ended_on = $4
"""
ASKED = """
INSERT INTO known_loan AS known (loan_id, organisation, household_id, asked_on, asked_sequence) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (loan_id) DO UPDATE SET asked_on = $4, asked_sequence = $5 WHERE known.asked_sequence < $5
"""
ANSWERED = "UPDATE known_loan SET asked_on = NULL, asked_sequence = $2 WHERE loan_id = $1 AND asked_sequence < $2"
HOUSEHOLD_OF = "SELECT household_id FROM known_loan WHERE loan_id = $1"
HAS = """
INSERT INTO loan_device AS known (loan_id, device_id, organisation, sequence, has) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (loan_id, device_id) DO UPDATE SET sequence = $4, has = $5 WHERE known.sequence < $4
"""
HOLDER = """
SELECT l.household_id FROM loan_device AS d JOIN known_loan AS l USING (loan_id)
WHERE d.organisation = $1 AND d.device_id = $2 AND d.has AND l.ended_on IS NULL AND ($3::date IS NULL OR l.started_on <= $3)
ORDER BY d.loan_id DESC LIMIT 1
"""
# What is with us or gone comes last, so that it is the machine at home; one of which we know no place is at home.
DEVICE_OF_LOAN = """
SELECT device_id FROM loan_device AS d LEFT JOIN known_device AS k USING (device_id) WHERE d.loan_id = $1 AND d.has
ORDER BY coalesce(k.status IN ('in_repair', 'repaired', 'retired'), false), d.sequence LIMIT 1
"""
OF_HOUSEHOLD = """
SELECT loan_id, started_on, ended_on, asked_on FROM known_loan WHERE organisation = $1 AND household_id = $2 ORDER BY loan_id
"""
HOUSEHOLDS_AFTER = """
SELECT DISTINCT household_id FROM known_loan WHERE organisation = $1 AND ($2::uuid IS NULL OR household_id > $2)
ORDER BY household_id LIMIT $3
"""


class KnownLoans:
    """The loans of the unit's organisation as helpdesk last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def started(self, loan_id: UUID, household_id: UUID, household_code: str, on: date) -> None:
        """A family has a machine from this day on."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(STARTED, loan_id, self._unit.organisation, household_id, household_code, on)

    async def ended(self, loan_id: UUID, household_id: UUID, on: date) -> None:
        """The loan is over since this day."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(ENDED, loan_id, self._unit.organisation, household_id, on)

    async def asked(self, loan_id: UUID, household_id: UUID, look_again_on: date, sequence: int) -> None:
        """Nobody answered about this day to look again; unless something newer is known."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(ASKED, loan_id, self._unit.organisation, household_id, look_again_on, sequence)

    async def answered(self, loan_id: UUID, sequence: int) -> None:
        """The family answered; unless something newer is known."""
        await (await driver_of(self._unit.connection)).execute(ANSWERED, loan_id, sequence)

    async def household_of(self, loan_id: UUID) -> UUID | None:
        """Whose loan it is, or None when we did not hear of it."""
        found: UUID | None = await (await driver_of(self._unit.connection)).fetchval(HOUSEHOLD_OF, loan_id)
        return found

    async def has(self, loan_id: UUID, device_id: UUID, sequence: int, *, has: bool) -> None:
        """Whether the family has this machine on this loan; unless something newer is known about it."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(HAS, loan_id, device_id, self._unit.organisation, sequence, has)

    async def holder_of(self, device_id: UUID, *, since: date | None = None) -> UUID | None:
        """The household that has this machine now, or None; with `since` only on a loan that started on that day or before."""
        driver = await driver_of(self._unit.connection)
        found: UUID | None = await driver.fetchval(HOLDER, self._unit.organisation, device_id, since)
        return found

    async def device_of(self, loan_id: UUID) -> UUID | None:
        """The machine a family has at home on a loan: while the original is in repair, the loaner. None when it has none now."""
        driver = await driver_of(self._unit.connection)
        found: UUID | None = await driver.fetchval(DEVICE_OF_LOAN, loan_id)
        return found

    async def of_household(self, household_id: UUID) -> Sequence[LoanFacts]:
        """Every loan of a family, running or over."""
        driver = await driver_of(self._unit.connection)
        rows = await driver.fetch(OF_HOUSEHOLD, self._unit.organisation, household_id)
        return [LoanFacts(row["loan_id"], row["started_on"], row["ended_on"], row["asked_on"]) for row in rows]

    async def households_after(self, last: UUID | None, count: int) -> Sequence[UUID]:
        """The next families that have or had a loan, in order of id; for a round over all of them."""
        driver = await driver_of(self._unit.connection)
        rows = await driver.fetch(HOUSEHOLDS_AFTER, self._unit.organisation, last, count)
        return [row["household_id"] for row in rows]
