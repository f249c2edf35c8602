"""Inventory took a machine out of use.

The other order: `device_reserved` and `device_retired` have the same key, so a reservation is never confirmed afterwards. A claim
of ours that is under way is refused by inventory itself, and the request waits again. A loaner that is kept for the same repair
has another key: when `loaner_reserved` comes later, it finds that the original is lost, and the loaner comes to stay,
or takes the place of an original that was a loaner itself. When the loan ended before, nothing is left to do.
A hotspot that goes along (`along`): as in `on_device_lost`.
"""

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.lose_along import lose_along
from services.loans.commands.match import match_request
from services.loans.commands.write_addendum import write_swap
from services.loans.event_handlers.project_devices import project_device_retired
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceRetired


async def on_device_retired(event: DeviceRetired, unit: LoansUnit) -> None:
    """Who has it keeps what went along, or needs another one; who would get it waits again, and is matched at once."""
    await unit.requests.lock_line()  # before the request's own lock, and that before the loan's: everybody does
    await project_device_retired(event, unit)
    if event.along is not None:
        await lose_along(event.along, event.loan_id, unit)
        return
    request_id = await unit.requests.promised(event.device_id)
    request = await unit.requests.find(request_id) if request_id else None
    loan = await unit.loans.find_with_device(event.device_id)
    if loan is not None and loan.lost_before_it_came(event.device_id):
        await unit.loans.save(loan)
        return
    waits_again = request is not None and request.lost(event.device_id)
    if loan is not None and (loan.cancel() if waits_again else loan.retired(event.device_id)):
        await unit.loans.save(loan)
        if loan.under_way:
            await write_swap(loan, event.device_id, unit)
    if request is not None and waits_again:
        await unit.requests.save(request)
        await look_again_tomorrow(unit)
        await match_request(request.id, unit)
