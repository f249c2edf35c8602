"""A household does not need a machine any more."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.line_count import CountKind, WhyStopped
from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Which request; and why, when somebody tapped that. It is counted, and kept with no family."""

    request_id: UUID
    why: WhyStopped | None = None


async def withdraw_request(command: WithdrawRequest, unit: LoansUnit) -> Request:
    """Take the request out of the line; a machine that was kept for it becomes free, and nothing is left to sign.

    Raises `NotFound`, `AlreadyWithdrawn`, `AlreadyLent`.
    """
    request = await unit.requests.get(command.request_id)
    had_a_machine = request.device_id is not None
    request.withdraw(unit.today())
    await unit.requests.save(request)
    loan = await unit.loans.find_of_request(request.id)
    if loan is not None and loan.cancel():
        await unit.loans.save(loan)
    if command.why is not None:
        await unit.counts.tick(CountKind.TURNED_DOWN if had_a_machine else CountKind.STOPPED, command.why.value)
    return request
