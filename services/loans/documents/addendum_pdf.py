"""What changed on a loan after it was signed, on paper: for each change a sheet a language. Black on white, with pictograms."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer

from services.loans.documents.addendum_text import PICTOGRAMS
from services.loans.documents.agreement_text import words_of
from services.loans.domain.addendum import Addendum
from services.loans.domain.agreement import AgreementSheet
from shared.documents.lettering import REGULAR, lines_of, reads_from_right
from shared.documents.paper import LEFT, WIDTH, make_pdf, style
from shared.documents.paragraph import Beside, Words, draw_line

SIZE = 13
PICTURE = 2.4
"""The side of a pictogram, in lines."""
TALL, LOW = 1.45, 1.3
"""Distance between lines in sizes: of Arabic, whose letters reach further down, and of others."""
FOOT = 7


def addendum_pdf(addenda: Sequence[Addendum], author: str | None = None) -> bytes:
    """The sheets as bytes, the oldest change first; the same texts give the same bytes.

    Args:
        addenda: at least one.
        author: what the organisation is called; None when we did not hear it yet.
    """
    sheets = [(addendum, sheet) for addendum in addenda for sheet in addendum.sheets]
    parts: list[Flowable] = []
    for _, sheet in sheets:
        parts += [PageBreak()] * bool(parts)
        parts += _sheet(sheet)

    def foot(canvas: Canvas, page: int) -> None:
        addendum, sheet = sheets[min(page, len(sheets)) - 1]
        words = words_of(sheet.language)["addendum"]["foot"].format(number=addendum.part, sha256=addendum.sha256)
        from_right = reads_from_right(sheet.language.value)
        for number, line in enumerate(reversed(lines_of(words, REGULAR, FOOT, WIDTH))):
            draw_line(canvas, line, (LEFT + 6, 11 * mm + number * FOOT * 1.3), REGULAR, FOOT, WIDTH, from_right)

    own = words_of(addenda[0].language)
    title, language = sheets[0][1].title, addenda[0].language.value
    return make_pdf(title, parts, language=language, foot=foot, author=author or own["organisation"], subject=own["subject"])


def _sheet(sheet: AgreementSheet) -> list[Flowable]:
    language = sheet.language.value
    leading = SIZE * (TALL if reads_from_right(language) else LOW)
    heading = style("heading").clone("heading", fontSize=SIZE + 0.5, leading=leading, spaceBefore=0, spaceAfter=0)
    body = style("body").clone("body", fontSize=SIZE, leading=leading, spaceAfter=0)
    parts: list[Flowable] = [Words(sheet.title, style("title").clone("title", spaceAfter=2), language), Spacer(1, 4 * mm)]
    for name, (words, lines) in zip(PICTOGRAMS, sheet.blocks, strict=True):
        block = [Words(words, heading, language), *(Words(line, body, language) for line in lines)]
        parts += [Beside(name, PICTURE * leading, block, SIZE * 0.5, language), Spacer(1, 3 * mm)]
    return parts
