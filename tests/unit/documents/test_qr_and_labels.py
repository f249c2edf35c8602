"""What is drawn is what was asked: the modules of a QR code, and labels where the sheet has them."""

import re

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shared.documents.labels import LabelSheet, make_label_sheets
from shared.documents.qr import (
    QUIET_ZONE,
    Correction,
    draw_qr,
    modules_outline,
    qr_mask,
    qr_modules,
    qr_svg,
    rectangles,
)

L7160 = LabelSheet(A4, 3, 7, 63.5 * mm, 38.1 * mm, 7.25 * mm, 15.15 * mm, 66.0 * mm, 38.1 * mm)
ADDRESS = "https://digibank.debrug.be/q/KX4-72M"


def test_every_dark_module_is_drawn_and_no_light_one() -> None:
    modules = qr_modules(ADDRESS)
    seen = [[False] * len(modules) for _ in modules]
    for rectangle in rectangles(modules):
        column, row, length, height, operator = rectangle.split()
        assert (height, operator) == ("1", "re")
        for place in range(int(column), int(column) + int(length)):
            seen[int(row)][place] = True
    assert seen == modules
    outline = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", modules_outline(modules))
    assert [f"{column} {row} {length} 1 re" for column, row, length in outline] == rectangles(modules)


def test_a_mask_that_is_known_gives_the_same_code() -> None:
    for correction in Correction:
        assert qr_modules(ADDRESS, correction, qr_mask(ADDRESS, correction)) == qr_modules(ADDRESS, correction)
    assert len(qr_modules(ADDRESS, Correction.HIGH)) > len(qr_modules(ADDRESS))


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
        assert pages_of(make_label_sheets("Stickers", [draw] * labels, L7160)) == sheets
    assert set(drawn) == {(L7160.width, L7160.height)}


def test_labels_begin_where_the_sheet_is_free() -> None:
    places: list[str] = []

    def draw(canvas: Canvas, width: float, height: float) -> None:
        places.append(f"{canvas.getPageNumber()} {canvas.absolutePosition(0, 0)}")

    make_label_sheets("Stickers", [draw] * 3, L7160, skipped=20, offset=(1 * mm, 2 * mm))
    first, later = L7160.corner(20), L7160.corner(0)
    assert places[0] == f"1 {(first[0] + 1 * mm, first[1] - 2 * mm)}"
    assert places[1] == f"2 {(later[0] + 1 * mm, later[1] - 2 * mm)}"


def test_the_same_labels_give_the_same_bytes() -> None:
    def draw(canvas: Canvas, width: float, height: float) -> None:
        draw_qr(canvas, ADDRESS, 0, 0, height)

    assert make_label_sheets("Stickers", [draw] * 3, L7160) == make_label_sheets("Stickers", [draw] * 3, L7160)
