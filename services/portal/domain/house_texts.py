"""What an organisation says in its own words: a notice for everybody, and where to ask about what is written down of a family."""

from collections.abc import Mapping
from datetime import date

from services.portal.domain.refusals import NoticeWithoutDutch
from shared.contracts.portal import NOTICE_LANGUAGES, Notice
from shared.language.free_text import clean_line

LONGEST_NOTICE, LONGEST_PLACE = 200, 120


def clean_notice(typed: Mapping[str, str], until: date | None) -> Notice | None:
    """A notice as we keep it, from what somebody typed in each language, by its code; None when nothing was typed.

    Raises `NoticeWithoutDutch`, and what `clean_line` raises.
    """
    words = {code: clean_line(typed.get(code, ""), longest=LONGEST_NOTICE) or None for code in NOTICE_LANGUAGES}
    if not any(words.values()):
        return None
    if words["nl"] is None:
        raise NoticeWithoutDutch()
    return Notice.model_validate(words | {"until": until})


def clean_place_to_ask(typed: str) -> str:
    """Where to ask, without the full stop: it goes into sentences. Empty when it is not said. Raises what `clean_line` raises."""
    return clean_line(typed, longest=LONGEST_PLACE).rstrip(". ")
