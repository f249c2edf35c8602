"""The agreement on one A4 page. Takes processor time: call it in a thread, outside a transaction."""

from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from services.loans.domain.agreement import AgreementText
from shared.documents.paper import REGULAR, make_pdf, style

SIZES = (11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8)
"""Points, the largest that fits on one page is taken: names and places have no fixed length. What is usual fits at once."""


def agreement_pdf(agreement: AgreementText, signed: str | None) -> bytes:
    """The page as bytes; the same text gives the same bytes.

    Args:
        signed: says who signed when and how; None leaves room for a pen.
    """
    made = b""
    for size in SIZES:
        made, pages = _attempt(agreement, signed, size)
        if pages == 1:
            break
    return made


def _attempt(agreement: AgreementText, signed: str | None, size: float) -> tuple[bytes, int]:
    """The document in one size of letters, and how many pages it takes."""
    heading = style("heading").clone("heading", fontSize=size + 0.5, leading=size * 1.3, spaceBefore=size * 0.5, spaceAfter=0)
    body = style("body").clone("body", fontSize=size, leading=size * 1.28, spaceAfter=0)
    parts: list[Flowable] = [Paragraph(escape(agreement.title), style("title").clone("title", spaceAfter=2))]
    for words, lines in agreement.blocks:
        parts.append(Paragraph(escape(words), heading))
        parts += [Paragraph(escape(line), body) for line in lines]
    parts.append(Spacer(1, 4 * mm))
    parts.append(Paragraph(escape(signed), body) if signed else _room_for_a_pen())
    pages = 0

    def foot(canvas: Canvas, page: int) -> None:
        nonlocal pages
        pages = page
        canvas.setFont(REGULAR, 7)
        version = f"Tekst {agreement.template_version} ({agreement.language.value})"
        canvas.drawString(20 * mm, 11 * mm, f"{version} · controlegetal van deze tekst: {agreement.sha256}")

    return make_pdf(agreement.title, parts, foot=foot), pages


def _room_for_a_pen() -> Table:
    table = Table([["", "", ""], ["Naam", "Datum", "Handtekening"]], colWidths=[60 * mm, 40 * mm, 70 * mm])
    table.setStyle(
        [
            ("LINEABOVE", (0, 1), (-1, 1), 0.7, black),
            ("FONT", (0, 0), (-1, -1), REGULAR, 9),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 12 * mm),
        ]
    )
    return table
