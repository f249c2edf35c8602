"""A family said something about visits, or about being called.

The other order, a loan that started before: its visits are planned here. A loan that starts after finds the wish. Wishes of one
family have one key, so the last word comes last. Both at once: the lock on the family's visits puts one of them last.
"""

from services.helpdesk.commands.plan_visits import plan_visits
from services.helpdesk.event_handlers.project_loans import project_consent_changed
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.loans import ConsentChanged
from shared.contracts.vocabulary import ConsentPurpose


async def on_consent_changed(event: ConsentChanged, unit: HelpdeskUnit) -> None:
    """After a yes plan visits, after a no call them off. What the family says about calls changes no visit."""
    await unit.known_families.lock(event.household_id)
    await project_consent_changed(event, unit)
    if event.purpose is ConsentPurpose.VISITS:
        await plan_visits(event.household_id, unit)
