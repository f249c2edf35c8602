"""Inventory keeps a machine for a request.

The other order: the household may have withdrawn, or have got another machine, while the claim was under way; a claim that the
daily round repeated can be answered after the first one was refused. Then we drop the claim, and inventory lets the machine go;
letting go twice changes nothing. A machine may also be kept for something that is not a
request of ours; then all we learn is that it is taken. The same answer may come again, also after the family signed: a request
becomes one loan.
"""

from services.loans.commands.prepare_loan import prepare_loan
from services.loans.event_handlers.project_devices import project_device_reserved
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceReserved


async def on_device_reserved(event: DeviceReserved, unit: LoansUnit) -> None:
    """The machine is taken; if it is for a request of ours, that one has its machine, and there is something to sign."""
    await project_device_reserved(event, unit)
    request = await unit.requests.find(event.request_id)
    if request is not None:
        is_news = request.confirm(event.device_id)
        await unit.requests.save(request)
        if is_news:
            await prepare_loan(request, unit)
