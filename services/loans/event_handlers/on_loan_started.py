"""A loan of ours runs: from tomorrow somebody thinks of it every day.

The other order: the loan is over before this is handled. Then the round finds no loan that runs, and plans no other one. Twice:
planning the round of a day twice is planning it once.
"""

from datetime import timedelta

from services.loans.commands.keep_in_touch import plan_touch_round
from services.loans.store.unit import LoansUnit
from shared.contracts.loans import LoanStarted


async def on_loan_started(event: LoanStarted, unit: LoansUnit) -> None:
    """Plan the round of tomorrow."""
    await plan_touch_round(unit.today() + timedelta(days=1), unit)
