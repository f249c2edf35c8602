"""Stickers for the underside of machines: a QR code, the code to read aloud, and what it is for. Not whose charity it is."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shared.documents.labels import L7160, Draw, draw_fitting, make_label, make_label_sheets
from shared.documents.lettering import BOLD, REGULAR
from shared.documents.qr import draw_qr
from shared.language.translate import only_dutch

MARGIN = 3 * mm
QR = L7160.height - 2 * MARGIN
GAP = 1 * mm
CODE_SIZE = 19
QUESTION = only_dutch("Hulp nodig met dit toestel?")
SCAN = only_dutch("Scan deze code met een telefoon")
SCAN_OR_CALL = only_dutch("Scan, of bel")
LONGEST_ON_ONE_LINE = 20
"""A telephone number stays in one piece; what is longer is more than a number."""


def sticker_address(base_url: str, code: str) -> str:
    """What the QR code of a machine says: the page where anyone reports that something is wrong with it."""
    return f"{base_url}/q/{code}"


def make_sticker(base_url: str, code: str, help_line: str | None) -> bytes:
    """One sticker, as a PDF of its own size. `help_line` is what families dial; None when it is not known."""
    return make_label(f"Sticker {code}", _sticker(base_url, code, help_line))


def make_stickers(base_url: str, codes: Sequence[str], help_line: str | None) -> bytes:
    """Stickers on sheets of A4 (Avery L7160), in the order of the codes."""
    return make_label_sheets("Stickers", [_sticker(base_url, code, help_line) for code in codes])


def _sticker(base_url: str, code: str, help_line: str | None) -> Draw:
    def draw(canvas: Canvas, width: float, height: float) -> None:
        draw_qr(canvas, sticker_address(base_url, code), MARGIN, MARGIN, QR)
        x = MARGIN + QR + GAP
        room = width - x - MARGIN
        draw_fitting(canvas, code, BOLD, (x, height - MARGIN - 25, room, 25), largest=CODE_SIZE, most_lines=1)
        draw_fitting(canvas, QUESTION, BOLD, (x, MARGIN + 36, room, 26), largest=9.5)
        if help_line is None:
            draw_fitting(canvas, SCAN, REGULAR, (x, MARGIN, room, 32), largest=9.5)
            return
        draw_fitting(canvas, SCAN_OR_CALL, REGULAR, (x, MARGIN + 20, room, 12), largest=9.5, most_lines=1)
        is_short = len(help_line) <= LONGEST_ON_ONE_LINE
        draw_fitting(canvas, help_line, BOLD, (x, MARGIN, room, 18), largest=11, most_lines=1 if is_short else 3)

    return draw
