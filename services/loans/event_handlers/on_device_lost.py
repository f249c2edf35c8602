"""A machine is lost or stolen, so who was promised it gets another one.

The other order: `device_reserved` and `device_lost` have the same key, so a reservation is never confirmed afterwards. A claim of
ours that is under way is refused by inventory itself: a lost machine is not ready. The family signed before: then the request is
lent, the loan goes on, and inventory hears of the agreement and says that the machine is found. `device_found` undoes nothing
here: what is found goes over the workbench, and `device_ready` offers it again.

It may be a hotspot that goes along with the machine of a loan (`along`), which has another key than that machine and the loan:

- the loan waits for a signature: it is off what goes along, and a text that was shown before cannot be signed any more;
- signed before, whether inventory knew that or not: what was signed stays, and nobody asks for the hotspot when the loan ends.
  Inventory that hears of the signature afterwards lets no lost hotspot go along, so both say the same;
- another one went along in its place: `along_replaced` comes after this and says so;
- the loan began after: it begins with what the family wished, and `accessories_prepared` says that none lies ready;
- another one lies ready by now, which we heard first: the tick is off all the same, and the page says that one lies ready;
- the loan is over: nothing changes.
"""

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.lose_along import lose_along
from services.loans.commands.match import match_request
from services.loans.event_handlers.project_devices import project_device_lost
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceLost


async def on_device_lost(event: DeviceLost, unit: LoansUnit) -> None:
    """Who would get it waits again, and is matched at once. A loan that it is on goes on."""
    await unit.requests.lock_line()  # before the request's own lock, and that before the loan's: everybody does
    await project_device_lost(event, unit)
    if event.along is not None:
        await lose_along(event.along, event.loan_id, unit)
        return
    request_id = await unit.requests.promised(event.device_id)
    request = await unit.requests.find(request_id) if request_id else None
    loan = await unit.loans.find_with_device(event.device_id)
    if loan is not None and loan.lost_before_it_came(event.device_id):
        await unit.loans.save(loan)
        return
    if request is None or not request.lost(event.device_id):
        return
    if loan is not None and loan.cancel():
        await unit.loans.save(loan)
    await unit.requests.save(request)
    await look_again_tomorrow(unit)
    await match_request(request.id, unit)
