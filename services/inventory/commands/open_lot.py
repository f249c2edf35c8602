"""Write down that somebody gives machines."""

from dataclasses import dataclass
from datetime import date

from services.inventory.domain.lot import DataAgreement, DonorKind, Lot, donor_name
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class OpenLot:
    """Who gives, when, from where, what was agreed about what is on them, and how many. See `Lot`."""

    kind: DonorKind
    donor: str
    received_on: date
    source: str
    agreement: DataAgreement
    expected: int | None


async def open_lot(command: OpenLot, unit: InventoryUnit) -> Lot:
    """Begin a lot, for machines to come in with. Raises what `donor_name` and `Lot.describe` raise."""
    name = donor_name(command.kind, command.donor)
    donor = await unit.intake.donor(command.kind, name)
    lot = Lot(unit.new_id(), donor, command.received_on, "", command.agreement, None, unit.now())
    lot.describe(donor, command.received_on, command.source, command.agreement, command.expected)
    await unit.intake.add_lot(lot)
    return lot
