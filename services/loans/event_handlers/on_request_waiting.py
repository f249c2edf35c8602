"""Our own event: somebody joined the line. The other order is in `on_device_ready`."""

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.match import match_request
from services.loans.store.unit import LoansUnit
from shared.contracts.loans import RequestWaiting


async def on_request_waiting(event: RequestWaiting, unit: LoansUnit) -> None:
    """Look for a machine at once, and see to it that a daily round looks again."""
    await unit.requests.lock_line()  # first, as everybody does
    await look_again_tomorrow(unit)
    await match_request(event.request_id, unit)
