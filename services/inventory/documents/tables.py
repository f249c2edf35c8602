"""A plain table in a document: a line below each row, words that break, numbers on the right."""

from collections.abc import Sequence

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_RIGHT
from reportlab.platypus import Paragraph, Table

from shared.documents.lettering import BOLD, REGULAR
from shared.documents.paper import style
from shared.documents.paragraph import Words

GREY = HexColor("#bbbbbb")


def plain_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], language: str, numbers: Sequence[int] = ()
) -> Table:
    """A table. `numbers` are the columns with numbers; `widths` are in points."""
    cell = style("small").clone("cell", fontName=REGULAR, fontSize=9.5, leading=13, spaceAfter=0)
    head = cell.clone("head", fontName=BOLD)
    right = (cell.clone("cell-right", alignment=TA_RIGHT), head.clone("head-right", alignment=TA_RIGHT))

    def shown(words: str, column: int, is_head: bool) -> object:
        if column in numbers:  # digits and a sign at most, so no markup can be in it
            return Paragraph(words.replace("&", "&amp;").replace("<", "&lt;"), right[is_head])
        return Words(words, head if is_head else cell, language)

    lines = [[shown(words, column, row == 0) for column, words in enumerate(cells)] for row, cells in enumerate([heads, *rows])]
    return ruled(lines, widths)


def ruled(lines: Sequence[list[object]], widths: Sequence[float]) -> Table:
    """Cells with a line below each row, the first row a head that comes again on each page; widths in points."""
    table = Table(lines, colWidths=list(widths), repeatRows=1, hAlign="LEFT")
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, GREY),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return table
