"""A machine is being repaired for a ticket, or not any more."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class StartRepair:
    """Which machine for which ticket."""

    device_id: UUID
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class StopRepair:
    """Which machine for which ticket no longer."""

    device_id: UUID
    ticket_id: UUID


async def start_repair(command: StartRepair, unit: InventoryUnit) -> None:
    """From now on it is in repair. A machine that is not ours changes nothing."""
    device = await unit.devices.find(command.device_id)
    if device is not None:
        device.start_repair(command.ticket_id, unit.today())
        await unit.devices.save(device)


async def stop_repair(command: StopRepair, unit: InventoryUnit) -> None:
    """It is not repaired for this ticket after all; without another one it goes on to where it was going."""
    device = await unit.devices.find(command.device_id)
    if device is not None:
        device.stop_repair(command.ticket_id)
        await unit.devices.save(device)
