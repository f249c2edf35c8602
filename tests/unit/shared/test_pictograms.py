"""The drawings are of one family: what they are made of, what they are called, and how they stand on a page."""

from collections import Counter
from xml.etree import ElementTree

import pytest

from shared.contracts.vocabulary import Symptom
from shared.pictograms.index import DRAWINGS, GROUPS, PICTOGRAMS, TURNING, Pictogram, svg_of
from shared.web.pictograms import pictogram

SVG = "{http://www.w3.org/2000/svg}"
ROOT = {
    "viewBox": "0 0 48 48",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "2.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
GEOMETRY = {
    "path": {"d"},
    "rect": {"x", "y", "width", "height", "rx"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "line": {"x1", "y1", "x2", "y2"},
    "polyline": {"points"},
    "polygon": {"points"},
    "g": set[str](),
}


def test_every_drawing_is_in_the_list_and_the_other_way_round() -> None:
    assert {path.stem for path in DRAWINGS.iterdir()} == set(PICTOGRAMS)


def test_the_list_is_not_longer_than_its_names() -> None:
    """A name in two groups would hide one of the two."""
    assert len(PICTOGRAMS) == sum(1 for _ in DRAWINGS.glob("*.svg")) >= 64
    assert {one.group for one in PICTOGRAMS.values()} == set(GROUPS)
    assert set(PICTOGRAMS) >= TURNING


@pytest.mark.parametrize("one", PICTOGRAMS.values(), ids=list(PICTOGRAMS))
def test_a_drawing_keeps_to_the_style(one: Pictogram) -> None:
    root = ElementTree.fromstring(svg_of(one.name))
    assert (root.tag, root.attrib) == (f"{SVG}svg", ROOT)
    for shape in root.iter():
        if shape is root:
            continue
        kind = shape.tag.removeprefix(SVG)
        assert kind in GEOMETRY, f"{one.name}: no <{kind}>"
        assert set(shape.attrib) <= GEOMETRY[kind] | {"class"}, f"{one.name}: lines and colours come from the root alone"
        assert shape.get("class", "warm") in ("warm", "dot")
        assert not (shape.text or "").strip()


def test_no_two_are_the_same_or_say_the_same() -> None:
    for what in (svg_of, lambda name: PICTOGRAMS[name].alternative.lower()):
        again = [seen for seen, times in Counter(what(name) for name in PICTOGRAMS).items() if times > 1]
        assert again == []


@pytest.mark.parametrize("one", PICTOGRAMS.values(), ids=list(PICTOGRAMS))
def test_an_alternative_is_a_few_words(one: Pictogram) -> None:
    words = str(one.alternative).split()
    assert 1 <= len(words) <= 6


def test_everything_that_can_be_wrong_has_its_drawing() -> None:
    assert {symptom.value for symptom in Symptom} - {Symptom.NOT_SAID} <= set(PICTOGRAMS)
    assert svg_of(Symptom.SLOW) == svg_of("slow")


def test_a_wrong_name_says_which_there_are() -> None:
    with pytest.raises(KeyError, match=r"'lapotp'.*laptop"):
        svg_of("lapotp")
    with pytest.raises(KeyError):
        pictogram("lapotp")


def test_beside_words_a_pictogram_is_silent() -> None:
    html = pictogram("laptop")
    assert 'aria-hidden="true"' in html
    assert 'focusable="false"' in html
    assert "role=" not in html
    assert ElementTree.fromstring(html).get("class") == "picture"


def test_with_a_label_it_speaks_and_the_label_cannot_break_out() -> None:
    root = ElementTree.fromstring(pictogram("undo", "small", 'Terug <b> & "zo"'))
    assert root.get("class") == "picture small turns"
    assert (root.get("role"), root.get("aria-label")) == ("img", 'Terug <b> & "zo"')
    assert root.get("aria-hidden") is None


def test_a_size_that_no_style_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="huge"):
        pictogram("laptop", "huge")
