"""A machine lies ready for a request: there is something to agree on now."""

from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import LoanLine
from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory


async def prepare_loan(request: Request, unit: LoansUnit) -> None:
    """A loan that waits for a signature. The caller locked the request, which has just been reserved: it becomes one loan."""
    if request.device_id is None:
        raise ValueError("a request without a machine cannot become a loan")
    wished = (Accessory.CHARGER, *request.wishes)
    await unit.loans.save(
        Loan(
            id=unit.new_id(),
            request_id=request.id,
            household_id=request.household_id,
            household_code=request.household_code,
            lines=[LoanLine(unit.new_id(), request.device_id)],
            accessories=tuple(accessory for accessory in Accessory if accessory in wished),
        )
    )
