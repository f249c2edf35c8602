"""Says in words what changed on a loan after it was signed. Part of the transaction in which it changes; it makes no paper."""

from collections.abc import Sequence
from uuid import UUID

from services.loans.documents.addendum_text import ChangeFacts, Named, addendum_text
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import LineKind
from services.loans.domain.more_machines import Change
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory


async def write_addendum(loan: Loan, change: Change, unit: LoansUnit) -> int | None:
    """Keep the words, in the family's language of today and in Dutch; gives the number of the sheet. The caller locked the
    loan, and saved the change.

    Of a family that is forgotten nothing is written down, and there is no sheet: what it had is nobody's to read any more.
    """
    household = next(iter(await unit.households.named_among([loan.household_id])), None)
    if household is None:
        return None
    facts = ChangeFacts(
        day=unit.today(),
        added=[await _named(one, unit, change.along.get(one, ())) for one in change.added],
        returned=[await _named(one, unit, change.along.get(one, ())) for one in change.returned],
        swapped=(await _named(change.swapped[0], unit), await _named(change.swapped[1], unit)) if change.swapped else None,
        things_added=change.things_added,
        things_returned=(*change.things_returned, *_without_their_machine(change)),
        ends_on=change.ends_on,
        no_end=change.no_end,
    )
    part = await unit.loans.next_part(loan.id)
    await unit.loans.keep_addendum(loan.id, addendum_text(facts, part, household.language))
    return part


async def write_swap(loan: Loan, original_device_id: UUID, unit: LoansUnit) -> None:
    """The same for a machine that has just come to stay instead of this one; nothing when none has."""
    stays = (line for line in loan.active_lines if line.kind is LineKind.LASTING and line.original_device_id == original_device_id)
    line = next(stays, None)
    if line is not None:
        await write_addendum(loan, Change(swapped=(original_device_id, line.device_id)), unit)


def _without_their_machine(change: Change) -> list[Accessory]:
    """What came back of the list of a machine that stays."""
    of_others = (things for device_id, things in change.along.items() if device_id not in (*change.added, *change.returned))
    return [one for things in of_others for one in things]


async def _named(device_id: UUID, unit: LoansUnit, things: Sequence[Accessory] = ()) -> Named | None:
    known = await unit.known_devices.named(device_id)
    if known is None:
        return None
    code, maker, model = known
    return Named(f"{maker} {model}", code, things)
