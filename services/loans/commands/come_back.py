"""A family that stopped asking needs a machine after all."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.refusals import CannotComeBack
from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ComeBack:
    """Which request."""

    request_id: UUID


async def come_back(command: ComeBack, unit: LoansUnit) -> Request:
    """It waits again, on the place that it had. A machine that was kept for it is not: the rule looks for one again.

    Raises `NotFound`; `CannotComeBack` when it did not stop, stopped too long ago, or the family asked something else since.
    """
    await unit.requests.lock_line()  # somebody waits again: first, as everybody does
    request = await unit.requests.get(command.request_id)
    if await unit.requests.asks_something_else(request):
        raise CannotComeBack()
    request.come_back(unit.today())
    await unit.requests.save(request)
    return request
