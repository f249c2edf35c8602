"""A machine goes to a partner for warranty or repair, and comes back."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.short_list import ListKind
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class SendToPartner:
    """Which machine, and to which partner of the short list."""

    device_id: UUID
    partner_id: UUID


@dataclass(frozen=True, slots=True)
class TakeFromPartner:
    """Which machine."""

    device_id: UUID


async def send_to_partner(command: SendToPartner, unit: InventoryUnit) -> Device:
    """It is there from today on. Raises `NotOnList`, and what `Device.send_out` raises."""
    device = await unit.devices.get(command.device_id)
    partner = await unit.short_lists.chosen(ListKind.PARTNER, command.partner_id)
    device.send_out(partner.id, unit.today())
    await unit.devices.save(device)
    unit.remark = str(partner.id)
    return device


async def take_from_partner(command: TakeFromPartner, unit: InventoryUnit) -> Device:
    """It is here again. Raises what `Device.come_back_from_partner` raises."""
    device = await unit.devices.get(command.device_id)
    unit.remark = str(device.partner_id or "")
    device.come_back_from_partner()
    await unit.devices.save(device)
    return device
