"""Pictograms as a browser draws them: told apart at their smallest in pure black, and the page that shows them all."""

from itertools import combinations

import pytest
from playwright.async_api import Browser, ViewportSize

from shared.pictograms.index import PICTOGRAMS, svg_of
from tests.support.browser import DESKTOP, PHONE, visiting
from tests.support.house import House
from tests.support.pictograms import coverage, difference, edge, ink_of_all

IN_A_HOUSE = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

HTML = "text/html; charset=utf-8"
LEAST_DIFFERENCE = 0.3
"""Of the ink of two drawings together. The nearest pair has 0.31: two signs in the same ring. A tick in a magnifier made 0.18."""
LEAST_INK, MOST_INK = 0.08, 0.4
"""Of the square: less is too thin to see, more is a blot."""


async def test_at_24_pixels_in_black_and_white_no_two_look_alike(browser: Browser) -> None:
    ink = await ink_of_all(browser, {name: svg_of(name) for name in PICTOGRAMS})
    alike = {f"{one} and {other}": difference(ink[one], ink[other]) for one, other in combinations(ink, 2)}
    assert {pair: share for pair, share in alike.items() if share < LEAST_DIFFERENCE} == {}


async def test_at_24_pixels_each_is_neither_too_thin_nor_a_blot_nor_cut_off(browser: Browser) -> None:
    ink = await ink_of_all(browser, {name: svg_of(name) for name in PICTOGRAMS})
    assert {name: coverage(mask) for name, mask in ink.items() if not LEAST_INK <= coverage(mask) <= MOST_INK} == {}
    assert {name: edge(mask) for name, mask in ink.items() if edge(mask)} == {}


async def test_a_drawing_that_is_only_moved_or_has_one_dot_more_looks_alike(browser: Browser) -> None:
    """What the first test here would find: it is not blind to near copies."""
    moved = svg_of("done").replace(">", ' transform="translate(1 1)">', 1)
    dotted = svg_of("done").replace("</svg>", '<path d="M24 36h.01"/></svg>')
    ink = await ink_of_all(browser, {"done": svg_of("done"), "moved": moved, "dotted": dotted, "house": svg_of("house")})
    assert difference(ink["done"], ink["moved"]) < LEAST_DIFFERENCE
    assert difference(ink["done"], ink["dotted"]) < LEAST_DIFFERENCE
    assert difference(ink["done"], ink["house"]) > LEAST_DIFFERENCE


@IN_A_HOUSE
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_everybody_sees_them_all(house: House, browser: Browser, address: str, size: ViewportSize) -> None:
    async with visiting(browser, address, size) as anybody:
        await anybody.go("/style/pictograms")
        assert await anybody.page.locator(".drawings > li").count() == len(PICTOGRAMS)
        widths = (
            await anybody.page.locator(".drawings > li").first.locator("svg").evaluate_all("all => all.map(e => e.clientWidth)")
        )
        assert widths == [24, 48, 96]
        await anybody.check_page()


@IN_A_HOUSE
async def test_where_people_read_from_right_to_left_what_points_is_mirrored(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as anybody:
        await anybody.go("/style/pictograms")
        mirrored = (await anybody.page.content()).replace('dir="ltr"', 'dir="rtl"', 1)
        await anybody.page.route("**/style/pictograms", lambda route: route.fulfill(body=mirrored, content_type=HTML))
        for name, transform in (("undo", "matrix(-1, 0, 0, 1, 0, 0)"), ("laptop", "none")):
            await anybody.go("/style/pictograms")
            drawing = anybody.page.locator(".drawings > li", has_text=name).locator("svg").first
            assert await drawing.evaluate("e => getComputedStyle(e).transform") == transform
