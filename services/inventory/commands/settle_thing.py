"""One counted thing that went along with a loan: it is here after all, or it never comes back. Nobody is blamed for either."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import settle
from services.inventory.domain.accessory_refusals import BackAlready, ThingNotRight
from services.inventory.domain.thing import STAY_REASONS, Reason, Thing
from services.inventory.store.along import Line
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class TakeBackThing:
    """Which line of what went along."""

    line_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class WriteOffThing:
    """Which line of what went along, and why it stays away, if somebody wants to say: one of `STAY_REASONS`."""

    line_id: UUID
    reason: Reason
    by: UUID


async def take_back_thing(command: TakeBackThing, unit: InventoryUnit) -> Thing:
    """It lies on the shelf again, also when it was written off. Said twice, it is counted once. Raises `NotFound` also for a thing
    that is counted no more."""
    line = await _gone(command.line_id, unit)
    await settle([line], {line.id}, unit, command.by)
    thing = await unit.things.see(line.thing_id)
    if thing.removed:
        raise NotFound()
    return thing


async def write_off_thing(command: WriteOffThing, unit: InventoryUnit) -> Thing:
    """Nobody waits for it any more. It left the shelf when it went along, so the number stays; the movement says why, and taking
    that back makes it wait again. Said twice, the first counts.

    Raises:
        NotFound: nothing went along by this id.
        BackAlready: somebody noted that it came back.
        ThingNotRight: the reason is of something else.
    """
    if command.reason not in STAY_REASONS:
        raise ThingNotRight(field="reason")
    line = await _gone(command.line_id, unit)
    if line.came_back:
        raise BackAlready()
    thing = await unit.things.get(line.thing_id)
    if line.settled_with is None:
        said = await unit.things.move(thing.id, 0, command.reason, by=command.by, loan_id=line.loan_id)
        await unit.along.stays_away(line.id, said.id)
    return await unit.things.see(thing.id)


async def _gone(line_id: UUID, unit: InventoryUnit) -> Line:
    line = await unit.along.get(line_id)
    if line.loan_id is None:
        raise NotFound()
    return line
