"""A family signed, so the machine that was kept for it leaves.

The other order, a repair that starts before: the machine stays in repair, is on the loan from now on, and goes there afterwards;
a repair that starts after takes it out of the loan's hands. Both end in repair, on the loan. Retired in a repair before: it is
said again that it is retired, now with the loan; then nothing goes along. `loan_ended` of the same loan has the same key and comes
after. What lies ready was changed a moment later: that is refused, for the machine is gone; a moment before: then the agreement of
the counter says what of it goes along, and the rest stays on the shelf.

More machines under the same signature (`more_device_ids`) were kept as well, each under an id of its own. Each is as above:
one that was let go or is in repair says nothing of the others. With each of them goes what the agreement names with it (`along`);
an older release of loans names nothing, and then what lies ready with it goes along.
"""

from services.inventory.commands.give_more import GiveMore, agreed_along, give_more
from services.inventory.commands.give_out_device import GiveOutDevice, give_out_device
from services.inventory.commands.settle_along import lock_all_with_along
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import AgreementSigned


async def on_agreement_signed(event: AgreementSigned, unit: InventoryUnit) -> None:
    """It is with the family, and what goes along too."""
    await lock_all_with_along((event.device_id, *event.more_device_ids), unit)
    await give_out_device(GiveOutDevice(event.device_id, event.loan_id, event.accessories), unit)
    await give_more(GiveMore(event.loan_id, event.more_device_ids, along=agreed_along(event.along)), unit)
