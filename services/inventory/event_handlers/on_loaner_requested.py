"""Somebody would like another machine to go along during a repair.

The other order: when we have not heard yet that the original is on loan, or heard already that the loan is over, the answer is
that it is not on loan; whoever asked sees that and may ask again. With `device_claimed` of the machine that is picked the lock on
its row decides: one of the two gets it, and the other one hears so.
"""

from services.inventory.commands.lend_loaner import KeepLoaner, keep_loaner
from services.inventory.store.unit import InventoryUnit
from shared.contracts.helpdesk import LoanerRequested


async def on_loaner_requested(event: LoanerRequested, unit: InventoryUnit) -> None:
    """Keep one, or say why not."""
    await keep_loaner(KeepLoaner(event.device_id, event.ticket_id), unit)
