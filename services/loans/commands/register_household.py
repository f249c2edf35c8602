"""A family comes to us."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.loans.commands.keep_round import plan_keep_round
from services.loans.domain.friendly_code import make_friendly_code
from services.loans.domain.household import Household, Language, clean_name, clean_telephone
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose


@dataclass(frozen=True, slots=True)
class RegisterHousehold:
    """What the family told. All of it may be left out: then the family is a code."""

    call_name: str | None = None
    telephone: str | None = None
    language: Language = Language.NL
    consents: Mapping[ConsentPurpose, ConsentAnswer] = field(default_factory=dict)


async def register_household(command: RegisterHousehold, unit: LoansUnit) -> Household:
    """Give the family a friendly code that is free here: a short one, or a longer one when most short ones are taken.

    Raises `TextTooLong`, `RegisterNumberInText`, `NotATelephoneNumber`.
    """
    household = Household(
        id=unit.new_id(),
        code="",
        call_name=clean_name(command.call_name),
        telephone=clean_telephone(command.telephone),
        language=command.language,
    )
    for purpose, answer in command.consents.items():
        household.say_consent(purpose, answer)
    highest = 99
    while True:
        household.code = make_friendly_code(secrets.randbelow, highest)
        if await unit.households.add(household):
            await plan_keep_round(unit)
            return household
        highest = min(highest * 10, 999_999)
