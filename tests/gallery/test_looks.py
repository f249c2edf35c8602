"""What is wrong on a page is seen: each check on a page that was made wrong for it, and none on one that is right."""

import math
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.gallery.visit import LOOKS, TURNED_NUMBERS
from tests.support.browser import PHONE, TOO_WIDE

RIGHT = """<!doctype html><html lang="{lang}" dir="ltr"><head><title>{title}</title>
<link rel="stylesheet" href="/style.css"></head><body><h1>{heading}</h1>{body}</body></html>"""
STYLE = """.cut { inline-size: 5rem; overflow: hidden; white-space: nowrap }
.tight { display: block; inline-size: 3rem; white-space: nowrap }"""
DUTCH = {"language": "nl", "direction": "ltr", "wrong": False, "pseudo": False, "movedUntil": math.inf}
PSEUDO = DUTCH | {"language": "qps", "pseudo": True}


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=PHONE)
    yield await context.new_page()
    await context.close()


async def look(page: Page, body: str = "", expected: dict[str, Any] = DUTCH, **head: str) -> list[str]:
    """What the checks say of a page with this in it."""
    told = {"lang": expected["language"], "title": "Toestellen", "heading": "Toestellen"} | head
    if expected["pseudo"]:
        told = {"title": "⟦Ţö⟧", "heading": "⟦Ţö⟧"} | {"lang": "qps"} | head
    html = RIGHT.format(body=body, **told)
    await page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    await page.route("**/style.css", lambda route: route.fulfill(body=STYLE, content_type="text/css"))
    await page.goto("http://digibank.test/")
    found: list[str] = await page.evaluate(LOOKS, expected)
    return found


async def test_nothing_is_wrong_with_a_page_that_is_right(page: Page) -> None:
    assert await look(page, "<p>Er staan drie toestellen klaar.</p><button>Bewaar</button>") == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<h1>Nog een</h1>", "2 headings of the first level"),
        ('<img src="/not-there.png">', "image without alt"),
        ('<img src="/not-there.png" alt="">', "image does not show"),
        ('<p style="color: red">Rood</p>', "inline"),
        ('<p class="cut">Een zin die veel te lang is voor zijn vak</p>', "clipped"),
        ('<a href="/" style="display: inline-flex">Bel <bdi>050 00 00 00</bdi></a>', "a space is lost"),
        ('<a href="/" style="display: flex"><b>050 00</b> bellen</a>', "a space is lost"),
        ('<button class="tight">Onuitsprekelijkheidsgevoel</button>', "does not fit"),
    ],
)
async def test_each_mistake_is_seen(page: Page, body: str, says: str) -> None:
    assert [line for line in await look(page, body) if line.startswith(says)]


async def test_the_head_of_a_page_is_looked_at(page: Page) -> None:
    assert "no title" in await look(page, title=" · ")
    assert "lang is fr" in await look(page, lang="fr")
    assert "dir is ltr" in await look(page, expected=DUTCH | {"direction": "rtl"})
    assert "title in error: Toestellen" in await look(page, expected=DUTCH | {"wrong": True})
    assert await look(page, title="Fout: Toestellen", expected=DUTCH | {"wrong": True}) == []


async def test_what_jumps_is_seen(page: Page) -> None:
    await look(page, "<div id='late'></div><p>Een tekst die naar beneden springt, met genoeg woorden om te tellen.</p>" * 4)
    await page.wait_for_timeout(100)
    await page.evaluate("document.querySelector('#late').innerHTML = '<br>'.repeat(20)")
    for until, seen in ((math.inf, True), (0, False)):
        found: list[str] = await page.evaluate(LOOKS, DUTCH | {"movedUntil": until})
        assert any(line.startswith("layout shift") for line in found) is seen


@pytest.mark.parametrize(
    "body",
    [
        "<p>⟦Ŵàţ îś éŕ?····⟧</p>",
        "<p>⟦Ĝéźîń KIWI-42 ẃàćĥţ····⟧</p>",
        "<p>⟦Ŵéŕķ <b>⟦õƒ⟧</b> ẃöŕḱ····⟧</p>",
        '<p>⟦Ĝéźîń⟧ <span translate="no">KIWI-42</span></p>',
        "<p><bdi>Familie Haddad</bdi> 24/3/2027 A 8</p>",
        '<button aria-label="⟦Śļûîţ⟧">×</button>',
    ],
)
async def test_what_is_translated_or_is_data_is_left_alone(page: Page, body: str) -> None:
    assert await look(page, body, PSEUDO) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p>Wat is er?</p>", "not translated, or data"),
        ("<p>⟦Ĝéźîń⟧ KIWI-42</p>", "not translated, or data"),
        ('<button aria-label="Sluit">×</button>', "aria-label is not translated"),
        ('<img alt="Een laptop" src="/x.png">', "alt is not translated"),
    ],
)
async def test_what_nobody_translated_is_seen(page: Page, body: str, says: str) -> None:
    assert [line for line in await look(page, body, PSEUDO) if line.startswith(says)]


async def test_a_title_that_nobody_translated_is_seen(page: Page) -> None:
    assert "title is not translated: Toestellen · Digibank" in await look(page, "", PSEUDO, title="Toestellen · Digibank")


async def test_a_number_that_would_turn_round_is_seen(page: Page) -> None:
    good = '<a href="tel:051" dir="ltr">051 00</a> <a href="tel:052"><bdi>052 00</bdi></a>'
    await look(page, f'<p dir="rtl"><a href="tel:050">050 00</a> {good}</p>')
    assert await page.evaluate(TURNED_NUMBERS) == ['<a href="tel:050">050 00</a>']


@pytest.mark.parametrize("side", ["left", "right"])
async def test_what_sticks_out_is_seen_on_either_side(page: Page, side: str) -> None:
    await look(page, "<p>Te breed</p>")
    await page.evaluate(f"document.querySelector('p').style.cssText = 'position: absolute; inline-size: 20rem; {side}: -3rem'")
    found = await page.evaluate(TOO_WIDE)
    assert found[0] == f'<p style="position: absolute; inline-size: 20rem; {side}: -3rem;">Te breed</p>'
    # To the left of where a page begins nobody can go.
    assert found[1:] == (["the page moves sideways"] if side == "right" else [])
