"""Projection: what inventory's machines are, where they are, and for whom they lie ready."""

from services.portal.store.unit import PortalUnit
from shared.contracts.inventory import (
    DeviceGivenOut,
    DeviceReady,
    DeviceRegistered,
    DeviceReserved,
    DeviceRetired,
    DeviceReturned,
    DeviceStatusChanged,
    LoanerReserved,
)
from shared.contracts.vocabulary import DeviceState


async def project_device_registered(event: DeviceRegistered, unit: PortalUnit) -> None:
    """It has a code, so it can be found."""
    await unit.known.device_is(event.device_id, event.code, event.maker, event.model)
    await unit.known.device_stands(event.device_id, DeviceState.ARRIVED)


async def project_device_ready(event: DeviceReady, unit: PortalUnit) -> None:
    """It can be given out, and is kept for nobody."""
    await unit.known.device_is(event.device_id, event.code, event.maker, event.model)
    await unit.known.device_stands(event.device_id, DeviceState.READY)


async def project_device_reserved(event: DeviceReserved, unit: PortalUnit) -> None:
    """It lies ready for a request. What loans makes of it, a claim that is let go again, inventory tells a moment later."""
    await unit.known.device_stands(event.device_id, DeviceState.RESERVED, event.request_id)


async def project_loaner_reserved(event: LoanerReserved, unit: PortalUnit) -> None:
    """It goes along during a repair: kept, but for no request."""
    await unit.known.device_stands(event.device_id, DeviceState.RESERVED)


async def project_device_given_out(event: DeviceGivenOut, unit: PortalUnit) -> None:
    """It is with a family."""
    await unit.known.device_stands(event.device_id, DeviceState.GIVEN_OUT)


async def project_device_status_changed(event: DeviceStatusChanged, unit: PortalUnit) -> None:
    """It is somewhere else in our hands."""
    await unit.known.device_stands(event.device_id, event.status)


async def project_device_returned(event: DeviceReturned, unit: PortalUnit) -> None:
    """It is back with us."""
    await unit.known.device_stands(event.device_id, DeviceState.RETURNED)


async def project_device_retired(event: DeviceRetired, unit: PortalUnit) -> None:
    """It will not go to a family any more."""
    await unit.known.device_stands(event.device_id, DeviceState.RETIRED)
