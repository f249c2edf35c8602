"""Machines come back from a loan, one day: we expect them."""

from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.commands.own_lists import OwnLists
from services.inventory.domain.device import Device
from services.inventory.domain.thing import COMPANION
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class ExpectReturn:
    """Which machines from which loan; whether all of that loan is over, and then what of the accessories the counter noted as
    missing. When only a loaner comes back the loan goes on, and what went along stays with the family.

    `own`: what came back of the lists of machines that have one.
    """

    device_ids: tuple[UUID, ...]
    loan_id: UUID
    whole_loan: bool
    not_returned: tuple[Accessory, ...] = ()
    own: OwnLists = field(default_factory=lambda: OwnLists(()))


async def expect_return(command: ExpectReturn, unit: InventoryUnit) -> None:
    """Expect each of them that is still on that loan; when all of it is over, what went along too. They are locked in the order of
    their ids, as everybody does."""
    await command.own.look_at(command.loan_id, unit)
    along = {one.id for one in await unit.along.companions_on(command.loan_id)} if command.whole_loan else set()
    for device_id in sorted({*command.device_ids, *along}):
        device = await unit.devices.find(device_id)
        if device is not None:
            device.end_loan(command.loan_id, unit.today())
            if _is_missing(device, command, along=device_id in along):
                device.note_missing(command.loan_id)
            await unit.devices.save(device)
    await command.own.note_missing(command.loan_id, command.not_returned, None if command.whole_loan else command.device_ids, unit)


def _is_missing(device: Device, command: ExpectReturn, *, along: bool) -> bool:
    """Whether the counter did not see this hotspot, screen or printer. `along`: it went with a machine of a loan that is over."""
    if device.chassis not in COMPANION:
        return False
    back = command.own.came_back(device.id, COMPANION[device.chassis])
    return along and COMPANION[device.chassis] in command.not_returned if back is None else not back
