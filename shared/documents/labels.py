"""Labels to stick: one on its own for a label printer, or sheets of them. As with `make_pdf`, call it in a thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from shared.documents.lettering import register_fonts
from shared.documents.paper import LANGUAGE

Draw = Callable[[Canvas, float, float], None]
"""Draws one label; gets the canvas with its origin in the label's lower left corner, and the label's width and height in points."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Where the labels are on a sheet of A4, in points.

    Attributes:
        columns, rows: how many side by side and below each other.
        width, height: of one label.
        left, top: from the edge of the paper to the first label.
        across, down: from the beginning of one label to that of the next.
    """

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    def corner(self, number: int) -> tuple[float, float]:
        """The lower left corner of a label on the sheet; they count from 0, in reading order."""
        row, column = divmod(number, self.columns)
        return self.left + column * self.across, A4[1] - self.top - row * self.down - self.height


L7160 = LabelSheet(3, 7, 63.5 * mm, 38.1 * mm, 7.25 * mm, 15.15 * mm, 66.0 * mm, 38.1 * mm)
"""Avery L7160, 21 labels of 63.5 by 38.1 mm: the sheet that every shop for paper has."""


def make_label_sheets(title: str, labels: Sequence[Draw], sheet: LabelSheet = L7160) -> bytes:
    """Labels on sheets of A4, as many as it takes. Nothing is scaled, so print it at 100 %."""
    canvas, made = _open(title, A4)
    for position, draw in enumerate(labels):
        on_sheet = position % (sheet.columns * sheet.rows)
        if position and on_sheet == 0:
            canvas.showPage()
        _draw_at(canvas, draw, *sheet.corner(on_sheet), sheet.width, sheet.height)
    canvas.save()
    return made.getvalue()


def make_label(title: str, draw: Draw, sheet: LabelSheet = L7160) -> bytes:
    """One label on a paper of its own size."""
    canvas, made = _open(title, (sheet.width, sheet.height))
    _draw_at(canvas, draw, 0, 0, sheet.width, sheet.height)
    canvas.save()
    return made.getvalue()


def draw_fitting(
    canvas: Canvas, text: str, font: str, box: tuple[float, float, float, float], *, largest: float, most_lines: int = 9
) -> float:
    """Draw a text in a box (x, y, width, height), broken into at most so many lines, in the largest size that fits, from the top.

    Returns the size in points. Even what does not fit at the smallest readable size (5) is drawn at that.
    """
    x, y, width, height = box
    size = largest
    while True:
        lines = simpleSplit(text, font, size, width)
        widest = max((stringWidth(line, font, size) for line in lines), default=0)
        fits = len(lines) <= most_lines and len(lines) * size * 1.2 <= height and widest <= width
        if fits or size <= 5:
            break
        size -= 0.5
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(x, y + height - size - number * size * 1.2, line)
    return size


def _open(title: str, size: tuple[float, float]) -> tuple[Canvas, BytesIO]:
    register_fonts()
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=1, lang=LANGUAGE)
    canvas.setTitle(title)
    return canvas, made


def _draw_at(canvas: Canvas, draw: Draw, x: float, y: float, width: float, height: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    draw(canvas, width, height)
    canvas.restoreState()
