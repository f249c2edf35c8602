"""Inventory says where a machine is now. Only `given_out` concerns us: the original is back with the family after a repair.

The other order: `loaner_reserved` of the machine that goes along has another key. When it comes later, it finds that the original
is back already, and the machine is declined. When this event is older than the loaner it is about an earlier repair, and the
loaner stays. A loan that ended meanwhile has no machines any more: nothing to do.
"""

from services.loans.event_handlers.project_devices import project_device_status_changed
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceStatusChanged
from shared.contracts.vocabulary import DeviceState


async def on_device_status_changed(event: DeviceStatusChanged, unit: LoansUnit) -> None:
    """What went along comes back to us."""
    await project_device_status_changed(event, unit)
    if event.status is not DeviceState.GIVEN_OUT or unit.cause is None:
        return
    loan = await unit.loans.find_with_device(event.device_id)
    if loan is not None and loan.original_back(event.device_id, told_by=unit.cause.id):
        await unit.loans.save(loan)
