"""Projection: what inventory's machines are, where they are, which are ready, and what those suit.

Every handler keeps the newest sequence per machine, so events may come again, and a replay may run beside the living group.
The reactions call these handlers too, before they decide: their group may be ahead of the projection's.
"""

from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import (
    ClaimRefused,
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


async def project_device_registered(event: DeviceRegistered, unit: LoansUnit) -> None:
    """What it is. It may come after newer events: a machine does not become another one."""
    await unit.known_devices.registered(event, unit.sequence)


async def project_device_ready(event: DeviceReady, unit: LoansUnit) -> None:
    """It can be given out."""
    await unit.known_devices.now_ready(event, unit.sequence)


async def project_device_reserved(event: DeviceReserved, unit: LoansUnit) -> None:
    """It is kept for a request."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, DeviceState.RESERVED)


async def project_claim_refused(event: ClaimRefused, unit: LoansUnit) -> None:
    """It could not be given out when somebody asked; if it can later, inventory says so anew."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence)


async def project_loaner_reserved(event: LoanerReserved, unit: LoansUnit) -> None:
    """It is kept to go along during a repair."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, DeviceState.RESERVED)


async def project_device_given_out(event: DeviceGivenOut, unit: LoansUnit) -> None:
    """It left with a family."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, DeviceState.GIVEN_OUT)


async def project_device_status_changed(event: DeviceStatusChanged, unit: LoansUnit) -> None:
    """It is somewhere else; `given_out` means that it is back with the family after a repair."""
    back_by = unit.cause.id if unit.cause and event.status is DeviceState.GIVEN_OUT else None
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, event.status, back_by=back_by)


async def project_device_returned(event: DeviceReturned, unit: LoansUnit) -> None:
    """It lies with us again."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, DeviceState.RETURNED)


async def project_device_retired(event: DeviceRetired, unit: LoansUnit) -> None:
    """It will not be given out any more."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, DeviceState.RETIRED)
