"""What is drawn is what was asked: the modules of a QR code, and labels where the sheet has them."""

import re

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shared.documents.labels import L7160, draw_fitting, make_label, make_label_sheets
from shared.documents.lettering import BOLD, REGULAR, register_fonts
from shared.documents.qr import QUIET_ZONE, draw_qr, qr_modules, qr_svg

ADDRESS = "https://digibank.debrug.be/q/KX4-72M"


class Drawn:
    """A canvas that remembers what was drawn on it."""

    def __init__(self) -> None:
        self.rects: list[tuple[float, float, float, float]] = []
        self.texts: list[tuple[float, float, str]] = []

    def beginPath(self) -> "Drawn":  # noqa: N802
        return self

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        self.rects.append((x, y, width, height))

    def drawPath(self, path: "Drawn", **how: int) -> None:  # noqa: N802
        assert path is self

    def setFillGray(self, gray: float) -> None:  # noqa: N802
        assert gray == 0

    def setFont(self, font: str, size: float) -> None:  # noqa: N802
        self.font = (font, size)

    def drawString(self, x: float, y: float, text: str) -> None:  # noqa: N802
        self.texts.append((x, y, text))


def test_every_dark_module_is_drawn_and_no_light_one() -> None:
    drawn, size = Drawn(), 100.0
    draw_qr(drawn, ADDRESS, 10, 20, size)  # type: ignore[arg-type]
    modules = qr_modules(ADDRESS)
    side = size / (len(modules) + 2 * QUIET_ZONE)
    seen = [[False] * len(modules) for _ in modules]
    for x, y, width, height in drawn.rects:
        assert height == pytest.approx(side)
        row = len(modules) - 1 - round((y - 20) / side - QUIET_ZONE)
        first = round((x - 10) / side - QUIET_ZONE)
        for column in range(first, first + round(width / side)):
            seen[row][column] = True
    assert seen == modules


def test_the_picture_for_a_page_has_the_same_modules() -> None:
    svg, modules = qr_svg(ADDRESS), qr_modules(ADDRESS)
    places = {(int(y) - QUIET_ZONE, int(x) - QUIET_ZONE) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    assert places == {(row, column) for row, line in enumerate(modules) for column, dark in enumerate(line) if dark}


def test_the_corners_of_a_code_are_where_a_camera_looks() -> None:
    modules = qr_modules(ADDRESS)
    ring = [True] * 7
    for corner in (modules[0][:7], modules[0][-7:], modules[-1][:7], modules[6][:7]):
        assert corner == ring
    assert len(modules) == 29
    assert qr_modules(ADDRESS) == modules
    assert qr_modules(ADDRESS + "N") != modules


def test_the_labels_of_a_sheet_lie_within_it_and_beside_each_other() -> None:
    corners = [L7160.corner(number) for number in range(21)]
    assert list(corners[0]) == pytest.approx([7.25 * mm, A4[1] - 15.15 * mm - 38.1 * mm])
    assert len(set(corners)) == 21
    for x, y in corners:
        assert x > 0
        assert y > 0
        assert x + L7160.width < A4[0]
        assert y + L7160.height < A4[1]
    for x, y in corners:
        assert not [one for one in corners if one != (x, y) and abs(one[0] - x) < L7160.width and abs(one[1] - y) < 38 * mm]


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_as_many_sheets_as_it_takes() -> None:
    drawn: list[tuple[float, float]] = []

    def draw(canvas: Canvas, width: float, height: float) -> None:
        drawn.append((width, height))

    for labels, sheets in ((1, 1), (21, 1), (22, 2), (43, 3)):
        assert pages_of(make_label_sheets("Stickers", [draw] * labels)) == sheets
    assert set(drawn) == {(L7160.width, L7160.height)}


def test_one_label_is_as_large_as_it_is() -> None:
    made = make_label("Sticker", lambda canvas, width, height: canvas.rect(0, 0, width, height))
    assert pages_of(made) == 1
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", made)
    assert box is not None
    assert [float(one) for one in box.groups()] == pytest.approx([L7160.width, L7160.height], abs=0.01)


def test_the_same_labels_give_the_same_bytes() -> None:
    def draw(canvas: Canvas, width: float, height: float) -> None:
        draw_qr(canvas, ADDRESS, 0, 0, height)

    assert make_label_sheets("Stickers", [draw] * 3) == make_label_sheets("Stickers", [draw] * 3)


def test_text_gets_smaller_until_it_fits() -> None:
    register_fonts()
    box = (10.0, 10.0, 80.0, 30.0)
    sizes = []
    for text in ("KX4-72M", "Scan, of bel 03 123 45 67", "Scan, of bel " + "03 123 45 67 of kom langs " * 4, "x" * 500):
        drawn = Drawn()
        sizes.append(draw_fitting(drawn, text, REGULAR, box, largest=14))  # type: ignore[arg-type]
        if sizes[-1] > 5:
            assert all(10 <= y <= 40 for _, y, _ in drawn.texts), text
        assert "".join(line for _, _, line in drawn.texts).replace(" ", "") == text.replace(" ", "")
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 14
    assert draw_fitting(Drawn(), "KX4-72M", BOLD, box, largest=14) <= 14  # type: ignore[arg-type]


def test_a_number_stays_in_one_piece() -> None:
    register_fonts()
    for number in ("03 123 45 67", "+32 (0)3 123 45 67"):
        drawn = Drawn()
        draw_fitting(drawn, number, BOLD, (0, 0, 60, 18), largest=14, most_lines=1)  # type: ignore[arg-type]
        assert [line for _, _, line in drawn.texts] == [number]
