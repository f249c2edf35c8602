"""A part of a loan comes back: machines are expected, things lie on the shelf again."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.expect_return import ExpectReturn, expect_return
from services.inventory.commands.settle_along import settle
from services.inventory.domain.thing import ACCESSORY_OF
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class TakePartBack:
    """Which machines and which things of which loan; the counter saw them."""

    loan_id: UUID
    device_ids: tuple[UUID, ...]
    things: Collection[Accessory]


async def take_part_back(command: TakePartBack, unit: InventoryUnit) -> None:
    """Of each kind of thing one comes back, as the agreement names one. A hotspot, screen or printer is expected."""
    companions = [one for one in await unit.along.companions_on(command.loan_id) if one.accessory in command.things]
    devices = (*command.device_ids, *(one.id for one in companions))
    await expect_return(ExpectReturn(devices, command.loan_id, whole_loan=False), unit)
    kinds = [kind for kind, accessory in ACCESSORY_OF.items() if accessory in command.things]
    await unit.along_questions.came_back(command.loan_id, kinds)
    waiting = await unit.along.waiting_on(command.loan_id, kinds) if kinds else ()
    first = {one.kind: one.id for one in reversed(waiting)}
    lines = await unit.along.locked(first.values())
    await settle(lines, set(first.values()), unit, None)
