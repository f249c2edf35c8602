"""Loans added machines or things to a loan that runs.

The other order, a repair of a machine that starts before: it stays in repair, is on the loan from now on, and goes there
afterwards. Let go or lost before, because its last day was over: the family has it all the same, and that is written down. Retired
before: it is said again that it is, now with the loan. `agreement_signed`, `items_returned` and `loan_ended` have the same key and
keep their order.
"""

from services.inventory.commands.give_more import GiveMore, agreed_along, give_more
from services.inventory.commands.settle_along import lock_all_with_along
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import ItemsAdded


async def on_items_added(event: ItemsAdded, unit: InventoryUnit) -> None:
    """They are with the family."""
    along_with = () if event.along_with is None else (event.along_with,)
    await lock_all_with_along((*event.device_ids, *along_with), unit)
    command = GiveMore(event.loan_id, event.device_ids, event.accessories, event.along_with, agreed_along(event.along))
    await give_more(command, unit)
