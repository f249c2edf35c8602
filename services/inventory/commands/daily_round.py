"""What is done once a day as long as a machine is kept for a family: a command with a date, kept as a job."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule
from shared.runtime.faces import rhythm_here

KIND = "reservation_round"
AT = time(5, 30)
ROUND_SIZE = 100
"""Machines in one transaction; the next ones are a job of their own."""


async def plan_round_tomorrow(unit: InventoryUnit) -> None:
    """Have the round of tomorrow run early in the morning, where the organisation is. Planning it twice is planning it once."""
    day = unit.today() + timedelta(days=1)
    moment = datetime.combine(day, AT, tzinfo=unit.zone).astimezone(UTC)
    await schedule(unit, KIND, day.isoformat(), moment)


async def daily_round(key: str, unit: InventoryUnit) -> None:
    """The job: look at the next machines that are kept for a family, and plan tomorrow's round if there are any.

    Args:
        key: a day, and behind it the machine after which to go on.

    Every machine is judged by today, also when the round of a day runs late. They are locked in the order of their ids, as
    everybody does. Running it twice changes nothing more.
    """
    day, _, last = key.partition(" ")
    date.fromisoformat(day)
    found = await unit.devices.kept_after(UUID(last) if last else None, ROUND_SIZE)
    if not found:
        return
    days = (await rhythm_here(unit)).keep_apart_days
    for device_id in found:
        device = await unit.devices.get(device_id)
        device.look_at_reservation(unit.today(), days)
        await unit.devices.save(device)
    await plan_round_tomorrow(unit)
    if len(found) == ROUND_SIZE:
        await schedule(unit, KIND, f"{day} {found[-1]}", unit.now())


async def daily_round_failed(_key: str, unit: InventoryUnit) -> None:
    """A round did not end well and is tried again; that of tomorrow comes whatever becomes of it, and knows whether to go on."""
    await plan_round_tomorrow(unit)
