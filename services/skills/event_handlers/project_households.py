"""Projection: which code a household has.

The sequence of a loan says nothing about a household that has two of them, so it is not compared. It does not have to be: a
household never gets another code, and whichever event comes first says what all others would.
"""

from services.skills.store.unit import SkillsUnit
from shared.contracts.loans import LoanStarted


async def project_loan_started(event: LoanStarted, unit: SkillsUnit) -> None:
    """The household has this code."""
    await unit.known_households.has_code(event.household_id, event.household_code)
