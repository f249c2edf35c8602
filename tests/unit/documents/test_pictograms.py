"""Pictograms on paper: every drawing, whole and the right way up, in black and grey only."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shared.documents.paper import make_pdf
from shared.documents.pictograms import WARM_GRAY, drawn
from shared.pictograms.index import PICTOGRAMS, svg_of

NUMBER = r"-?\d*\.?\d+"


def commands(name: str, size_mm: float) -> str:
    """What PDF is told to draw, as readable text, with the drawing's lower left corner in that of the page."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(size_mm * mm, size_mm * mm), pageCompression=0, invariant=1)
    drawn(name, size_mm).drawOn(canvas, 0, 0)
    canvas.save()
    content = re.search(rb"stream\r?\n(.*?)endstream", made.getvalue(), re.DOTALL)
    assert content
    return content[1].decode()


@pytest.mark.parametrize("name", PICTOGRAMS)
def test_every_drawing_is_drawn_whole(name: str) -> None:
    written = commands(name, 12)
    shapes = [one for one in ElementTree.fromstring(svg_of(name)).iter() if not one.tag.endswith(("svg", "}g"))]
    assert len(re.findall(r"^(?:S|f\*?|B\*?)$", written, re.MULTILINE)) == len(shapes)


@pytest.mark.parametrize("name", PICTOGRAMS)
def test_only_black_and_grey(name: str) -> None:
    written = commands(name, 12)
    assert set(re.findall(rf"({NUMBER}) G\b", written)) <= {"0"}
    assert {float(gray) for gray in re.findall(rf"({NUMBER}) g\b", written)} <= {0.0, WARM_GRAY}
    assert not re.search(r"\b(rg|RG|k|K)\b", written)


def test_it_stands_the_right_way_up_and_fills_its_size() -> None:
    """The roof of the house is above its door: the highest point of the drawing, at 6 of 48 from the top."""
    written = commands("house", 48)
    placed = re.search(rf"({NUMBER}) 0 0 ({NUMBER}) 0 ({NUMBER}) cm\n2\.5 w", written)
    assert placed
    across, down, top = (float(number) for number in placed.groups())
    assert across == pytest.approx(mm, rel=1e-4)
    assert top + 6 * down == pytest.approx(42 * mm, rel=1e-4)
    assert top + 48 * down == pytest.approx(0, abs=0.01)


def test_it_takes_the_room_it_was_given() -> None:
    assert drawn("laptop", 10).wrap(500, 500) == (10 * mm, 10 * mm)


def test_the_same_drawings_give_the_same_paper() -> None:
    once, again = (make_pdf("Alles", [drawn(name, 10) for name in PICTOGRAMS]) for _ in range(2))
    assert once == again
    assert once.startswith(b"%PDF")


def test_a_wrong_name_is_refused_before_there_is_paper() -> None:
    with pytest.raises(KeyError, match="lapotp"):
        drawn("lapotp", 10)
