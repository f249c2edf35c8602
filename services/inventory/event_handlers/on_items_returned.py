"""A part of a loan comes back and the rest goes on; or after the end of the loan something comes that was missing.

The other order, a repair of a machine that starts before: it is with us, so it is back at once and stays in repair; after: also.
Both end in repair, on no loan. `items_added` and `loan_ended` have the same key: after `loan_ended` all of it is expected already.
A thing that somebody took back at the machine before, or takes back after, is counted once; one of which somebody said there that
it did not come, or never will, lies on the shelf again.
"""

from services.inventory.commands.own_lists import OwnLists
from services.inventory.commands.take_part_back import TakePartBack, take_part_back
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import ItemsReturned


async def on_items_returned(event: ItemsReturned, unit: InventoryUnit) -> None:
    """Machines are expected; things that only count lie on the shelf again."""
    await take_part_back(TakePartBack(event.loan_id, event.device_ids, event.accessories, OwnLists(event.along)), unit)
