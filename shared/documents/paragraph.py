"""A paragraph of plain words in any of our languages. Also a name in other letters prints right, wherever it stands."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from shared.documents.lettering import as_read, lines_of, mixes_directions, reads_from_right, runs_of
from shared.documents.pictograms import drawn
from shared.pictograms.index import pictogram_of

ANY_HEIGHT = 1e6
MOST_TOGETHER = 30
"""Lines that stay together on a page."""
GAP = 0.4
"""Between a pictogram and what stands beside it, as a share of its side."""
ASCENT = 0.8
"""From the top of a line to its foot, as a share of the size of the letters, in a line with no air around it."""


class Words(Flowable):
    """Plain words, without markup: what people typed may hold any sign. Of a language that reads from the right they stand right.

    Args:
        style: gives typeface (`REGULAR` or `BOLD`), size and distances.
        language: two letters, such as `ar`.
    """

    def __init__(self, text: str, style: ParagraphStyle, language: str = "nl") -> None:
        super().__init__()
        self._text, self._style, self._language, self._from_right = text, style, language, reads_from_right(language)
        self._lines: list[str] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room it takes when so many points are available across."""
        if not self._lines or width != self.width:  # who measures a page before making it asks twice
            self._lines = lines_of(self._text, self._style.fontName, self._style.fontSize, width)
        self.width = width
        self.height = len(self._lines) * self._style.leading
        return self.width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Words that do not fit go to the next page whole: paragraphs of ours are short. Only one that may fit on no page at all,
        such as a list of a thousand codes, is cut between two lines."""
        fit = int(height // self._style.leading)
        if len(self._lines) <= MOST_TOGETHER or not 0 < fit < len(self._lines):
            return []
        return [self._part(self._lines[:fit]), self._part(self._lines[fit:])]

    def _part(self, lines: list[str]) -> "Words":
        """The same words as far as these lines; a new one, for reportlab notes on the old one what it tried with it."""
        part = Words("", self._style)
        part._lines, part._from_right, part.width = lines, self._from_right, self.width
        return part

    def getSpaceBefore(self) -> float:  # noqa: N802, the name that reportlab calls
        """Air above, in points."""
        return float(self._style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802, the name that reportlab calls
        """Air below, in points."""
        return float(self._style.spaceAfter)

    def draw(self) -> None:
        """Line by line, from the top. Who reads it aloud is told in which language: a document may hold more than one."""
        air = (self._style.leading - self._style.fontSize) / 2
        foot = self.height - air - ASCENT * self._style.fontSize
        self.canv.addLiteral(f"/Span <</Lang ({self._language})>> BDC")
        for line in self._lines:
            draw_line(self.canv, line, (0, foot), self._style.fontName, self._style.fontSize, self.width, self._from_right)
            foot -= self._style.leading
        self.canv.addLiteral("EMC")


class Beside(Flowable):
    """A pictogram where lines begin, and parts of a page next to it. In Arabic it stands right, and turns where it should.

    Args:
        side: of the pictogram, in points.
        parts: what stands next to it, such as `Words`.
        before: air above, in points.
        language: two letters, such as `ar`.
    """

    def __init__(self, pictogram: str, side: float, parts: Sequence[Flowable], before: float, language: str = "nl") -> None:
        super().__init__()
        self._from_right = reads_from_right(language)
        self._picture = drawn(pictogram, side / mm)
        self._turned = self._from_right and pictogram_of(pictogram).turns
        self._side, self._parts, self._before = side, list(parts), before

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room it takes when so many points are available across."""
        self.width = width
        self.height = max(self._side, height_of(self._parts, width - self._side * (1 + GAP)))
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802, the name that reportlab calls
        """Air above, in points."""
        return self._before

    def draw(self) -> None:
        """The pictogram, and the parts from the top."""
        self.canv.saveState()
        self.canv.translate(self.width if self._turned else self.width - self._side if self._from_right else 0, 0)
        self.canv.scale(-1 if self._turned else 1, 1)
        self._picture.drawOn(self.canv, 0, self.height - self._side)
        self.canv.restoreState()
        x, top = 0 if self._from_right else self._side * (1 + GAP), self.height
        for part in self._parts:
            top -= part.height
            part.drawOn(self.canv, x, top)


def draw_line(
    canvas: Canvas, line: str, at: tuple[float, float], font: str, size: float, width: float, from_right: bool = False
) -> None:
    """Draw one line of `lines_of` at (x, y) of its left end; one that reads from the right ends at x + `width`.

    A page knows letters by where they are drawn. A line that mixes directions also says its words as they are read (`ActualText`):
    for who listens to it, and who copies or searches it. One that is all Arabic does not: programs turn those round themselves,
    and some (PDFium, so Chrome and Android) would do it once more.
    """
    x, y = at
    mixed = mixes_directions(line, from_right)
    if mixed:
        canvas.addLiteral(f"/Span <</ActualText <FEFF{as_read(line).encode('utf-16-be').hex()}>>> BDC")
    runs = runs_of(line, font, size, from_right)
    if from_right:
        x += width - sum(run.width for run in runs)
    for run in runs:
        canvas.setFont(run.font, run.size)
        canvas.drawString(x, y, run.text)
        x += run.width
    if mixed:
        canvas.addLiteral("EMC")


def height_of(parts: Sequence[Flowable], width: float) -> float:
    """The height of parts one below the other, in points, with the air between them as a page gives it."""
    height = after = 0.0
    for place, part in enumerate(parts):
        before = part.getSpaceBefore() if place else 0.0
        height += max(before, after) + part.wrap(width, ANY_HEIGHT)[1]
        after = part.getSpaceAfter()
    return height
