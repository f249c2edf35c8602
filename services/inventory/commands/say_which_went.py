"""Somebody says which of several sorts went along with a loan."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import take_off_shelf
from services.inventory.domain.accessory_refusals import CannotGoAlong
from services.inventory.store.along_questions import AlongQuestion
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class SayWhichWent:
    """Which question, and which thing it was; None when nobody knows, or with `is_back` when it lies here again already."""

    question_id: UUID
    thing_id: UUID | None
    is_back: bool = False


async def say_which_went(command: SayWhichWent, unit: InventoryUnit) -> AlongQuestion:
    """It left the shelf that day, and may come back as everything that went along. What is back changes no number. When nobody
    knows which, every sort of it is counted again.

    Raises:
        NotFound: it was answered already.
        CannotGoAlong: that thing is of another kind, or is counted no more.
    """
    seen = await unit.along_questions.see(command.question_id)
    if seen is not None:
        await unit.devices.find(seen.device_id)  # locked before the question and the things, as everybody does
    asked = await unit.along_questions.take(command.question_id)
    if command.is_back:
        return asked
    sorts = await unit.things.all(kinds=[asked.kind])
    if command.thing_id is None:
        for one in sorted(sorts, key=lambda one: one.id):
            await unit.things.count_again(one.id, asked=True)
        return asked
    if command.thing_id not in {one.id for one in sorts}:
        raise CannotGoAlong()
    await take_off_shelf(command.thing_id, asked.loan_id, unit)
    await unit.along.went(asked.device_id, command.thing_id, asked.kind, asked.loan_id, asked.gone_on)
    return asked
