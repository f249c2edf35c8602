"""A loan is over; its machines come back.

The other order, a repair that starts before: the machine is with us, so it is back at once and stays in repair; a repair that
starts after finds it expected, and it is back at once too. Both end in repair, on no loan, with its evidence void. It was back
from repair first: then it is with the family, and expected. A machine that is on another loan by now changes nothing.
What went along is expected too, also when its machine was swapped or is back already: it hangs on the loan, not on the machine.
"""

from services.inventory.commands.expect_return import ExpectReturn, expect_return
from services.inventory.commands.own_lists import OwnLists
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import LoanEnded


async def on_loan_ended(event: LoanEnded, unit: InventoryUnit) -> None:
    """Expect them."""
    own = OwnLists(event.along)
    command = ExpectReturn(event.device_ids, event.loan_id, whole_loan=True, not_returned=event.not_returned, own=own)
    await expect_return(command, unit)
