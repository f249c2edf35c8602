"""Inventory keeps a machine for a request.

The other order: the household may have withdrawn, or have got another machine, while the claim was under way; a claim that the
daily round repeated can be answered after the first one was refused. Then we drop the claim, and inventory lets the machine go;
letting go twice changes nothing. A machine may also be kept for something that is not a
request of ours; then all we learn is that it is taken. The same answer may come again, also after the family signed: a request
becomes one loan.

A machine that a loan of ours has cannot become another loan: inventory heard late that it went along with a family, and promised
it in between. We drop the claim, and the request waits again. Who has a machine on a loan is told by ourselves, so inventory
learns where it is in any case, and until then it is offered to nobody.

It may be one more machine for a loan: then `request_id` is its line. Dropped in the meantime, inventory heard `claim_dropped` after
the claim and lets it go; the same answer again changes nothing.
"""

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.match import match_request
from services.loans.commands.prepare_loan import prepare_loan
from services.loans.domain.request import RequestStatus
from services.loans.event_handlers.project_devices import project_device_reserved
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceReserved


async def on_device_reserved(event: DeviceReserved, unit: LoansUnit) -> None:
    """The machine is taken; if it is for a request of ours, that one has its machine, and there is something to sign."""
    is_on_a_loan = await unit.loans.with_device(event.device_id) is not None
    if is_on_a_loan:
        await unit.requests.lock_line()  # somebody may wait again: first, as everybody does
    await project_device_reserved(event, unit)
    request = await unit.requests.find(event.request_id)
    if request is None:
        loan = await unit.loans.find_of_line(event.request_id)
        if loan is not None and loan.is_kept(event.request_id):
            await unit.loans.save(loan)
        return
    waited = request.status is RequestStatus.CLAIMED
    is_news = request.confirm(event.device_id, is_on_a_loan=is_on_a_loan)
    await unit.requests.save(request)
    if is_news:
        await prepare_loan(request, unit)
    elif waited and request.status is RequestStatus.WAITING:
        await look_again_tomorrow(unit)
        await match_request(request.id, unit)
