"""QR codes that any phone camera reads, also from a worn sticker."""

from collections.abc import Iterator
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.pdfgen.canvas import Canvas

QUIET_ZONE = 4
"""Light modules around a code, as ISO/IEC 18004 asks."""


def qr_modules(text: str) -> list[list[bool]]:
    """The modules of a QR code, row by row, dark is True; without the quiet zone. A tenth of it may be damaged."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    modules: list[list[bool]] = code.get_matrix()
    return modules


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw a QR code with its quiet zone in a square of `size` points whose lower left corner is (x, y)."""
    modules = qr_modules(text)
    side = size / (len(modules) + 2 * QUIET_ZONE)
    path = canvas.beginPath()
    for row, line in enumerate(modules):
        for column, length in _runs(line):
            path.rect(x + (column + QUIET_ZONE) * side, y + size - (row + QUIET_ZONE + 1) * side, length * side, side)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def qr_svg(text: str) -> str:
    """A QR code as an SVG picture, for a page; it scales to whatever its place allows. Holds nothing but squares."""
    modules = qr_modules(text)
    side = len(modules) + 2 * QUIET_ZONE
    squares = "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h1v1h-1z"
        for row, line in enumerate(modules)
        for column, dark in enumerate(line)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{squares}"/></svg>'
    )


def _runs(line: list[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules that lie side by side begin, and how many they are: fewer shapes, and no hairlines between them."""
    start = 0
    for dark, run in groupby(line):
        length = len(list(run))
        if dark:
            yield start, length
        start += length
