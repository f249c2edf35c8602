"""Labels to stick, on sheets or on a roll. As with `make_pdf`, call it in a thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from shared.documents.lettering import register_fonts
from shared.documents.paper import LANGUAGE

Draw = Callable[[Canvas, float, float], None]
"""Draws one label; gets the canvas with its origin in the label's lower left corner, and the label's width and height in points."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Where the labels are on a sheet, in points. A label of a roll is a sheet of one.

    Attributes:
        page: width and height of the sheet.
        columns, rows: how many side by side and below each other.
        width, height: of one label.
        left, top: from the edge of the paper to the first label.
        across, down: from the beginning of one label to that of the next.
    """

    page: tuple[float, float]
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
        return self.left + column * self.across, self.page[1] - self.top - row * self.down - self.height


def make_label_sheets(
    title: str, labels: Sequence[Draw], sheet: LabelSheet, *, skipped: int = 0, offset: tuple[float, float] = (0.0, 0.0)
) -> bytes:
    """Labels on as many sheets as it takes. Nothing is scaled, so print it at 100 %.

    Args:
        skipped: labels of the first sheet that are used already.
        offset: how far everything is moved to the right and down, in points, for a printer that is off.
    """
    register_fonts()
    made = BytesIO()
    canvas = Canvas(made, pagesize=sheet.page, invariant=1, lang=LANGUAGE)
    canvas.setTitle(title)
    for place, draw in enumerate(labels, skipped):
        on_sheet = place % (sheet.columns * sheet.rows)
        if place > skipped and on_sheet == 0:
            canvas.showPage()
        x, y = sheet.corner(on_sheet)
        canvas.saveState()
        canvas.translate(x + offset[0], y - offset[1])
        draw(canvas, sheet.width, sheet.height)
        canvas.restoreState()
    canvas.save()
    return made.getvalue()
