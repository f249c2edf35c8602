"""The original is back with the family, so the loaner comes back to us.

The other order: `loaner_added` and `loan_ended` of that loan have the same key. After `loan_ended` it is expected already, and
nothing changes. The loan goes on, so what went along with the original stays with the family.
"""

from services.inventory.commands.expect_return import ExpectReturn, expect_return
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import LoanerReturned


async def on_loaner_returned(event: LoanerReturned, unit: InventoryUnit) -> None:
    """Expect it."""
    await expect_return(ExpectReturn((event.device_id,), event.loan_id, whole_loan=False), unit)
