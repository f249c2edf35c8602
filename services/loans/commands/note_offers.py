"""At a talk something is offered to a family for what is missing at home."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.request import Request
from services.loans.domain.wishes import HomeOffer
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteOffers:
    """Everything that was offered for this request by now."""

    request_id: UUID
    offered: Collection[HomeOffer]


async def note_offers(command: NoteOffers, unit: LoansUnit) -> Request:
    """Keep it with the request, so that nobody asks twice. What the family said to it is not written down. Raises `NotFound`."""
    request = await unit.requests.get(command.request_id)
    request.note_offers(command.offered)
    await unit.requests.save(request)
    return request
