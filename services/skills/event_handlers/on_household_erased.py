"""A family asked to be forgotten.

The other order, a loan that started or a visit that is told after it: the event has no effect any more, in a replay neither
(`skips_forgotten`). The same event again finds nothing to delete. Somebody who is learning at that moment is sent to the start.
"""

from services.skills.store.unit import SkillsUnit
from shared.bus.forgotten import never_again
from shared.contracts.loans import HouseholdErased


async def on_household_erased(event: HouseholdErased, unit: SkillsUnit) -> None:
    """Its learners are gone with all they answered: what somebody can do is about nobody else."""
    await unit.learners.lock_places_of(event.household_id)
    await never_again(unit, event.household_id)
    await unit.families_known.forget(event.household_id)
