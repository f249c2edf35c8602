"""At the counter a family turns out to read another language better, or simpler words."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household, Language, Level
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class RememberLanguage:
    """Of whom the loan is, in which language that family reads, and how plainly; None leaves what we know of that."""

    loan_id: UUID
    language: Language
    level: Level | None


async def remember_language(command: RememberLanguage, unit: LoansUnit) -> Household:
    """Note it with the family. Raises `NotFound`."""
    loan = await unit.loans.get(command.loan_id)
    household = await unit.households.get(loan.household_id)
    household.language, household.level = command.language, command.level or household.level
    await unit.households.save(household)
    return household
