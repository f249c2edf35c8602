"""Machines come back from a loan, one day: we expect them."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import note_missing
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class ExpectReturn:
    """Which machines from which loan; whether all of that loan is over, and then what of the accessories the counter noted as
    missing. When only a loaner comes back the loan goes on, and what went along stays with the family."""

    device_ids: tuple[UUID, ...]
    loan_id: UUID
    whole_loan: bool
    not_returned: tuple[Accessory, ...] = ()


async def expect_return(command: ExpectReturn, unit: InventoryUnit) -> None:
    """Expect each of them that is still on that loan; when all of it is over, what went along too. They are locked in the order of
    their ids, as everybody does."""
    companions = await unit.along.companions_on(command.loan_id) if command.whole_loan else ()
    along = {one.id: one.accessory for one in companions}
    for device_id in sorted({*command.device_ids, *along}):
        device = await unit.devices.find(device_id)
        if device is not None:
            device.end_loan(command.loan_id, unit.today())
            if along.get(device_id) in command.not_returned:
                device.note_missing(command.loan_id)
            await unit.devices.save(device)
    await note_missing(command.loan_id, command.not_returned, unit)
