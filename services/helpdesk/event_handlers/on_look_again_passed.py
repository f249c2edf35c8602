"""Two messages and a call about a loan had no answer.

The other order, a wish about visits: told before, it is found here; told after, `consent_changed` finds the loan and plans, brings
back or calls off. An answer of the family (`loan_extended`, `return_requested`) and the end of the loan have the same key, so they
come after, and call the visit off. Twice: there is one visit for one such day of a loan, also when it is over.
"""

from services.helpdesk.commands.plan_visits import plan_visits
from services.helpdesk.event_handlers.project_loans import project_look_again_passed
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.loans import LookAgainPassed


async def on_look_again_passed(event: LookAgainPassed, unit: HelpdeskUnit) -> None:
    """Propose one visit, unless the family wants none."""
    await unit.known_families.lock(event.household_id)
    await project_look_again_passed(event, unit)
    await plan_visits(event.household_id, unit)
