"""Take a scanned serial number away: it was a mistake."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ForgetSerial:
    """Which number, of which lot."""

    lot_id: UUID
    waiting_id: UUID


async def forget_serial(command: ForgetSerial, unit: InventoryUnit) -> None:
    """It waits no longer. Raises `NotFound` when it does not: taken away before, or a machine came of it."""
    await unit.intake.forget_waiting(command.waiting_id, command.lot_id)
