"""What an organisation says to everybody, as a page shows it: in the language of the page when somebody wrote it, else in Dutch."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.portal import Notice
from shared.language.languages import SOURCE, Language, language_of
from shared.language.translate import language


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """The words, the language they are in, and whether that is the one of the page."""

    words: str
    language: Language
    is_own: bool


def notice_now(notice: Notice | None, today: date) -> ShownNotice | None:
    """What to show today, where the organisation is; None when it says nothing, or its last day is past."""
    if notice is None or not notice.is_shown_on(today):
        return None
    own = notice.words_in(language().code)
    return ShownNotice(own or notice.nl, language() if own else language_of(SOURCE), own is not None)
