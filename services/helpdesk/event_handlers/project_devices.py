"""Projection: what inventory's machines are and where they are.

Every handler keeps the newest sequence per machine, so events may come again, and a replay may run beside the living group.
"""

from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.inventory import (
    DeviceCorrected,
    DeviceFound,
    DeviceGivenOut,
    DeviceLost,
    DeviceReady,
    DeviceRegistered,
    DeviceReserved,
    DeviceRetired,
    DeviceReturned,
    DeviceStatusChanged,
)
from shared.contracts.vocabulary import DeviceState


async def project_device_registered(event: DeviceRegistered, unit: HelpdeskUnit) -> None:
    """It has a code, so its sticker can be scanned."""
    await unit.known_devices.is_what(event, unit.sequence)
    await unit.known_devices.is_where(event.device_id, DeviceState.ARRIVED, unit.sequence)


async def project_device_corrected(event: DeviceCorrected, unit: HelpdeskUnit) -> None:
    """What was told of it was wrong. `device_registered` has the same key and comes before."""
    await unit.known_devices.is_what(event, unit.sequence)


async def project_device_ready(event: DeviceReady, unit: HelpdeskUnit) -> None:
    """It can be given out."""
    await unit.known_devices.is_what(event, unit.sequence)
    await unit.known_devices.is_where(event.device_id, DeviceState.READY, unit.sequence)


async def project_device_reserved(event: DeviceReserved, unit: HelpdeskUnit) -> None:
    """It is kept for a request."""
    await unit.known_devices.is_where(event.device_id, DeviceState.RESERVED, unit.sequence)


async def project_device_given_out(event: DeviceGivenOut, unit: HelpdeskUnit) -> None:
    """It is with a family."""
    await unit.known_devices.is_where(event.device_id, DeviceState.GIVEN_OUT, unit.sequence)


async def project_device_status_changed(event: DeviceStatusChanged, unit: HelpdeskUnit) -> None:
    """It is somewhere else in our hands."""
    await unit.known_devices.is_where(event.device_id, event.status, unit.sequence)


async def project_device_returned(event: DeviceReturned, unit: HelpdeskUnit) -> None:
    """It is back with us."""
    await unit.known_devices.is_where(event.device_id, DeviceState.RETURNED, unit.sequence)


async def project_device_retired(event: DeviceRetired, unit: HelpdeskUnit) -> None:
    """It will not go to a family any more."""
    await unit.known_devices.is_where(event.device_id, DeviceState.RETIRED, unit.sequence)


async def project_device_lost(event: DeviceLost, unit: HelpdeskUnit) -> None:
    """Nobody knows where it is. Where it would be otherwise, other events tell."""
    await unit.known_devices.is_missed(event.device_id, event.kind, unit.sequence)


async def project_device_found(event: DeviceFound, unit: HelpdeskUnit) -> None:
    """It is there again."""
    await unit.known_devices.is_missed(event.device_id, None, unit.sequence)
