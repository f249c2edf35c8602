"""A part of a loan comes back, or something that was missing at its end: machines are expected, things lie on the shelf again."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.commands.expect_return import ExpectReturn, expect_return
from services.inventory.commands.own_lists import OwnLists
from services.inventory.commands.settle_along import settle
from services.inventory.domain.thing import ACCESSORY_OF
from services.inventory.store.along_questions import AlongQuestion
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class TakePartBack:
    """Which machines and which things of which loan; the counter saw them. `own`: of machines that have a list of their own."""

    loan_id: UUID
    device_ids: tuple[UUID, ...]
    things: Collection[Accessory]
    own: OwnLists = field(default_factory=lambda: OwnLists(()))


async def take_part_back(command: TakePartBack, unit: InventoryUnit) -> None:
    """Of each kind of thing one comes back, as the agreement names one; also when somebody said at the machine that it did not.
    A hotspot, screen or printer is expected.

    What comes back with a machine that has a list of its own is asked where that machine is taken back, as when a loan is over.
    """
    own, there = command.own, await unit.along.companions_on(command.loan_id)
    await own.look_at(command.loan_id, unit)
    along = [one.id for one in there if _comes(one.id, one.accessory, command)]
    devices = (*command.device_ids, *along)
    await expect_return(ExpectReturn(devices, command.loan_id, whole_loan=False, own=own), unit)
    waiting = await unit.along.not_back_on(command.loan_id, list(ACCESSORY_OF))
    of_loan = [one for one in waiting if own.came_back(one.device_id, ACCESSORY_OF[one.kind]) is None]
    back = {one.kind: one.id for one in reversed(of_loan) if ACCESSORY_OF[one.kind] in command.things}.values()
    alone = [one.id for one in waiting if _comes_alone(one.device_id, ACCESSORY_OF[one.kind], command)]
    asked = await unit.along_questions.on_loan(command.loan_id)
    await unit.along_questions.end([one.id for one in asked if _is_back(one, command)])
    lines = await unit.along.locked([*back, *alone])
    await settle(lines, {*back, *alone}, unit, None)


def _is_back(asked: AlongQuestion, command: TakePartBack) -> bool:
    """Whether that of which nobody said which sort it was, is here again: no number changed, so nothing is to be asked any more."""
    back = command.own.came_back(asked.device_id, ACCESSORY_OF[asked.kind])
    return ACCESSORY_OF[asked.kind] in command.things if back is None else back


def _comes(device_id: UUID, accessory: Accessory, command: TakePartBack) -> bool:
    """Whether a hotspot, screen or printer is expected: it comes back, or is missing of a machine that does."""
    back = command.own.came_back(device_id, accessory)
    return accessory in command.things if back is None else back or command.own.has_left(device_id, command.device_ids)


def _comes_alone(device_id: UUID, accessory: Accessory, command: TakePartBack) -> bool:
    """Whether a thing comes back of the list of a machine that stays."""
    return bool(command.own.came_back(device_id, accessory)) and not command.own.has_left(device_id, command.device_ids)
