"""Loans added a machine to a loan, to go along while the original is repaired.

The other order: it answers our `loaner_reserved`, so the machine was kept before. A repair of the loaner itself that started in
the meantime: it stays in repair and goes to the loan afterwards. `loaner_declined` comes instead of this; after this it changes
nothing.
"""

from services.inventory.commands.lend_loaner import LendLoaner, lend_loaner
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import LoanerAdded


async def on_loaner_added(event: LoanerAdded, unit: InventoryUnit) -> None:
    """It is with the family."""
    await lend_loaner(LendLoaner(event.device_id, event.loan_id, event.ticket_id, event.original_device_id), unit)
