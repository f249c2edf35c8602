"""A family comes to us; or a room of a partner or the bag of a helper gets machines of ours."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.loans.commands.keep_round import plan_keep_round
from services.loans.domain.consent import ConsentFor, ConsentSaid, ConsentWay
from services.loans.domain.family_refusals import MayBeKnown
from services.loans.domain.friendly_code import make_friendly_code
from services.loans.domain.household import BorrowerKind, Household, Language, clean_name, clean_telephone
from services.loans.queries.families import alike
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose


@dataclass(frozen=True, slots=True)
class RegisterHousehold:
    """What the family told. All of it may be left out: then the family is a code.

    Attributes:
        looked: whether somebody saw which families look like it, and says that it is another one. A program did not see them, and
            is not asked.
        noted_by: who of staff noted what it said about visits and calls; None for what asks without a person.
    """

    call_name: str | None = None
    telephone: str | None = None
    language: Language = Language.NL
    consents: Mapping[ConsentPurpose, ConsentAnswer] = field(default_factory=dict)
    looked: bool = True
    noted_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """A room or a bag: what it is called, and of which partner or helper it is."""

    kind: BorrowerKind
    call_name: str | None
    belongs_to: str | None


async def register_household(command: RegisterHousehold, unit: LoansUnit) -> Household:
    """Give the family a friendly code that is free here: a short one, or a longer one when most short ones are taken.

    Raises `TextTooLong`, `RegisterNumberInText`, `NotATelephoneNumber`; `MayBeKnown` until somebody looked.
    """
    household = Household(
        id=unit.new_id(),
        code="",
        call_name=clean_name(command.call_name),
        telephone=clean_telephone(command.telephone),
        language=command.language,
    )
    if not command.looked and (found := await alike(unit, household.call_name, household.telephone)):
        raise MayBeKnown(count=len(found))
    for purpose, answer in command.consents.items():
        household.say_consent(purpose, answer)
    await _with_a_code(household, unit)
    for purpose, answer in command.consents.items():
        if answer is not ConsentAnswer.NOT_ASKED:
            said = (ConsentFor(purpose), answer, ConsentWay.COUNTER, unit.today(), command.noted_by)
            await unit.people.said(ConsentSaid(unit.new_id(), household.id, *said))
    return household


async def register_place(command: RegisterPlace, unit: LoansUnit) -> Household:
    """A room or a bag borrows from now on. Helpdesk hears that nobody is to be visited there.

    Raises `NameMissing`, `OwnerMissing`, `TextTooLong`, `RegisterNumberInText`.
    """
    place = Household(id=unit.new_id(), code="", kind=command.kind)
    place.name_place(command.call_name, command.belongs_to)
    await _with_a_code(place, unit)
    return place


async def _with_a_code(household: Household, unit: LoansUnit) -> None:
    highest = 99
    while True:
        household.code = make_friendly_code(secrets.randbelow, highest)
        if await unit.households.add(household):
            await plan_keep_round(unit)
            return
        highest = min(highest * 10, 999_999)
