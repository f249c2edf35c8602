"""Projection: what inventory's machines are, where they are, which are ready, and what those suit.

Every handler keeps the newest sequence per machine, so events may come again, and a replay may run beside the living group.
The reactions call these handlers too, before they decide: their group may be ahead of the projection's.
"""

from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import (
    AccessoriesPrepared,
    ClaimRefused,
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
    ReservationExpired,
)
from shared.contracts.vocabulary import DeviceState


async def project_device_registered(event: DeviceRegistered, unit: LoansUnit) -> None:
    """What it is. It may come after newer events, of the reactions: then it is filled in, unless a correction told it since."""
    await unit.known_devices.is_what(event, unit.sequence)


async def project_device_corrected(event: DeviceCorrected, unit: LoansUnit) -> None:
    """What was told of it was wrong. `device_registered` has the same key and comes before. What a ready one suits then comes
    with the `device_ready` that follows."""
    await unit.known_devices.is_what(event, unit.sequence)


async def project_device_ready(event: DeviceReady, unit: LoansUnit) -> None:
    """It can be given out. Told again with other reasons, the newest count; an older release tells none, and none are shown."""
    await unit.known_devices.now_ready(event, unit.sequence)


async def project_device_reserved(event: DeviceReserved, unit: LoansUnit) -> None:
    """It is kept for a request."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence, DeviceState.RESERVED, kept_until=event.kept_until)


async def project_reservation_expired(event: ReservationExpired, unit: LoansUnit) -> None:
    """It is kept for nobody any more; where it goes comes with the event that follows."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence)


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


async def project_device_lost(event: DeviceLost, unit: LoansUnit) -> None:
    """Nobody can get it until it is found; who has it on loan keeps that."""
    await unit.known_devices.lost(event.device_id, unit.sequence, event.kind)


async def project_device_found(event: DeviceFound, unit: LoansUnit) -> None:
    """It is there again."""
    await unit.known_devices.lost(event.device_id, unit.sequence, None)


async def project_accessories_prepared(event: AccessoriesPrepared, unit: LoansUnit) -> None:
    """What lies ready to go along with it. The counter proposes that, until somebody there chose: `Loan.chosen`.

    `device_reserved` and the loan that follows have another key or other columns, so either comes first. After the signature it
    changes nothing: what was signed went along.
    """
    await unit.known_devices.prepared(event, unit.sequence)


async def project_internet_announced(event: InternetAnnounced, unit: LoansUnit) -> None:
    """Until when the internet that went along works; without a day there is nothing to tell any more."""
    await unit.known_devices.internet(event, unit.sequence)
