"""The agreement on paper, a sheet of A4 for each language. Takes processor time: call it in a thread, outside a transaction."""

from collections.abc import Callable, Mapping
from io import BytesIO

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, PageBreak, Spacer, Table

from services.loans.documents.agreement_text import PICTOGRAMS, words_of
from services.loans.domain.agreement import AgreementSheet, AgreementText
from services.loans.domain.household import Language, Level
from shared.documents.lettering import REGULAR, lines_of, reads_from_right
from shared.documents.paper import HEIGHT, LEFT, WIDTH, make_pdf, style
from shared.documents.paragraph import Beside, Words, draw_line, height_of

SIZES = {
    Level.PLAIN: (11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5),
    Level.SIMPLE: (18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7.5),
}
"""Points, the largest that fits on one page is taken: names and places have no fixed length. What is usual fits at once."""
PICTURE = {Level.PLAIN: 2.0, Level.SIMPLE: 2.8}
"""The side of a pictogram, in lines."""
TALL = 1.45
"""Distance between lines of Arabic, in sizes: its letters reach further down."""
FOOT = 7
DRAWN_WIDTH, DRAWN_HEIGHT = 60 * mm, 16 * mm


def agreement_pdf(
    agreement: AgreementText, signed: Mapping[Language, str] | None, author: str | None = None, drawing: bytes | None = None
) -> bytes:
    """The sheets as bytes; the same text gives the same bytes. The family's own language comes first, with room for a pen.

    Args:
        signed: says in each language who signed when and how; None while nobody did.
        author: what the organisation is called; None when we did not hear it yet.
        drawing: what was drawn as a signature, a PNG; it stands on each sheet.
    """
    sheets = agreement.sheets
    parts: list[Flowable] = []
    for sheet in sheets:
        parts += [PageBreak()] * bool(parts)
        end = _end(sheet, signed, drawing, first=sheet is sheets[0])
        parts += _fitting(sheet, end, agreement.level)

    def foot(canvas: Canvas, page: int) -> None:
        language = sheets[min(page, len(sheets)) - 1].language
        words = words_of(language)["foot"].format(version=agreement.template_version, sha256=agreement.sha256)
        from_right = reads_from_right(language.value)
        for number, line in enumerate(reversed(lines_of(words, REGULAR, FOOT, WIDTH))):
            draw_line(canvas, line, (LEFT + 6, 11 * mm + number * FOOT * 1.3), REGULAR, FOOT, WIDTH, from_right)

    own = words_of(agreement.language)
    author = author or own["organisation"]
    return make_pdf(sheets[0].title, parts, language=agreement.language.value, foot=foot, author=author, subject=own["subject"])


def _fitting(sheet: AgreementSheet, end: Callable[[float], list[Flowable]], level: Level) -> list[Flowable]:
    """A sheet in the largest letters with which it fits on a page."""
    made: list[Flowable] = []
    for size in SIZES[level]:
        made = _sheet(sheet, end, size, PICTURE[level])
        if height_of(made, WIDTH) <= HEIGHT:
            break
    return made


def _sheet(sheet: AgreementSheet, end: Callable[[float], list[Flowable]], size: float, picture: float) -> list[Flowable]:
    """A sheet in one size of letters."""
    language = sheet.language.value
    leading = size * (TALL if reads_from_right(language) else 1.28)
    heading = style("heading").clone("heading", fontSize=size + 0.5, leading=leading, spaceBefore=0, spaceAfter=0)
    body = style("body").clone("body", fontSize=size, leading=leading, spaceAfter=0)
    parts: list[Flowable] = [Words(sheet.title, style("title").clone("title", spaceAfter=2), language)]
    for name, (words, lines) in zip(PICTOGRAMS, sheet.blocks, strict=True):
        block = [Words(words, heading, language), *(Words(line, body, language) for line in lines)]
        parts.append(Beside(name, picture * leading, block, size * 0.5, language))
    return [*parts, Spacer(1, 4 * mm), *end(size)]


def _end(
    sheet: AgreementSheet, signed: Mapping[Language, str] | None, drawing: bytes | None, *, first: bool
) -> Callable[[float], list[Flowable]]:
    """What stands below the text: who signed, or room for a pen. It is signed once, on the family's own sheet."""

    def said(size: float) -> list[Flowable]:
        words = signed[sheet.language] if signed else words_of(sheet.language)["elsewhere"]
        parts: list[Flowable] = [
            Words(words, style("body").clone("body", fontSize=size, leading=size * 1.28), sheet.language.value)
        ]
        return [*parts, Spacer(1, 2 * mm), _drawn(drawing, sheet.language)] if signed and drawing else parts

    return said if signed or not first else lambda _size: [_room_for_a_pen(sheet.language)]


def _drawn(drawing: bytes, language: Language) -> Image:
    """A drawn signature, as large as its room allows, where reading begins."""
    width, height = ImageReader(BytesIO(drawing)).getSize()
    scale = min(DRAWN_WIDTH / width, DRAWN_HEIGHT / height)
    image = Image(BytesIO(drawing), width * scale, height * scale)
    image.hAlign = "RIGHT" if reads_from_right(language.value) else "LEFT"
    return image


def _room_for_a_pen(language: Language) -> Table:
    small = style("small")
    cells = [Words(words, small, language.value) for words in words_of(language)["pen"].values()]
    widths = [60 * mm, 40 * mm, WIDTH - 100 * mm]
    if reads_from_right(language.value):
        cells, widths = cells[::-1], widths[::-1]
    table = Table([[""] * len(cells), cells], colWidths=widths, rowHeights=[14 * mm, None])
    table.setStyle(
        [("LINEABOVE", (0, 1), (-1, 1), 0.7, black), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
    )
    return table
