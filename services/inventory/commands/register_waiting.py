"""Make machines of the scanned serial numbers of which it is known what they are."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.register_by_hand import RegisterByHand, register_by_hand
from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis


@dataclass(frozen=True, slots=True)
class RegisterWaiting:
    """Of which lot."""

    lot_id: UUID


MOST_IN_ONE_GO = 100


async def register_waiting(command: RegisterWaiting, unit: InventoryUnit) -> list[Device]:
    """Register each of them, at most a hundred in one go; those of which only the number is known keep waiting.

    Raises what `register_by_hand` raises; then none is registered.
    """
    await unit.intake.must_have_lot(command.lot_id)
    made = []
    described = [one for one in await unit.intake.waiting(command.lot_id) if one.is_described]
    for one in described[:MOST_IN_ONE_GO]:
        made += await register_by_hand(
            RegisterByHand(
                chassis=Chassis(one.chassis or ""),
                maker=one.maker or "",
                model=one.model or "",
                serial=one.serial,
                asset_tag="",
                count=1,
                lot_id=command.lot_id,
            ),
            unit,
        )
    return made
