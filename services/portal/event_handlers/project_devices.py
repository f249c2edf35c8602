"""Projection: what inventory's machines are, where they are, and for whom they lie ready."""

from services.portal.store.unit import PortalUnit
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
    InternetAnnounced,
    LoanerReserved,
)
from shared.contracts.vocabulary import DeviceState


async def project_device_registered(event: DeviceRegistered, unit: PortalUnit) -> None:
    """It has a code, so it can be found."""
    await unit.known.device_is(event.device_id, event.code, event.maker, event.model)
    await unit.known.device_stands(event.device_id, DeviceState.ARRIVED)


async def project_device_corrected(event: DeviceCorrected, unit: PortalUnit) -> None:
    """What was told of it was wrong, so it is found by other words. `device_registered` has the same key and comes before."""
    await unit.known.device_is(event.device_id, event.code, event.maker, event.model)


async def project_device_ready(event: DeviceReady, unit: PortalUnit) -> None:
    """It can be given out, and is kept for nobody."""
    await unit.known.device_is(event.device_id, event.code, event.maker, event.model)
    await unit.known.device_stands(event.device_id, DeviceState.READY)


async def project_device_reserved(event: DeviceReserved, unit: PortalUnit) -> None:
    """It lies ready for a request. What loans makes of it, a claim that is let go again, inventory tells a moment later."""
    await unit.known.device_stands(event.device_id, DeviceState.RESERVED, event.request_id, event.kept_until)


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


async def project_device_lost(event: DeviceLost, unit: PortalUnit) -> None:
    """Nobody knows where it is. Where it would be otherwise, other events tell."""
    await unit.known.device_missed(event.device_id, event.kind)


async def project_device_found(event: DeviceFound, unit: PortalUnit) -> None:
    """It is there again."""
    await unit.known.device_missed(event.device_id, None)


async def project_internet_announced(event: InternetAnnounced, unit: PortalUnit) -> None:
    """Internet that a family has ends soon, or there is nothing to do about it any more. All of one card has one key."""
    await unit.known.internet(event.sim_id, event.ends_on)
