"""A colleague takes it upon itself to talk with a family that waits."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class TakeTalk:
    """With which family, and who."""

    request_id: UUID
    by: UUID


async def take_talk(command: TakeTalk, unit: LoansUnit) -> Request:
    """From now on this colleague will talk with the family, whoever was going to before; no timer takes it away.

    Raises `NotFound`, `NotInLine`.
    """
    request = await unit.requests.get(command.request_id)
    request.take_talk(command.by)
    await unit.requests.save(request)
    return request
