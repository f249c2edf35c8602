"""An organisation makes a use its own: what it wishes of a machine, and what has to be installed."""

from dataclasses import dataclass

from services.inventory.commands.judge_again import plan_judging
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.domain.use_profile import DEFAULTS, Use, checked
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import UseProfile


@dataclass(frozen=True, slots=True)
class ChangeUse:
    """Which use, and what it is from now on; `seen` is what this was made from, None for a program that says all of it."""

    profile: UseProfile
    use: Use
    seen: Use | None = None


@dataclass(frozen=True, slots=True)
class ResetUse:
    """Which use goes back to what is usual."""

    profile: UseProfile


async def change_use(command: ChangeUse, unit: InventoryUnit) -> Use:
    """Keep it, and have all ready machines judged again. Saying what is usual is the same as choosing nothing.

    Raises `ChangedMeanwhile`, and what `checked` raises.
    """
    use = checked(command.use)
    await unit.intake.hold([f"use {command.profile.value}"])
    if command.seen is not None and (await unit.uses.all())[command.profile] != command.seen:
        raise ChangedMeanwhile()
    if use == DEFAULTS[command.profile]:
        await unit.uses.reset(command.profile)
    else:
        await unit.uses.put(command.profile, use)
    await plan_judging(unit)
    return use


async def reset_use(command: ResetUse, unit: InventoryUnit) -> Use:
    """Forget what was chosen, and have all ready machines judged again. Twice is once."""
    await unit.uses.reset(command.profile)
    await plan_judging(unit)
    return DEFAULTS[command.profile]
