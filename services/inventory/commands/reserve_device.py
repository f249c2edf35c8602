"""Keep a machine for a request that loans found for it, or let it go again."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.inventory.commands.daily_round import plan_round_tomorrow
from services.inventory.store.unit import InventoryUnit
from shared.contracts.inventory import ClaimRefused
from shared.contracts.vocabulary import DeviceState, RefusalReason
from shared.runtime.faces import rhythm_here


@dataclass(frozen=True, slots=True)
class ReserveDevice:
    """Which machine for which request."""

    device_id: UUID
    request_id: UUID


@dataclass(frozen=True, slots=True)
class ReleaseDevice:
    """Which machine for which request no longer."""

    device_id: UUID
    request_id: UUID


async def reserve_device(command: ReserveDevice, unit: InventoryUnit) -> None:
    """Reserve or refuse, and publish which. Of many claims on one machine one wins: its row is locked until the commit.

    A claim of a machine that is not ours is refused as well, so that the request does not wait for an answer for ever.
    """
    device = await unit.devices.find(command.device_id)
    if device is None:
        unknown = ClaimRefused(device_id=command.device_id, request_id=command.request_id, reason=RefusalReason.UNKNOWN_DEVICE)
        unit.record([unknown])
        return
    if device.status is DeviceState.READY:
        days = (await rhythm_here(unit)).keep_apart_days
        device.claim(command.request_id, unit.today() + timedelta(days=days))
        await plan_round_tomorrow(unit)
    else:
        device.claim(command.request_id)
    await unit.devices.save(device)


async def release_device(command: ReleaseDevice, unit: InventoryUnit) -> None:
    """Make the machine ready again if it is kept for this request; otherwise, or when it is not ours, nothing changes."""
    device = await unit.devices.find(command.device_id)
    if device is not None:
        device.release(command.request_id)
        await unit.devices.save(device)
