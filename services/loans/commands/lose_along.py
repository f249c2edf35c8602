"""What lies ready with the machine of a loan or went along, and has a code of its own, is lost, out of use, or found again."""

from uuid import UUID

from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import AlongReplaced, GoesAlong


async def lose_along(along: GoesAlong, loan_id: UUID | None, unit: LoansUnit) -> None:
    """It is off what goes along, or not asked for any more. Of a loan that is over, or none: nothing changes.

    Args:
        loan_id: the loan it went along on; None when inventory did not know of any signature yet.
    """
    loan = await _loan_with(along, loan_id, unit)
    if loan is not None and loan.lose_along(along.accessory, along.device_id):
        await unit.loans.save(loan)


async def find_along(along: GoesAlong, loan_id: UUID | None, unit: LoansUnit) -> None:
    """It is there again, on that loan; as `lose_along`."""
    loan = await _loan_with(along, loan_id, unit)
    if loan is not None and loan.find_along(along.accessory, along.device_id):
        await unit.loans.save(loan)


async def replace_along(told: AlongReplaced, unit: LoansUnit) -> None:
    """Another device went along on this loan in the place of one that was lost before, so it is asked for when the loan ends.

    If that other one is lost or out of use as well by now, as far as we heard, nothing changes.
    """
    loan = await unit.loans.find(told.loan_id)  # its lock first: whoever notes that the other one is lost waits for it, or was here
    if loan is None or await unit.known_devices.is_away(told.by_device_id):
        return
    if loan.find_along(told.accessory, told.with_device_id):
        await unit.loans.save(loan)


async def _loan_with(along: GoesAlong, loan_id: UUID | None, unit: LoansUnit) -> Loan | None:
    """By its own id where that is told: the machine it went along with may be off that loan by now, and on another one."""
    return await (unit.loans.find(loan_id) if loan_id is not None else unit.loans.find_with_device(along.device_id))
