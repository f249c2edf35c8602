"""Machines come back from a loan, one day: we expect them."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ExpectReturn:
    """Which machines from which loan."""

    device_ids: tuple[UUID, ...]
    loan_id: UUID


async def expect_return(command: ExpectReturn, unit: InventoryUnit) -> None:
    """Expect each of them that is still on that loan. They are locked in the order of their ids, as everybody does."""
    for device_id in sorted(set(command.device_ids)):
        device = await unit.devices.find(device_id)
        if device is not None:
            device.end_loan(command.loan_id, unit.today())
            await unit.devices.save(device)
