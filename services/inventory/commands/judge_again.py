"""A use wishes something else from now on, so all ready machines are judged again. Kept as a job, in small transactions."""

from datetime import timedelta
from uuid import UUID

from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule

KIND = "judge_again"
BATCH = 100
"""Machines in one transaction; the next ones are a job of their own."""
ONCE_MORE = timedelta(minutes=1)


async def plan_judging(unit: InventoryUnit) -> None:
    """Judge again as soon as this is committed, and once more a minute later.

    A machine that becomes ready in the very same moment may have read the old wishes and not be seen by the first round. No
    transaction takes a minute, so the second one sees it.
    """
    change = unit.new_id()
    await schedule(unit, KIND, f"{change} 1", unit.now())
    await schedule(unit, KIND, f"{change} 2", unit.now() + ONCE_MORE)


async def judge_again(key: str, unit: InventoryUnit) -> None:
    """The job: the next ready machines, locked in the order of their ids; those that fit otherwise than was told say so.

    Args:
        key: which change, which of its two rounds, and behind these the machine after which to go on.

    What is kept for a family stays so, whatever a use wishes now. Running it twice changes nothing more.
    """
    change, number, *last = key.split(" ")
    found = await unit.devices.ready_after(UUID(last[0]) if last else None, BATCH)
    for device_id in found:
        device = await unit.devices.get(device_id)
        if device.judge_again():
            await unit.devices.save(device)
    if len(found) == BATCH:
        await schedule(unit, KIND, f"{change} {number} {found[-1]}", unit.now())
