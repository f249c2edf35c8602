"""Somebody visited a family, and it told that it does not need the machine any more.

The other order: the loan is ours, so it is always known. It may have ended, or its return may have been asked at the counter,
before we hear of the visit; then nothing changes. When the family said that it keeps the machine after the visit was noted, that is
what counts, also when we hear of the visit only then.
"""

from services.loans.store.unit import LoansUnit
from shared.contracts.helpdesk import VisitRecorded
from shared.contracts.vocabulary import VisitFinding


async def on_visit_recorded(event: VisitRecorded, unit: LoansUnit) -> None:
    """Start a return: no reason, no consequence. A visit without a loan, or without this finding, changes nothing here."""
    if event.loan_id is None or VisitFinding.NEED_IS_OVER not in event.findings:
        return
    loan = await unit.loans.find(event.loan_id)
    if loan is not None and loan.need_was_over(unit.cause.time if unit.cause else unit.now()):
        await unit.loans.save(loan)
