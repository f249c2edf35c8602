"""What a family reads of everything that we know: the words, before they stand on a screen or on paper."""

from datetime import date
from uuid import uuid4

import pytest

from services.loans.domain.people import TrustedFor, trusted_person
from services.loans.domain.reach import Reach
from services.loans.queries.families import Around
from services.loans.web.known_text import Known, known_sections
from shared.documents.lettering import REGULAR, lines_of
from shared.language.translate import speaking


@pytest.mark.parametrize("language", ["ar", "nl"])
def test_the_number_of_a_trusted_person_is_never_cut_in_two(language: str) -> None:
    """However narrow the page: half a number in Arabic has its end before its beginning."""
    samira = trusted_person(uuid4(), uuid4(), "Tante Samira", "0470 12 34 56, na 18 uur", {TrustedFor.TALK}, date(2026, 11, 23))
    around = Around(rows=(), now={}, said=(), contacts=(), trusted=[samira], referrals=())
    with speaking(language):
        sections = known_sections(Known(around, Reach(uuid4()), loans=(), requests=(), devices={}, cards=(), looks=()))
    [line] = [line for section in sections for line in section.lines if "Samira" in line]
    number = "0470\u00a012\u00a034\u00a056"
    for width in range(120, 500, 10):
        assert [part for part in lines_of(line, REGULAR, 12, width) if number in part], width
    assert f"\u2068{number}, na 18 uur\u2069" in line, "it keeps its own direction between the brackets"
