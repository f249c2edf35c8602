"""Numbers and dates as the pages say them."""

from datetime import UTC, date, datetime

import pytest

from services.portal.web.start_page import greeting
from shared.language.formats import capital, day, days, gigabytes, in_words
from shared.web.pages import trail


def test_counts() -> None:
    assert [in_words(count) for count in (0, 1, 12, 13, 999, 1000)] == ["geen", "één", "twaalf", "13", "999", "meer dan 999"]
    assert [capital(words) for words in ("één", "twee", "")] == ["Eén", "Twee", ""]


def test_sizes_and_days() -> None:
    assert [gigabytes(size) for size in (8192, 1536, 512)] == ["8 GB", "1,5 GB", "0,5 GB"]
    assert [days(count) for count in (0, 1, 2)] == ["sinds vandaag", "1 dag", "2 dagen"]
    assert day(date(2026, 3, 9)) == "9/3/2026"


@pytest.mark.parametrize(("hour", "words"), [(4, "Goeienavond."), (5, "Goeiemorgen."), (12, "Goeiemiddag."), (18, "Goeienavond.")])
def test_greeting(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 3, 9, hour, tzinfo=UTC)) == words
    assert greeting(datetime(2026, 3, 9, hour, tzinfo=UTC), "An") == words.removesuffix(".") + ", An."


def test_trail() -> None:
    steps = [("Wissen", "Gewist"), ("Nakijken", "Nagekeken"), ("Klaarzetten", "Klaar")]
    assert trail(steps, 1) == [("Gewist", "done"), ("Nakijken", "now"), ("Klaarzetten", "")]
    assert trail(steps, 3) == [("Gewist", "done"), ("Nagekeken", "done"), ("Klaar", "done")]
