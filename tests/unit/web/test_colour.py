"""A colour that an organisation wishes becomes colours that everybody can read."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.language import formats
from shared.web import colour
from shared.web.colour import DARK, DARK_TEXT, EASY, LIGHT, LIGHT_TEXT, READABLE, contrast, palette, style_sheet

COLOURS = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")
TOKENS = (Path(colour.__file__).parent / "style" / "1-tokens.css").read_text()
GROUNDS = ("paper", "card", "apricot-pale", "good-pale", "care-pale", "stop-pale")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that everybody knows for failing by a hair
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@given(COLOURS)
@example("#000000")
@example("#ffffff")
@example("#ffd500")
@example("#00ff00")
@example("#808080")
def test_every_promised_pair_holds_for_any_colour(wish: str) -> None:
    found = palette(wish)
    for tokens, grounds, (ink, soft), least in (
        (found.light, LIGHT, LIGHT_TEXT, READABLE),
        (found.dark, DARK, DARK_TEXT, EASY),
    ):
        for ground in (*grounds, tokens.brand_pale):
            assert contrast(tokens.brand, ground) >= least, (tokens, ground)
            assert contrast(tokens.brand_strong, ground) >= EASY, (tokens, ground)
        assert contrast(tokens.on_brand, tokens.brand) >= least
        assert contrast(tokens.on_brand, tokens.brand_strong) >= EASY
        assert contrast(ink, tokens.brand_pale) >= EASY
        assert contrast(soft, tokens.brand_pale) >= READABLE


@given(COLOURS)
@example("#ce2161")  # 4.499: rounded it would read as enough
@example("#ca3012")  # enough on the paper, not on its own pale ground
def test_a_colour_is_changed_exactly_when_what_is_told_of_it_falls_short(wish: str) -> None:
    found = palette(wish)
    assert found.is_adjusted == (float(formats.number(found.reached).replace(",", ".")) < READABLE)


@given(COLOURS)
def test_a_colour_is_changed_no_more_than_it_has_to(wish: str) -> None:
    light = palette(wish).light
    grounds = (*LIGHT, light.brand_pale)
    if colour.lowest_contrast(wish, grounds) >= READABLE:
        assert light.brand == wish
    else:  # one step less far would not have been enough, or barely: eight bits a channel cannot say it finer
        assert READABLE <= colour.lowest_contrast(light.brand, grounds) < READABLE * 1.06


def test_what_is_readable_stays_as_it_was_wished() -> None:
    assert palette("#0d5860").light.brand == "#0d5860"
    assert not palette("#0d5860").is_adjusted
    assert palette("#ffd500").is_adjusted
    assert palette("#ffd500").dark.brand == "#ffd500"


@pytest.mark.parametrize(("name", "least", "most"), [("#e2001a", "#c", "#e"), ("#00a3e0", "#00", "#01")])
def test_the_hue_stays(name: str, least: str, most: str) -> None:
    """Red stays red and blue stays blue: what changes is the light."""
    assert least <= palette(name).light.brand < most


@pytest.mark.parametrize("wish", ["", "#FFF000", "#fff", "fff000", "#ggg000", "#0d5860;}", "red"])
def test_what_is_no_colour_code_is_refused(wish: str) -> None:
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        palette(wish)


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    light, _, dark = TOKENS.partition("prefers-color-scheme: dark")
    for css, grounds, texts in ((light, LIGHT, LIGHT_TEXT), (dark, DARK, DARK_TEXT)):
        told = {name: value for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css)}  # noqa: C416
        assert tuple(told[name] for name in GROUNDS) == grounds
        assert (told["ink"], told["soft"]) == texts
    assert re.search(rf"--brand: {colour.STANDARD};", light)


def test_the_sheet_is_for_screens_and_follows_what_the_device_asks() -> None:
    css = style_sheet(palette("#ffd500"))
    assert css.count("@media screen") == css.count("@media") == 4
    assert "prefers-color-scheme: dark) and (prefers-contrast: more)" in css
    assert css.count("{") == css.count("}")
    assert "border-block-start: 0.3rem solid #ffd500" in css
