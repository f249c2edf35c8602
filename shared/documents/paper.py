"""A PDF in our typeface. Making one takes processor time, so call `make_pdf` through `asyncio.to_thread`, outside a transaction."""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate

from shared.documents.lettering import BOLD, REGULAR, register_fonts

LANGUAGE = "nl"
LEFT, TOP, BOTTOM = 20 * mm, 18 * mm, 20 * mm
_PADDING = 6  # points, on each side of what stands on a page: reportlab's own
WIDTH, HEIGHT = A4[0] - 2 * LEFT - 2 * _PADDING, A4[1] - TOP - BOTTOM - 2 * _PADDING
"""The room on a page, in points."""


@cache
def style(name: str) -> ParagraphStyle:
    """The style of a paragraph: `title`, `heading`, `body` or `small`. Raises `KeyError` for another name."""
    register_fonts()
    sizes = {
        "title": (BOLD, 22, 27, 0, 10),
        "heading": (BOLD, 13, 17, 9, 3),
        "body": (REGULAR, 11.5, 16, 0, 4),
        "small": (REGULAR, 9, 12, 0, 3),
    }
    font, size, leading, before, after = sizes[name]
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, spaceBefore=before, spaceAfter=after, alignment=TA_LEFT
    )


def make_pdf(
    title: str,
    parts: Sequence[Flowable],
    *,
    language: str = LANGUAGE,
    foot: Callable[[Canvas, int], None] | None = None,
    author: str | None = None,
    subject: str | None = None,
) -> bytes:
    """An A4 document; the same input gives the same bytes, so that a hash of it means something.

    Args:
        title: stands in the window of whoever reads it.
        parts: what is on it, reportlab flowables; words of people are `Words`.
        language: in which most of it is written, two letters: who reads it aloud must know.
        foot: draws the foot of each page; gets the canvas and the number of the page, from 1.
        author: who says it, as programs tell it of a document.
        subject: what it is about, in a few words.
    """
    register_fonts()
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=LEFT,
        rightMargin=LEFT,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=title,
        author=author,
        subject=subject,
        lang=language,
        invariant=1,
    )

    def draw_foot(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        if foot is not None:
            foot(canvas, canvas.getPageNumber())

    document.build(list(parts), onFirstPage=draw_foot, onLaterPages=draw_foot)
    return made.getvalue()
