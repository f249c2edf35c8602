"""Another service asks how some families want to be called. Each family that is answered for can read that it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.store.unit import LoansUnit
from shared.contracts.disclosure import TOLD, DisclosureAnswer, DisclosurePurpose, FamilyContact
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose


@dataclass(frozen=True, slots=True)
class DiscloseContacts:
    """Which service asks, for whom, why, and about which households."""

    service: str
    person_id: UUID
    purpose: DisclosurePurpose
    household_ids: Sequence[UUID]


async def disclose_contacts(command: DiscloseContacts, unit: LoansUnit) -> DisclosureAnswer:
    """What the families that agreed want to be called, in the order of the question; and a line in the log of each of them.

    Of rows that are one family the facts of the one that counts are told; asked is the stricter of what they said.
    Who did not agree, whose file is closed to who asks, and who is of another organisation, is left out, and nothing is
    written about them.
    """
    shut = await unit.closed.shut_for(command.person_id)
    known = {household.id: household for household in await unit.households.named_among(command.household_ids)}
    asked = [
        known[household_id]
        for household_id in dict.fromkeys(command.household_ids)
        if household_id in known and household_id not in shut
    ]
    counting = {one.id: one for one in await unit.households.named_among({household.counts_as for household in asked})}
    families = [
        FamilyContact(
            household_id=household.id,
            call_name=counting[household.counts_as].call_name,
            telephone=counting[household.counts_as].telephone,
        )
        for household in asked
        if _agreed(household, command.purpose)
    ]
    told = [(family.household_id, _what(family)) for family in families]
    await unit.households.note_disclosures(command.service, command.person_id, command.purpose, told)
    for household_id, _ in told:
        unit.note("disclose_contacts", subject=household_id, actor=command.person_id, detail=command.purpose)
    return DisclosureAnswer(families=tuple(families))


def _agreed(household: Household, purpose: DisclosurePurpose) -> bool:
    """For a visit or a call the family said yes. When it asked to be called by itself, anything but a no will do."""
    if purpose in (DisclosurePurpose.FIND, DisclosurePurpose.OPEN, DisclosurePurpose.HOW_IT_GOES):
        return False  # only for who may see families anyway: see `find_families`, `show_number`, and who opens a page here
    if purpose is DisclosurePurpose.ASKED_TO_BE_CALLED:
        return household.consents[ConsentPurpose.CALLS] is not ConsentAnswer.NO
    asked = ConsentPurpose.VISITS if purpose is DisclosurePurpose.VISIT else ConsentPurpose.CALLS
    return household.consents[asked] is ConsentAnswer.YES


def _what(family: FamilyContact) -> list[str]:
    return [name for name in TOLD if getattr(family, name) is not None]
