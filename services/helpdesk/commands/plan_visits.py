"""Plan visits to a family, or call them off. Everything here runs behind the lock on the family's visits.

A loan that starts looks for a wish, a wish that changes looks for loans. Each first stores what it tells, behind the lock, and
then looks: whoever comes last finds the other.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from services.helpdesk.domain.plan import LoanFacts, call_off_unwanted, may_look_again, plan_again, wanted_visits
from services.helpdesk.domain.refusals import NoNextVisit, NoVisitsWanted
from services.helpdesk.domain.visit import Visit, VisitStatus
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.vocabulary import ConsentAnswer, VisitPurpose
from shared.runtime.faces import rhythm_here

HELP_WITHIN = timedelta(days=7)
"""A family that asked for help hears from a person this week."""
ROUND_SIZE = 200


async def plan_visits(household_id: UUID, unit: HelpdeskUnit) -> None:
    """Make the visits of a family what its wish and its loans ask for. Doing it twice changes nothing more."""
    await unit.known_families.lock(household_id)
    wish = await unit.known_families.wish_for_visits(household_id)
    loans = await unit.known_loans.of_household(household_id)
    visits = await unit.visits.of_household(household_id)
    before = {visit.id: visit.status for visit in visits}
    call_off_unwanted(visits, loans, wish)
    plan_again(visits, loans, wish, unit.today())
    for visit in visits:
        if visit.status is not before[visit.id]:
            await unit.visits.save(visit)
    rhythm = await rhythm_here(unit)
    there = {(visit.loan_id, visit.purpose) for visit in visits}  # an organisation that changes its rhythm does so for new loans
    for loan in loans:
        for purpose, day in wanted_visits(loan, wish, unit.today(), rhythm):
            if (loan.loan_id, purpose) not in there:
                await _plan(household_id, loan.loan_id, purpose, day, unit)
        await _plan_to_look_again(household_id, loan, wish, visits, unit)


async def plan_help_visit(household_id: UUID, unit: HelpdeskUnit) -> None:
    """Somebody goes to help within a week; one visit that is open already is enough. Raises `NoVisitsWanted`."""
    await unit.known_families.lock(household_id)
    if await unit.known_families.wish_for_visits(household_id) is ConsentAnswer.NO:
        raise NoVisitsWanted()
    for visit in await unit.visits.of_household(household_id):
        if visit.purpose is VisitPurpose.HELP and visit.status is VisitStatus.PLANNED:
            return
    loan = _running(await unit.known_loans.of_household(household_id))
    await _plan(household_id, loan.loan_id if loan else None, VisitPurpose.HELP, unit.today() + HELP_WITHIN, unit)


async def plan_next_visit(household_id: UUID, loan_id: UUID | None, day: date, unit: HelpdeskUnit) -> None:
    """One more follow-up on a day that was agreed with the family. Raises `NoNextVisit`."""
    await unit.known_families.lock(household_id)
    wish = await unit.known_families.wish_for_visits(household_id)
    loans = await unit.known_loans.of_household(household_id)
    if wish is not ConsentAnswer.YES or loan_id not in [loan.loan_id for loan in loans if loan.ended_on is None]:
        raise NoNextVisit()
    await _plan(household_id, loan_id, VisitPurpose.FOLLOW_UP, day, unit)


async def plan_all(unit: HelpdeskUnit) -> None:
    """Plan the visits of every family once more, for what a replay kept from happening."""
    last: UUID | None = None
    while page := await unit.known_loans.households_after(last, ROUND_SIZE):
        for household_id in page:
            await plan_visits(household_id, unit)
        last = page[-1]


async def _plan_to_look_again(
    household_id: UUID, loan: LoanFacts, wish: ConsentAnswer | None, visits: Sequence[Visit], unit: HelpdeskUnit
) -> None:
    """One visit for a day to which nobody answered; none where somebody goes there to help anyway."""
    goes = any(visit.purpose is VisitPurpose.HELP and visit.status is VisitStatus.PLANNED for visit in visits)
    before = any((visit.loan_id, visit.look_again_on) == (loan.loan_id, loan.asked_on) for visit in visits)
    if may_look_again(loan, wish) and not goes and not before:
        await _plan(household_id, loan.loan_id, VisitPurpose.HELP, unit.today() + HELP_WITHIN, unit, look_again_on=loan.asked_on)


async def _plan(
    household_id: UUID,
    loan_id: UUID | None,
    purpose: VisitPurpose,
    day: date,
    unit: HelpdeskUnit,
    *,
    look_again_on: date | None = None,
) -> None:
    due_on = max(day, unit.today())
    visit = Visit(unit.new_id(), household_id, loan_id, purpose, planned_for=day, due_on=due_on, look_again_on=look_again_on)
    visit.plan()
    await unit.visits.add(visit)


def _running(loans: Sequence[LoanFacts]) -> LoanFacts | None:
    found = [loan for loan in loans if loan.ended_on is None]
    return found[-1] if found else None
