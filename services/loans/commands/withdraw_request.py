"""A household does not need a machine any more."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Which request."""

    request_id: UUID


async def withdraw_request(command: WithdrawRequest, unit: LoansUnit) -> Request:
    """Take the request out of the line; a machine that was kept for it becomes free, and nothing is left to sign.

    Raises `NotFound`, `AlreadyWithdrawn`, `AlreadyLent`.
    """
    request = await unit.requests.get(command.request_id)
    request.withdraw()
    await unit.requests.save(request)
    loan = await unit.loans.find_of_request(request.id)
    if loan is not None and loan.cancel():
        await unit.loans.save(loan)
    return request
