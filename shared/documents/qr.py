"""QR codes that any phone camera reads, also from a worn sticker."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M, ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

QUIET_ZONE = 4
"""Light modules around a code, as ISO/IEC 18004 asks."""

Modules = Sequence[Sequence[bool]]
"""Row by row, dark is True; without the quiet zone."""


class Correction(IntEnum):
    """How much of a code may be damaged: about 15, 25 or 30 in a hundred of its codewords (ISO/IEC 18004, 7.5.1)."""

    MEDIUM = ERROR_CORRECT_M
    QUARTER = ERROR_CORRECT_Q
    HIGH = ERROR_CORRECT_H


def qr_modules(text: str, correction: Correction = Correction.MEDIUM, mask: int | None = None) -> list[list[bool]]:
    """The modules of a QR code.

    Args:
        mask: the pattern (0 to 7) laid over it; None looks for the best of the eight, which is most of the work.
    """
    code = qrcode.QRCode(error_correction=correction, border=0, mask_pattern=mask)
    code.add_data(text)
    code.make(fit=True)
    modules: list[list[bool]] = code.get_matrix()
    return modules


def qr_mask(text: str, correction: Correction) -> int:
    """The best mask pattern for this text; a good one for any text that differs in few letters."""
    code = qrcode.QRCode(error_correction=correction, border=0)
    code.add_data(text)
    code.best_fit()
    best: int = code.best_mask_pattern()
    return best


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """Draw a QR code with its quiet zone in a square of `size` points whose lower left corner is (x, y)."""
    draw_modules(canvas, qr_modules(text), x, y, size)


def draw_modules(canvas: Canvas, modules: Modules, x: float, y: float, size: float) -> None:
    """As `draw_qr`, for modules that are known."""
    side = size / (len(modules) + 2 * QUIET_ZONE)
    canvas.saveState()
    canvas.translate(x + QUIET_ZONE * side, y + size - QUIET_ZONE * side)
    canvas.scale(side, -side)
    canvas.setFillGray(0)
    canvas.drawPath(PDFPathObject(code=rectangles(modules)), stroke=0, fill=1)
    canvas.restoreState()


def rectangles(modules: Modules) -> list[str]:
    """The dark modules as PDF has it, one unit each, without the quiet zone; from the top. Whole numbers: writing the same with
    fractions of a point took half of the time of a thousand stickers."""
    return [f"{column} {row} {length} 1 re" for row, line in enumerate(modules) for column, length in _runs(line)]


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


def modules_outline(modules: Modules) -> str:
    """The dark modules as the outline of an SVG path, one unit each, without the quiet zone; from the top."""
    return "".join(f"M{column} {row}h{length}v1h-{length}z" for row, line in enumerate(modules) for column, length in _runs(line))


def _runs(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules that lie side by side begin, and how many they are: fewer shapes, and no hairlines between them."""
    start = 0
    for dark, run in groupby(line):
        length = len(list(run))
        if dark:
            yield start, length
        start += length
