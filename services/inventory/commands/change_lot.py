"""Write down better what a lot is."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.open_lot import OpenLot
from services.inventory.domain.lot import DonorKind, Lot, donor_name
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ChangeLot:
    """Which lot, and all that is said of it now; `seen` is the lot that this was made from, None for a program."""

    lot_id: UUID
    said: OpenLot
    seen: Lot | None = None


async def change_lot(command: ChangeLot, unit: InventoryUnit) -> Lot:
    """Keep what is said now. Raises `NotFound`, `ChangedMeanwhile`, and what `donor_name` and `Lot.describe` raise."""
    lot, said = await unit.intake.lot(command.lot_id), command.said
    if command.seen is not None and lot != command.seen:
        raise ChangedMeanwhile()
    name = donor_name(said.kind, said.donor)
    stays = said.kind is DonorKind.PRIVATE_PERSON and lot.donor.kind is DonorKind.PRIVATE_PERSON
    donor = lot.donor if stays else await unit.intake.donor(said.kind, name)
    lot.describe(donor, said.received_on, said.source, said.agreement, said.expected)
    await unit.intake.save_lot(lot)
    return lot
