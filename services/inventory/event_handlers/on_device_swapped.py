"""The original cannot be saved, and the family keeps the loaner.

The other order: `loaner_added` and `loan_ended` have the same key. It is a consequence of our `device_retired`, so the original
is out of use already. When the loaner is expected back by now, it stays expected.
"""

from services.inventory.commands.lend_loaner import KeepLoanerForGood, keep_loaner_for_good
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import DeviceSwapped


async def on_device_swapped(event: DeviceSwapped, unit: InventoryUnit) -> None:
    """It is a loaner no more."""
    await keep_loaner_for_good(KeepLoanerForGood(event.device_id, event.loan_id), unit)
