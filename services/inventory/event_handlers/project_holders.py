"""Projection: the code of the family that has a loan of ours. Both events have the key of the loan, so neither is overtaken; a
replay beside the living group ends with the same events.

`household_erased` has the key of the family and may come before: then the code is never written, in a replay neither.
"""

from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import HouseholdErased, LoanEnded, LoanStarted


async def project_loan_started(event: LoanStarted, unit: InventoryUnit) -> None:
    """A family has what is on this loan."""
    await unit.holders.has(event.loan_id, event.household_id, event.household_code)


async def project_loan_ended(event: LoanEnded, unit: InventoryUnit) -> None:
    """It is over: nothing of the family stays here."""
    await unit.holders.has_no_more(event.loan_id)


async def project_household_erased(event: HouseholdErased, unit: InventoryUnit) -> None:
    """The family asked to be forgotten. A machine that it has is still out."""
    await unit.holders.forget(event.household_id, event.loan_ids)
