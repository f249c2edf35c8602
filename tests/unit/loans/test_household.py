"""How a family may be called, and what it agreed to."""

from uuid import uuid4

import pytest

from services.loans.domain.household import Household, Language, clean_name, clean_telephone
from services.loans.domain.refusals import NotATelephoneNumber
from services.loans.domain.search import after_prefix, plain
from shared.contracts.loans import ConsentChanged
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.language.free_text import RegisterNumberInText, TextTooLong


def test_consents_are_told_once_and_silence_is_not_a_no() -> None:
    family = Household(uuid4(), "KIWI-42")
    assert set(family.consents.values()) == {ConsentAnswer.NOT_ASKED}
    family.say_consent(ConsentPurpose.VISITS, ConsentAnswer.NOT_ASKED)
    assert family.take_events() == []
    for _ in range(2):
        family.say_consent(ConsentPurpose.VISITS, ConsentAnswer.YES)
    assert family.take_events() == [ConsentChanged(household_id=family.id, purpose=ConsentPurpose.VISITS, answer=ConsentAnswer.YES)]
    assert family.consents[ConsentPurpose.CALLS] is ConsentAnswer.NOT_ASKED


@pytest.mark.parametrize("number", ["0470 12 34 56", "+32 (0)470/12.34.56", "1", "016-22 22 22"])
def test_telephone_numbers_stay_as_they_were_given(number: str) -> None:
    assert clean_telephone(f" {number} ") == number


@pytest.mark.parametrize("number", ["bel mijn zus", "0470 12 34 56 (zus)", "+", "()", "٠٤٧٠"])
def test_what_is_no_telephone_number(number: str) -> None:
    with pytest.raises(NotATelephoneNumber):
        clean_telephone(number)


def test_texts_have_a_length_and_no_register_number() -> None:
    assert (clean_name(None), clean_name("  "), clean_telephone(""), clean_name(" Ana \n Maria\t")) == (
        None,
        None,
        None,
        "Ana Maria",
    )
    with pytest.raises(TextTooLong):
        clean_name("a" * 81)
    with pytest.raises(TextTooLong):
        clean_telephone("1" * 31)
    with pytest.raises(RegisterNumberInText):
        clean_name("Jan 85.07.30-033.28")
    with pytest.raises(RegisterNumberInText):
        clean_telephone("85 07 30 033 28")


def test_correcting_keeps_all_or_nothing() -> None:
    family = Household(uuid4(), "KIWI-42", "Ana", "1", Language.NL)
    with pytest.raises(NotATelephoneNumber):
        family.correct("Eva", "x", Language.FR)
    assert (family.call_name, family.telephone, family.language) == ("Ana", "1", Language.NL)


def test_names_are_compared_without_accents_and_case() -> None:
    assert plain("  Zoë   ÇELİK ") == "zoe celik"
    assert plain("zo") <= plain("Zoë") < after_prefix(plain("zo"))
