"""Inventory could not keep a machine for a request.

The other order: a newer `device_ready` of the same machine has the same key and comes after; then the machine is looked at
again. A withdrawal in the meantime leaves nothing to do. It may be one more machine for a loan: then `request_id` is its line.
"""

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.match import match_request
from services.loans.event_handlers.project_devices import project_claim_refused
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import ClaimRefused


async def on_claim_refused(event: ClaimRefused, unit: LoansUnit) -> None:
    """Wait again, and try the next machine at once."""
    await unit.requests.lock_line()  # first, as everybody does
    await project_claim_refused(event, unit)
    request = await unit.requests.find(event.request_id)
    if request is None:
        loan = await unit.loans.find_of_line(event.request_id)
        if loan is not None and loan.does_not_come(event.request_id):
            await unit.loans.save(loan)
    elif request.refused(event.device_id):
        await unit.requests.save(request)
        await look_again_tomorrow(unit)
        await match_request(request.id, unit)
