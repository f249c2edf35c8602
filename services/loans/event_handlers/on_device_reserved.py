"""Inventory keeps a machine for a request.

The other order: the household may have withdrawn while the claim was under way. Then nothing changes here; inventory gets the
withdrawal after the claim, on the same key, and lets go of the machine. A machine may also be kept for something that is not a
request of ours; then all we learn is that it is taken.
"""

from services.loans.event_handlers.project_devices import project_device_reserved
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceReserved


async def on_device_reserved(event: DeviceReserved, unit: LoansUnit) -> None:
    """The machine is taken; if it is for a request of ours, that one has its machine."""
    await project_device_reserved(event, unit)
    request = await unit.requests.find(event.request_id)
    if request is not None and request.confirm(event.device_id):
        await unit.requests.save(request)
