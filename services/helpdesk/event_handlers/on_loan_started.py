"""Loans gave a machine to a family.

The other order, a wish that was told before: it is found here. A wish that is told after finds the loan. Both at once: the lock
on the family's visits puts one of them last, and that one sees the other. The end of the same loan has the same key and comes
after.
"""

from services.helpdesk.commands.plan_visits import plan_visits
from services.helpdesk.event_handlers.project_loans import project_loan_started
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.loans import LoanStarted


async def on_loan_started(event: LoanStarted, unit: HelpdeskUnit) -> None:
    """Plan the follow-up visits, if the family said yes to visits."""
    await unit.known_families.lock(event.household_id)  # before anything is told: who waits here sees it all afterwards
    await project_loan_started(event, unit)
    await plan_visits(event.household_id, unit)
