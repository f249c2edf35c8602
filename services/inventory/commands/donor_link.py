"""Give a donor a link to see what became of what it gave; choose whether the certificate goes with it; end it."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.donor_link import DonorLink, last_day
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class MakeDonorLink:
    """A new link with this id, for which donor, and what is stored of its code. See `DonorLink`."""

    link_id: UUID
    donor_id: UUID
    code_hash: bytes
    with_certificate: bool
    by: UUID


@dataclass(frozen=True, slots=True)
class OfDonor:
    """Whose link; `with_certificate` where that is chosen."""

    donor_id: UUID
    with_certificate: bool = False


async def make_donor_link(command: MakeDonorLink, unit: InventoryUnit) -> DonorLink:
    """Make it; the one that was there works no more. Raises `NotFound` for a donor that is not here."""
    today = unit.today()
    link = DonorLink(command.link_id, command.donor_id, command.with_certificate, command.by, today, last_day(today))
    await unit.donor_links.put(link, command.code_hash)
    return link


async def choose_for_donor(command: OfDonor, unit: InventoryUnit) -> DonorLink:
    """Whether the wipe certificate may be fetched with the link. Raises `NotFound` when there is no link."""
    await unit.donor_links.allow_certificate(command.donor_id, allowed=command.with_certificate)
    link = await unit.donor_links.of(command.donor_id)
    if link is None:
        raise NotFound()
    return link


async def end_donor_link(command: OfDonor, unit: InventoryUnit) -> DonorLink | None:
    """It works no more. Gives the link that was there; ending it twice changes nothing. Raises `NotFound` for an unknown donor."""
    link = await unit.donor_links.of(command.donor_id)
    await unit.donor_links.end(command.donor_id)
    return link
