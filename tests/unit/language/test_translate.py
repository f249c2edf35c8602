"""Texts become words when they are shown, in the language of that moment."""

from datetime import date

import pytest

from shared.language import formats, translate
from shared.language.languages import PSEUDO, Reach, accepted, choose, languages
from shared.language.translate import _, disguised, plural, speaking, translated

MENU = _("Vandaag")


def test_a_text_follows_the_language_of_who_reads_it() -> None:
    assert str(MENU) == "Vandaag"
    with speaking("en"):
        assert str(MENU) == "Today"
        assert f"{MENU}!" == "Today!"
        with speaking("fr"):
            assert str(MENU) == "Aujourd’hui"
        assert str(MENU) == "Today"
    assert str(MENU) == "Vandaag"


def test_a_text_without_words_stays_dutch() -> None:
    with speaking("fr"):
        assert translated("Dit staat in geen catalogus") == "Dit staat in geen catalogus"
        assert translated("") == ""  # and not the header of the catalogue


def test_a_question_mark_in_french_never_stands_alone_on_a_line() -> None:
    with speaking("fr"):
        assert translated("Wat is er?") == "Que se passe-t-il\N{NO-BREAK SPACE}?"
    with speaking("en"):
        assert "\N{NO-BREAK SPACE}" not in translated("Wat is er?")


def test_a_ukrainian_date_ends_a_sentence_with_one_full_stop() -> None:
    with speaking("uk"):
        assert formats.written_day(date(2026, 11, 22)) == "22 листопада 2026 року"
        assert formats.long_day(date(2026, 11, 22)) == "неділя, 22 листопада 2026 року"


def test_plurals_have_the_forms_of_their_language() -> None:
    def days(count: int) -> str:
        return plural("{count} dag", "{count} dagen", count)

    assert [days(count) for count in (1, 2)] == ["1 dag", "2 dagen"]
    with speaking("fr"):
        assert [days(count) for count in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    with speaking("uk"):
        assert [days(count) for count in (1, 2, 5, 21)] == ["1 день", "2 дні", "5 днів", "21 день"]
    with speaking("ar"):
        assert days(3) != days(11)


def test_dates_and_numbers_follow_the_locale() -> None:
    assert formats.day(date(2026, 11, 22)) == "22/11/2026"
    assert formats.number(1234.5) == "1.234,5"
    with speaking("en"):
        assert formats.number(1234.5) == "1,234.5"
        assert formats.long_day(date(2026, 11, 22)) == "Sunday, 22 November 2026"
    with speaking("uk"):
        assert formats.day(date(2026, 11, 22)) == "22.11.2026"
    with speaking("fr"):
        assert formats.in_words(3) == "3"  # `trois` would have to bend with what it counts
        assert formats.gigabytes(1536) == "1,5 Go"
    assert formats.listed(["lader", "muis", "tas"]) == "lader, muis en tas"
    assert [formats.listed(words) for words in ([], ["muis"])] == ["", "muis"]


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("fr-BE,fr;q=0.9,en;q=0.8", ["fr", "en"]),
        ("en;q=0.2, ar", ["ar", "en"]),
        ("nl;q=0, *;q=0.5", []),
        ("fr;q=lots, de", ["de"]),
        ("", []),
        ("x" * 5000, ["x" * 1000]),
    ],
)
def test_what_a_browser_asks_for(header: str, codes: list[str]) -> None:
    assert accepted(header) == codes


def test_the_first_language_that_these_pages_have() -> None:
    assert choose(["tr", "fr"], Reach.STICKER) == "tr"
    assert choose(["tr", "fr"], Reach.STAFF) == "fr"
    assert choose(["ar"], Reach.LEARNER) == "ar"
    assert choose(["xx", "../nl"], Reach.STICKER) == "nl"
    assert choose([PSEUDO], Reach.STAFF) == "nl"
    assert choose([PSEUDO], Reach.STAFF, pseudo=True) == PSEUDO


def test_the_disguise_keeps_what_is_filled_in() -> None:
    assert disguised("Nog %(count)s <b>dagen</b> {x}&nbsp;%%") == "⟦Ñög %(count)s <b>dàgéñ</b> {x}&nbsp;%% ··· ··· ···⟧"
    with speaking(PSEUDO):
        assert translated("Vandaag").startswith("⟦")


def test_every_language_has_a_catalogue_that_loads() -> None:
    translate.load_catalogues(list(languages()))
