"""A colleague searches, in portal. Each family whose name is shown can read that somebody looked for it."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.queries.households import search_households
from services.loans.store.unit import LoansUnit
from shared.contracts.disclosure import DisclosurePurpose
from shared.contracts.finding import MOST_FOUND, FamiliesFound, FamilyFound


@dataclass(frozen=True, slots=True)
class FindFamilies:
    """Which service asks, for whom, and what was typed."""

    service: str
    person_id: UUID
    text: str


async def find_families(command: FindFamilies, unit: LoansUnit) -> FamiliesFound:
    """Families whose code or name begins like this, at most `MOST_FOUND`, and a line in the log of each that has a name.

    No consent is asked: whoever may search here may open the page of the family, which shows the same.
    """
    found = (await search_households(unit, command.person_id, command.text))[:MOST_FOUND]
    told = [(household.id, ["call_name"]) for household in found if household.call_name]
    await unit.households.note_disclosures(command.service, command.person_id, DisclosurePurpose.FIND, told)
    for household_id, _ in told:
        unit.note("disclose_contacts", subject=household_id, actor=command.person_id, detail=DisclosurePurpose.FIND)
    return FamiliesFound(
        families=tuple(
            FamilyFound(household_id=household.id, code=household.code, call_name=household.call_name) for household in found
        )
    )
