"""A machine is there again. Only one that goes along with the machine of a loan (`along`) concerns us.

The other order: `device_lost` and `device_found` of one device have the same key, so it was lost before. It was out of use in
between: then it goes along with nothing, and this says nothing of it. The loan ended before: nothing changes.
"""

from services.loans.commands.lose_along import find_along
from services.loans.event_handlers.project_devices import project_device_found
from services.loans.store.unit import LoansUnit
from shared.contracts.inventory import DeviceFound


async def on_device_found(event: DeviceFound, unit: LoansUnit) -> None:
    """It is asked for again when its loan ends."""
    await project_device_found(event, unit)
    loan = await unit.loans.find_with_device(event.device_id)
    line = loan.line_of(event.device_id) if loan is not None else None
    if loan is not None and line is not None and line.said_lost_on is not None:
        loan.say_found(event.device_id)
        await unit.loans.save(loan)
    if event.along is not None:
        await find_along(event.along, event.loan_id, unit)
