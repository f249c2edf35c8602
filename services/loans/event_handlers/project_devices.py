"""Projection: which of inventory's machines are ready, and what they suit.

Every handler keeps the newest sequence per machine, so events may come again, and a replay may run beside the living group.
The reactions call these handlers too, before they decide: their group may be ahead of the projection's.
"""

from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import ClaimRefused, DeviceReady, DeviceReserved


async def project_device_ready(event: DeviceReady, unit: LoansUnit) -> None:
    """It can be given out."""
    await unit.known_devices.now_ready(event, unit.sequence)


async def project_device_reserved(event: DeviceReserved, unit: LoansUnit) -> None:
    """It is kept for a request."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence)


async def project_claim_refused(event: ClaimRefused, unit: LoansUnit) -> None:
    """It could not be given out when somebody asked; if it can later, inventory says so anew."""
    await unit.known_devices.no_longer_ready(event.device_id, unit.sequence)
