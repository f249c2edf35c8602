"""At the counter a family turns out to read another language better."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household, Language
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class RememberLanguage:
    """Of whom the loan is, and in which language that family reads."""

    loan_id: UUID
    language: Language


async def remember_language(command: RememberLanguage, unit: LoansUnit) -> Household:
    """Note it with the family. Raises `NotFound`."""
    loan = await unit.loans.get(command.loan_id)
    household = await unit.households.get(loan.household_id)
    household.language = command.language
    await unit.households.save(household)
    return household
