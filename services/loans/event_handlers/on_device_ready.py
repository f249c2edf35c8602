"""Inventory has a machine ready.

The other order, a request that started waiting before: it is found in line here. A request that starts waiting after finds
the machine. Both at once: the lock on the line puts one of them last, and that one sees the other.
"""

from services.loans.commands.match import match_device
from services.loans.event_handlers.project_devices import project_device_ready
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceReady


async def on_device_ready(event: DeviceReady, unit: LoansUnit) -> None:
    """Claim it for whoever is next."""
    await unit.requests.lock_line()  # first, as everybody does
    await project_device_ready(event, unit)
    await match_device(event.device_id, unit)
