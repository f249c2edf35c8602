"""Inventory could not keep a machine for a request.

The other order: a newer `device_ready` of the same machine has the same key and comes after; then the machine is looked at
again. A withdrawal in the meantime leaves nothing to do.
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
    if request is not None and request.refused(event.device_id):
        await unit.requests.save(request)
        await look_again_tomorrow(unit)
        await match_request(request.id, unit)
