"""What is done once a day as long as there are SIM cards that end: those that end soon are announced."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule

KIND = "internet_round"
AT = time(5, 45)
ROUND_SIZE = 100
"""Cards in one transaction; the next ones are a job of their own."""


async def plan_internet_round(unit: InventoryUnit) -> None:
    """Have the round of tomorrow run early in the morning, where the organisation is. Planning it twice is planning it once."""
    day = unit.today() + timedelta(days=1)
    moment = datetime.combine(day, AT, tzinfo=unit.zone).astimezone(UTC)
    await schedule(unit, KIND, day.isoformat(), moment)


async def internet_round(key: str, unit: InventoryUnit) -> None:
    """The job: look at the next cards, and plan tomorrow's round if there are any.

    Args:
        key: a day, and behind it the card after which to go on.

    Every card is judged by today, also when the round of a day runs late; a device that went to a family or came back in the
    meantime is on another loan. Running it twice announces nothing more.
    """
    day, _, last = key.partition(" ")
    date.fromisoformat(day)
    found = await unit.sims.with_end_after(UUID(last) if last else None, ROUND_SIZE)
    if not found:
        return
    for sim_id in found:
        one = await unit.sims.get(sim_id)
        one.look(unit.today(), await unit.sims.loan_of(one.device_id))
        await unit.sims.save(one)
    await plan_internet_round(unit)
    if len(found) == ROUND_SIZE:
        await schedule(unit, KIND, f"{day} {found[-1]}", unit.now())


async def internet_round_failed(_key: str, unit: InventoryUnit) -> None:
    """A round did not end well and is tried again; that of tomorrow comes whatever becomes of it, and knows whether to go on."""
    await plan_internet_round(unit)
