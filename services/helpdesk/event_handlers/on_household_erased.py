"""A family asked to be forgotten.

The other order, a loan that started or a wish that is told after it: the event has no effect any more, in a replay neither
(`skips_forgotten`). The same event again finds nothing to delete. A loan that ends later had a machine of which we know nothing
any more: nobody says goodbye. Who scans its sticker is still helped, as a machine of which nobody knows who has it.
"""

from services.helpdesk.store.unit import HelpdeskUnit
from shared.bus.forgotten import never_again
from shared.contracts.helpdesk import CallbackDone
from shared.contracts.loans import HouseholdErased


async def on_household_erased(event: HouseholdErased, unit: HelpdeskUnit) -> None:
    """Call off its visits and calls, delete what was noted about it, and keep how many tickets and visits there were."""
    await unit.known_families.lock(event.household_id)
    for visit in await unit.visits.of_household(event.household_id):
        visit.call_off()
        await unit.visits.save(visit)
    await never_again(unit, event.household_id)
    unit.record(CallbackDone(ticket_id=ticket_id) for ticket_id in await unit.families_known.waits_for_a_call(event.household_id))
    await unit.families_known.forget(event.household_id)
