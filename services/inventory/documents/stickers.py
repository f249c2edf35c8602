"""Stickers for the underside of machines: a QR code, the code to read aloud, and what it is for. Not whose charity it is."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from services.inventory.documents.sticker_design import Design, StickerWords, design_for, sticker_address
from services.inventory.domain.label_papers import LabelPaper
from shared.documents.labels import Draw, LabelSheet, make_label_sheets
from shared.documents.lettering import BOLD, REGULAR
from shared.documents.qr import draw_modules, qr_modules
from shared.language.translate import only_dutch, translated

TITLE = only_dutch("Stickers")
FORM = "sticker"
RULER = 100
"""Millimetres that the rulers on a test page are long, where there is room."""


def make_stickers(
    base_url: str,
    codes: Sequence[str],
    words: StickerWords,
    paper: LabelPaper,
    *,
    copies: int = 1,
    skipped: int = 0,
    offset: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """Stickers as PDF, in the order of the codes.

    Args:
        copies: how many of each, one behind the other.
        skipped: places of the first sheet that are used already.
        offset: how far all is moved to the right and down, in millimetres.
    """
    design = design_for(paper, words, base_url)
    draws = [draw for code in codes for draw in [_sticker(base_url, code, design)] * copies]
    moved = (offset[0] * mm, offset[1] * mm)
    return make_label_sheets(TITLE, draws, sheet_of(paper), skipped=skipped, offset=moved)


def make_test_page(paper: LabelPaper, offset: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """The outline of every label of a page, and rulers along the first one: shows how far a printer is off."""
    sheet = sheet_of(paper)

    def outline(number: int) -> Draw:
        def draw(canvas: Canvas, width: float, height: float) -> None:
            canvas.setLineWidth(0.3)
            canvas.rect(0, 0, width, height)
            if number == 0:
                _draw_rulers(canvas, width, height)
                _draw_help(canvas, width, height)

        return draw

    moved = (offset[0] * mm, offset[1] * mm)
    return make_label_sheets(TITLE, [outline(number) for number in range(paper.places)], sheet, offset=moved)


def sheet_of(paper: LabelPaper) -> LabelSheet:
    """A paper in points."""
    width, height = paper.page
    return LabelSheet(
        (width * mm, height * mm),
        paper.columns,
        paper.rows,
        paper.width * mm,
        paper.height * mm,
        paper.left * mm,
        paper.top * mm,
        paper.across * mm,
        paper.down * mm,
    )


def _sticker(base_url: str, code: str, design: Design) -> Draw:
    modules = qr_modules(sticker_address(base_url, code), design.correction, design.mask)

    def draw(canvas: Canvas, width: float, height: float) -> None:
        if not canvas.hasForm(FORM):
            canvas.beginForm(FORM, 0, 0, width, height)
            for piece in design.pieces:
                canvas.setFont(piece.font, piece.size)
                canvas.drawString(piece.x, piece.y, piece.text)
            canvas.endForm()
        canvas.doForm(FORM)
        draw_modules(canvas, modules, *design.square)
        x, y, size = design.code
        canvas.setFont(BOLD, size)
        canvas.drawString(x, y, code)

    return draw


def _draw_rulers(canvas: Canvas, width: float, height: float) -> None:
    """Marks of a millimetre from the upper left corner of the label; longer ones at five and ten."""
    for step in range(1, min(RULER, int(width / mm)) + 1):
        canvas.line(step * mm, height, step * mm, height - _mark(step))
    for step in range(1, min(RULER, int(height / mm)) + 1):
        canvas.line(0, height - step * mm, _mark(step), height - step * mm)


def _mark(step: int) -> float:
    return (3 if step % 10 == 0 else 2 if step % 5 == 0 else 1) * mm


def _draw_help(canvas: Canvas, width: float, height: float) -> None:
    """What the marks are for, as far as it fits."""
    words = translated("Een streepje is 1 mm, een lang streepje 10 mm.")
    size = min(7.0, 7.0 * (width - 10 * mm) / stringWidth(words, REGULAR, 7.0))
    canvas.setFont(REGULAR, size)
    canvas.drawString(5 * mm, height - 7 * mm, words)
