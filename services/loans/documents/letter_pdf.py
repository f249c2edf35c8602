"""A letter to a family, and its sheet about internet at home. Takes processor time: call it in a thread, outside a transaction."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from services.loans.documents.message_text import SHEET_PICTURES, MessageWords
from shared.documents.lettering import reads_from_right
from shared.documents.paper import TOP, make_pdf, style
from shared.documents.paragraph import Beside, Words

WINDOW_TOP, WINDOW_LEFT = 50 * mm, 88 * mm
"""Where the window of an envelope is: from the top of the sheet, and from our margin. Belgian windows are on the right."""
TEXT_TOP = 100 * mm
LETTER, SHEET, PICTURE = 13.0, 13.0, 2.2


class _Address(Flowable):
    """What stands behind the window, and the room down to where the letter begins."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """All of the head of a letter that goes by post."""
        self.width, self.height = width, TEXT_TOP - TOP
        return self.width, self.height

    def draw(self) -> None:
        """The lines, the first one on top. An address is written from the left in every language."""
        kind = style("body")
        y = self.height - (WINDOW_TOP - TOP)
        for line in self._lines:
            said = Words(line, kind)
            _wide, high = said.wrap(self.width - WINDOW_LEFT, self.height)
            y -= high
            said.drawOn(self.canv, WINDOW_LEFT, y)


def letter_pdf(words: MessageWords, language: str, to: Sequence[str]) -> bytes:
    """A letter on one sheet of A4; the same facts give the same bytes.

    Args:
        to: name and address, for an envelope with a window; empty for a letter that somebody hands over.
    """
    leading = LETTER * (1.6 if reads_from_right(language) else 1.4)
    body = style("body").clone("letter", fontSize=LETTER, leading=leading, spaceAfter=LETTER * 0.6)
    parts: list[Flowable] = [_Address(to)] if to else [Spacer(1, 10 * mm)]
    parts.append(Words(words.heading, style("title").clone("letter title", spaceAfter=10), language))
    parts += [Words(line, body, language) for line in words.lines]
    if words.organisation:
        parts += [Spacer(1, 6 * mm), Words(words.organisation, body, language)]
    return make_pdf(words.heading, parts, language=language, author=words.organisation)


def internet_pdf(title: str, blocks: Sequence[tuple[str, Sequence[str]]], language: str, author: str | None) -> bytes:
    """The sheet about internet at home, on A4: large letters and a picture beside each block."""
    leading = SHEET * (1.55 if reads_from_right(language) else 1.35)
    body = style("body").clone("sheet", fontSize=SHEET, leading=leading, spaceAfter=3)
    heading = style("heading").clone("sheet heading", fontSize=SHEET + 2, leading=leading * 1.1, spaceBefore=0)
    parts: list[Flowable] = [Words(title, style("title").clone("sheet title", spaceAfter=8), language)]
    for picture, (words, lines) in zip(SHEET_PICTURES, blocks, strict=True):
        block = [Words(words, heading, language), *(Words(line, body, language) for line in lines)]
        parts.append(Beside(picture, PICTURE * leading, block, SHEET, language))
    return make_pdf(title, parts, language=language, author=author)
