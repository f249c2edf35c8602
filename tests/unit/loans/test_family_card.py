"""A family's card and its PIN: who it is for, what it shows, and when it lets nobody in."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.loans.documents.family_card_pdf import card_words, family_card_pdf
from services.loans.domain.family_card import MOST_PERSONS, TRIES, CardState, FamilyCard, card_codes, check_person
from services.loans.domain.pin import Pins, clean_pin, is_easy, plain_pin
from services.loans.domain.refusals import NoSuchPerson, PinNotFourDigits, PinTooEasy
from shared.handed_code import ALPHABET
from shared.language.languages import Reach, languages

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
PINS = Pins(b"m" * 32, b"x" * 32)
CODES = card_codes(lambda purpose: purpose.encode().ljust(32, b"."))


def a_card(only_loans: frozenset[UUID] | None = None) -> FamilyCard:
    return FamilyCard(uuid4(), uuid4(), 1, only_loans, "hash", uuid4(), date(2026, 11, 22))


def test_a_card_is_locked_after_so_many_wrong_pins_and_opened_again() -> None:
    card = a_card()
    for tries, state in ((TRIES - 1, CardState.WORKS), (TRIES, CardState.LOCKED)):
        card.wrong_tries = tries
        assert card.state is state
    card.open_again()
    assert (card.state, card.wrong_tries) == (CardState.WORKS, 0)


def test_a_blocked_card_stays_blocked_with_another_pin_and_says_who_was_first() -> None:
    card, first, second = a_card(), uuid4(), uuid4()
    card.block(first, NOW)
    card.block(second, NOW)
    card.take_pin("other")
    assert (card.state, card.blocked_by, card.pin_number) == (CardState.BLOCKED, first, 2)
    card.open_again()
    assert card.state is CardState.WORKS


def test_a_card_shows_everything_or_what_was_chosen() -> None:
    mine, theirs = uuid4(), uuid4()
    assert a_card().shows(theirs)
    some = a_card(frozenset({mine}))
    assert (some.shows(mine), some.shows(theirs), some.shows_all) == (True, False, False)


@pytest.mark.parametrize("person", [0, -1, MOST_PERSONS + 1])
def test_a_family_has_so_many_cards(person: int) -> None:
    check_person(MOST_PERSONS)
    with pytest.raises(NoSuchPerson):
        check_person(person)


@pytest.mark.parametrize("typed", ["4826", " 48 26 ", "٤٨٢٦", "۴۸۲۶"])
def test_a_pin_is_the_same_from_any_keyboard(typed: str) -> None:
    assert clean_pin(typed) == "4826"


@pytest.mark.parametrize("typed", ["", "482", "48261", "48a6", "²³45", "-482"])
def test_what_is_no_pin(typed: str) -> None:
    with pytest.raises(PinNotFourDigits):
        clean_pin(typed)


@pytest.mark.parametrize("easy", ["0000", "1111", "1234", "6789", "7890", "4321", "0987", "1212", "7979", "1984", "2015"])
def test_what_others_guess_first(easy: str) -> None:
    with pytest.raises(PinTooEasy):
        clean_pin(easy)


def test_most_pins_are_good() -> None:
    assert sum(is_easy(f"{number:04}") for number in range(10_000)) < 300


@given(st.uuids(), st.integers(1, 1000))
def test_a_pin_that_we_make_is_good_and_follows_from_the_card(card_id: UUID, number: int) -> None:
    pin = PINS.make(card_id, number)
    assert clean_pin(pin) == pin == PINS.make(card_id, number)
    other = Pins(b"n" * 32, b"y" * 32)
    assert other.keyed(card_id, pin) != PINS.keyed(card_id, pin) != PINS.keyed(uuid4(), pin)


@given(st.text(max_size=100))
def test_whatever_is_typed_as_a_pin_is_read(typed: str) -> None:
    plain_pin(typed)


@given(st.uuids())
def test_the_code_of_a_card_is_long_and_known_again(card_id: UUID) -> None:
    code = CODES.make(card_id.bytes)
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert len(ALPHABET) ** 16 == 2**80
    assert CODES.digest(code.lower().replace("-", " ")) == CODES.digest(code) is not None
    assert CODES.digest(code[:-1]) is None


@pytest.mark.parametrize("language", [one.code for one in languages().values() if Reach.FAMILY in one.reach])
def test_a_card_is_one_sheet_in_every_language_and_each_time_the_same(language: str) -> None:
    place = "Bibliotheek, zaal 2: elke woensdag van 13.30 tot 17 uur, en op zaterdag in het wijkhuis van 10 tot 12 uur"
    words = card_words(language, "Digibank De Brug", "050 00 00 00", place)
    code = CODES.make(uuid4().bytes)
    made = [family_card_pdf(words, code, 2, "https://digibank.example", can_be_scanned=scan) for scan in (True, True, False)]
    assert made[0] == made[1] != made[2]
    elsewhere = family_card_pdf(words, code, 2, "http://127.0.0.1:8000", can_be_scanned=False)
    assert elsewhere == made[2]  # an address that does not work everywhere is not on it
    assert all(pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") == 1 for pdf in made)
