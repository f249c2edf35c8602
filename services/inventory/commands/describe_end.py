"""Note why a machine is out of use, where it goes and what stays of it."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.retirement import Destination, Parts, RetireReason
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class DescribeEnd:
    """Which machine, and what is so."""

    device_id: UUID
    reason: RetireReason
    destination: Destination | None
    parts: Parts


async def describe_end(command: DescribeEnd, unit: InventoryUnit) -> Device:
    """For a machine that a repair ended, or where it was noted wrong. Raises what `Retirement.describe` raises."""
    device = await unit.devices.get(command.device_id)
    end = await unit.endings.get(command.device_id)
    end.describe(command.reason, command.destination, command.parts)
    await unit.endings.save(end)
    return device
