"""The agreement on paper, a sheet of A4 for each language. Takes processor time: call it in a thread, outside a transaction."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, PageBreak, Spacer, Table

from services.loans.documents.agreement_text import words_of
from services.loans.domain.agreement import AgreementSheet, AgreementText
from services.loans.domain.household import Language, Level
from shared.documents.lettering import BOLD, REGULAR, lines_of, reads_from_right, width_of
from shared.documents.paper import HEIGHT, LEFT, WIDTH, make_pdf, style
from shared.documents.paragraph import Beside, Words, draw_line, height_of
from shared.documents.qr import Modules, draw_modules, qr_modules

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
ON_MORE = {Level.PLAIN: 10.5, Level.SIMPLE: 14}
"""Points of a text that fits on no single page: then it may as well be read easily."""
SQUARE = 22 * mm
"""The side of the QR code beside the title, and what stays free for it there."""
SMALL_TITLE = 16
DRAWN_WIDTH, DRAWN_HEIGHT = 60 * mm, 16 * mm


def agreement_pdf(
    agreement: AgreementText,
    signed: Mapping[Language, str] | None,
    author: str | None = None,
    drawing: bytes | None = None,
    *,
    read_at: str = "",
) -> bytes:
    """The sheets as bytes; the same text gives the same bytes. The family's own language comes first, with room for a pen.

    Args:
        signed: says in each language who signed when and how; None while nobody did.
        author: what the organisation is called; None when we did not hear it yet.
        read_at: the address of this wording, which anybody may read and listen to; empty where telephones do not reach us.
        drawing: what was drawn as a signature, a PNG; it stands on each sheet.
    """
    sheets = agreement.sheets
    parts: list[Flowable] = []
    pages: list[Language] = []
    for sheet in sheets:
        parts += [PageBreak()] * bool(parts)
        made = _fitting(sheet, _end(sheet, signed, drawing, first=sheet is sheets[0]), agreement)
        parts += made
        pages += [sheet.language] * pages_of(made)

    def foot(canvas: Canvas, page: int) -> None:
        language = pages[min(page, len(pages)) - 1]
        if read_at and language not in pages[: page - 1]:
            joined = "&" if "?" in read_at else "?"  # it may say already that there is an end date
            _square(canvas, language, f"{read_at}{joined}language={language.value}")
        words = words_of(language)["foot"].format(version=agreement.template_version, sha256=agreement.sha256)
        from_right = reads_from_right(language.value)
        for number, line in enumerate(reversed(lines_of(words, REGULAR, FOOT, WIDTH))):
            draw_line(canvas, line, (LEFT + 6, 11 * mm + number * FOOT * 1.3), REGULAR, FOOT, WIDTH, from_right)

    own = words_of(agreement.language)
    author = author or own["organisation"]
    return make_pdf(sheets[0].title, parts, language=agreement.language.value, foot=foot, author=author, subject=own["subject"])


def paper_pages(agreement: AgreementText) -> int:
    """How many pages its longest sheet takes on paper. Takes processor time, as making it does."""
    return max(pages_of(_fitting(sheet, _end(sheet, None, None, first=True), agreement)) for sheet in agreement.sheets)


def pages_of(parts: Sequence[Flowable]) -> int:
    """How many pages these take, which are never cut. They have to fit on a page one by one."""
    pages, on_this = 1, list[Flowable]()
    for part in parts:
        if on_this and height_of([*on_this, part], WIDTH) > HEIGHT:
            pages, on_this = pages + 1, []
        on_this.append(part)
    return pages


def _fitting(sheet: AgreementSheet, end: Callable[[float], list[Flowable]], agreement: AgreementText) -> list[Flowable]:
    """A sheet in the largest letters with which it fits on a page; one that fits on none, in letters that read easily."""
    level = agreement.level
    for size in SIZES[level]:
        made = _sheet(sheet, end, size, agreement)
        if height_of(made, WIDTH) <= HEIGHT:
            return made
    return _sheet(sheet, end, ON_MORE[level], agreement)


def _sheet(sheet: AgreementSheet, end: Callable[[float], list[Flowable]], size: float, agreement: AgreementText) -> list[Flowable]:
    """A sheet in one size of letters."""
    picture = PICTURE[agreement.level]
    language = sheet.language.value
    leading = size * (TALL if reads_from_right(language) else 1.28)
    heading = style("heading").clone("heading", fontSize=size + 0.5, leading=leading, spaceBefore=0, spaceAfter=0)
    body = style("body").clone("body", fontSize=size, leading=leading, spaceAfter=0)
    title = style("title").clone("title", spaceAfter=2)
    if len(lines_of(sheet.title, BOLD, title.fontSize, WIDTH - SQUARE)) > 1:  # beside the QR code
        title = title.clone("title", fontSize=SMALL_TITLE)
    parts: list[Flowable] = [Words(sheet.title, title, language)]
    for name, (words, lines) in zip(agreement.pictures, sheet.blocks, strict=True):
        block = [Words(words, heading, language), *(Words(line, body, language) for line in lines)]
        parts.append(Beside(name, picture * leading, block, size * 0.5, language))
    return [*parts, Spacer(1, 4 * mm), *end(size)]


def _square(canvas: Canvas, language: Language, address: str) -> None:
    """Beside the title, at the other end of its line: the code, and what it is for."""
    from_right = reads_from_right(language.value)
    edge = LEFT + 6
    x = edge if from_right else edge + WIDTH - SQUARE
    draw_modules(canvas, _modules(address), x, A4[1] - 7 * mm - SQUARE, SQUARE)
    words = lines_of(words_of(language)["listen"], REGULAR, FOOT + 2, WIDTH)[0]
    width = width_of(words, REGULAR, FOOT + 2)
    at = edge + SQUARE if from_right else x - width
    draw_line(canvas, words, (at, A4[1] - 13 * mm), REGULAR, FOOT + 2, width, from_right)


@lru_cache(maxsize=200)
def _modules(address: str) -> Modules:
    """The code of an address; looking for its best pattern takes as long as much of a page."""
    return qr_modules(address)


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
