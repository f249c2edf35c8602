"""The family said that it still needs the machine, or that it brings everything back: nobody has to go and ask.

The other order: `look_again_passed` has the same key, so one that is about the day before this answer came earlier.
"""

from services.helpdesk.commands.plan_visits import plan_visits
from services.helpdesk.event_handlers.project_loans import project_loan_answered
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.loans import LoanExtended, ReturnRequested


async def on_loan_answered(event: LoanExtended | ReturnRequested, unit: HelpdeskUnit) -> None:
    """Call off the visit that was about the day to look again."""
    household_id = await unit.known_loans.household_of(event.loan_id)
    if household_id is None:
        return
    await unit.known_families.lock(household_id)
    await project_loan_answered(event, unit)
    await plan_visits(household_id, unit)
