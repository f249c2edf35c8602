"""Our pictograms on paper: black lines, from the same files as on a screen."""

from functools import cache
from io import StringIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable
from svgelements import SVG, Close, CubicBezier, Line, Move, Path, Shape  # type: ignore[import-untyped]

from shared.pictograms.index import svg_of

SIDE = 48
"""Units of a drawing along each side, as its viewBox says."""
LINE = 2.5
WARM_GRAY = 0.92
"""Seen beside white, and still white enough after a second copy."""


class _Drawn(Flowable):
    """One pictogram as a part of a document."""

    def __init__(self, name: str, size: float) -> None:
        super().__init__()
        self.width = self.height = size
        self._shapes = _shapes(name)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """It takes the room it was asked to take."""
        return self.width, self.height

    def draw(self) -> None:
        """Lines as on a screen. The ornament is a black dot, so that it does not get lost in a copy."""
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.translate(0, self.height)
        canvas.scale(self.width / SIDE, -self.height / SIDE)  # on a screen y goes down, on paper it goes up
        canvas.setLineWidth(LINE)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setStrokeGray(0)
        for kind, shape in self._shapes:
            canvas.setFillGray(0 if kind == "dot" else WARM_GRAY)
            canvas.drawPath(_on_paper(canvas, shape), stroke=kind != "dot", fill=bool(kind))
        canvas.restoreState()


def drawn(name: str, size_mm: float) -> Flowable:
    """A pictogram of so many millimetres along each side, for `make_pdf`. Raises `KeyError` for a name that does not exist."""
    return _Drawn(name, size_mm * mm)


@cache
def _shapes(name: str) -> tuple[tuple[str, Path], ...]:
    """The class of each shape of a drawing ("warm", "dot" or ""), and its outline without arcs, which PDF does not know."""
    shapes = []
    for element in SVG.parse(StringIO(svg_of(name)), reify=True).elements():
        if isinstance(element, Shape):
            outline = Path(element)
            outline.approximate_arcs_with_cubics()
            shapes.append((element.values.get("class") or "", outline))
    return tuple(shapes)


def _on_paper(canvas: Canvas, outline: Path) -> PDFPathObject:
    path = canvas.beginPath()
    for step in outline:
        match step:
            case Move():
                path.moveTo(step.end.x, step.end.y)
            case Close():
                path.close()
            case Line():
                path.lineTo(step.end.x, step.end.y)
            case CubicBezier():
                path.curveTo(step.control1.x, step.control1.y, step.control2.x, step.control2.y, step.end.x, step.end.y)
            case _:
                raise ValueError(f"a drawing has a curve that paper does not know: {step}")
    return path
