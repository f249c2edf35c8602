"""A loan is over.

The other order: `loan_started` has the same key and comes first; where its follow-ups are being planned at the same moment by a
wish, the lock on the family's visits puts one of the two last. A no to visits that comes later calls the goodbye talk off too, a
no that came before keeps it from being proposed.
"""

from services.helpdesk.commands.plan_visits import plan_visits
from services.helpdesk.event_handlers.project_loans import project_loan_ended
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.loans import LoanEnded


async def on_loan_ended(event: LoanEnded, unit: HelpdeskUnit) -> None:
    """Call off the follow-ups that are open, and propose one goodbye talk."""
    await unit.known_families.lock(event.household_id)
    await project_loan_ended(event, unit)
    await plan_visits(event.household_id, unit)
