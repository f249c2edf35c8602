"""The agreement on one A4 page. Takes processor time: call it in a thread, outside a transaction."""

from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from services.loans.domain.agreement import AgreementText
from shared.documents.paper import REGULAR, make_pdf, style

HEADING = style("heading").clone("agreement-heading", fontSize=11, leading=14, spaceBefore=5, spaceAfter=1)
BODY = style("body").clone("agreement-body", fontSize=10, leading=13, spaceAfter=0)
LINE_MM = 14


def agreement_pdf(agreement: AgreementText, signed: str | None) -> bytes:
    """The page as bytes. `signed` says who signed when and how; None leaves room for a pen."""
    parts: list[Flowable] = [Paragraph(escape(agreement.title), style("title"))]
    for heading, lines in agreement.blocks:
        parts.append(Paragraph(escape(heading), HEADING))
        parts += [Paragraph(escape(line), BODY) for line in lines]
    parts.append(Spacer(1, 5 * mm))
    parts.append(Paragraph(escape(signed), BODY) if signed else _room_for_a_pen())

    def foot(canvas: Canvas, _page: int) -> None:
        canvas.setFont(REGULAR, 7)
        version = f"Tekst {agreement.template_version} ({agreement.language.value})"
        canvas.drawString(20 * mm, 11 * mm, f"{version} · controlegetal van deze tekst: {agreement.sha256}")

    return make_pdf(agreement.title, parts, foot=foot)


def _room_for_a_pen() -> Table:
    table = Table([["", "", ""], ["Naam", "Datum", "Handtekening"]], colWidths=[60 * mm, 40 * mm, 70 * mm])
    table.setStyle(
        [
            ("LINEABOVE", (0, 1), (-1, 1), 0.7, black),
            ("FONT", (0, 0), (-1, -1), REGULAR, 9),
            ("TOPPADDING", (0, 0), (-1, 0), LINE_MM * mm / 2),
        ]
    )
    return table
