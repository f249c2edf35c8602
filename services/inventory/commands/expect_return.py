"""Machines come back from a loan, one day: we expect them."""

from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.commands.own_lists import OwnLists
from services.inventory.domain.thing import ACCESSORY_OF
from services.inventory.store.along_questions import AlongQuestion
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
    known = {one.id: one.accessory for one in await unit.along.companions_on(command.loan_id)}
    along = known if command.whole_loan else {}
    for device_id in sorted({*command.device_ids, *along}):
        device = await unit.devices.find(device_id)
        if device is not None:
            device.end_loan(command.loan_id, unit.today())
            if _is_missing(device_id, known.get(device_id), command):
                device.note_missing(command.loan_id)
            elif device_id in known:
                device.note_there(command.loan_id)  # it may have been missing when the loan ended
            await unit.devices.save(device)
    await command.own.note_missing(command.loan_id, command.not_returned, None if command.whole_loan else command.device_ids, unit)
    if command.whole_loan:
        asked = await unit.along_questions.on_loan(command.loan_id)
        await unit.along_questions.end([one.id for one in asked if not _stays_away(one, command)])


def _stays_away(asked: AlongQuestion, command: ExpectReturn) -> bool:
    """Whether the counter missed that of which nobody said which sort it was: it did leave, so it is still asked."""
    accessory = ACCESSORY_OF[asked.kind]
    back = command.own.came_back(asked.device_id, accessory)
    return accessory in command.not_returned if back is None else not back


def _is_missing(device_id: UUID, accessory: Accessory | None, command: ExpectReturn) -> bool:
    """Whether the counter did not see this hotspot, screen or printer, which went along as such; None is a machine itself."""
    if accessory is None:
        return False
    back = command.own.came_back(device_id, accessory)
    return command.whole_loan and accessory in command.not_returned if back is None else not back
