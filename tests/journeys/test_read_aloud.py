"""Reading aloud, in a browser of which the voices are made up: what is said, in which order and language, and what shows."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from shared.web import static
from shared.web.pages import _templates
from tests.support.browser import AXE, AXE_RUN, SCHEMES, TOO_SMALL, TOO_WIDE, visiting
from tests.support.house import House
from tests.support.lending import ready_to_sign
from tests.support.scripted import with_scripts

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

DUTCH = {"name": "Ellen", "lang": "nl-BE", "localService": True, "default": False}
DUTCH_ELSEWHERE = {"name": "Xander", "lang": "nl_NL", "localService": True, "default": True}
DUTCH_BY_NETWORK = {"name": "Ver", "lang": "nl-BE", "localService": False, "default": False}
ARABIC = {"name": "Layla", "lang": "ar", "localService": True, "default": False}
FAKE = (Path(__file__).parent / "fake_voices.js").read_text()
TEXT = """{% import "voice.html" as voice with context %}<!doctype html><html lang="nl"><head><title>Proef</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{{ static }}/style.css"></head><body>
<main id="content"><h1>Welkom  bij ons.
Goed dat je er bent.</h1>{{ voice.read_aloud() }}
<p>Je <strong>laptop</strong> is klaar<span class="unseen"> voor gezin KIWI-42</span>. Kom je hem halen?</p>
<p lang="ar" dir="rtl">الحاسوب جاهز.</p>
<ul><li>Eén vraag</li><li data-not-aloud>stil</li><li>per keer</li></ul>
<details><summary>Lukt het niet?</summary><p>Verborgen.</p></details>
<label for="x">Jouw code</label><input id="x" value="geheim">
<p class="tall"></p><button>Ja, dat kan ik</button></main></body></html>"""
SENTENCES = [
    "Welkom bij ons.",
    "Goed dat je er bent.",
    "Je laptop is klaar.",
    "Kom je hem halen?",
    "الحاسوب جاهز.",
    "Eén vraag",
    "per keer",
    "Lukt het niet?",
    "Jouw code",
    "Ja, dat kan ik",
]


def voices(*known: dict[str, Any], late: bool = False) -> str:
    """A browser with these voices."""
    return FAKE.replace("'VOICES'", repr(json.dumps(known))).replace("LATE", json.dumps(late))


async def open_text(page: Page, template: str = TEXT) -> None:
    """A page of ours with this text, as the server would make it."""
    html = _templates().from_string(template).render(static=f"/static/{static.version()}")
    await page.route("**/text", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    await page.goto("/text")


async def said(page: Page) -> list[str]:
    spoken: list[dict[str, Any]] = await page.evaluate("fake.spoken")
    return [one["text"] for one in spoken]


async def spoken(page: Page, count: int) -> dict[str, Any]:
    """The last of what was said, once it is this many."""
    await page.wait_for_function("count => fake.spoken.length >= count", arg=count)
    all_of_it: list[dict[str, Any]] = await page.evaluate("fake.spoken")
    assert len(all_of_it) == count
    return all_of_it[-1]


async def press(page: Page, words: str) -> None:
    await page.get_by_role("button", name=words, exact=True).click()


async def expect_controls(page: Page, *words: str) -> None:
    """These controls show, and no others."""
    shown = await page.locator(".voice button:visible").all_inner_texts()
    assert [one.strip() for one in shown] == list(words)


@pytest.mark.parametrize("without", ["", "delete Intl.Segmenter;"], ids=["", "an older browser"])
async def test_everything_is_said_in_order_and_each_in_its_language(browser: Browser, address: str, without: str) -> None:
    known = voices(DUTCH_BY_NETWORK, DUTCH_ELSEWHERE, DUTCH, ARABIC)
    async with with_scripts(browser, address, before=known + without) as page:
        await open_text(page)
        await expect_controls(page, "Lees voor")
        await press(page, "Lees voor")
        for count in range(1, len(SENTENCES) + 1):
            one = await spoken(page, count)
            assert one["text"] == SENTENCES[count - 1]
            assert (one["lang"], one["voice"]) == (("ar", "Layla") if one["text"] == SENTENCES[4] else ("nl-BE", "Ellen"))
            assert await page.evaluate("fake.marked('spoken-sentence')") != ""
            await page.evaluate("fake.end()")
        await expect(page.locator(".voice [role=status]")).to_have_text("Dit was alles.")
        await expect_controls(page, "Lees voor")
        assert await page.evaluate("fake.marked('spoken-sentence')") == ""
        assert await said(page) == SENTENCES


async def test_the_word_that_is_said_is_marked_also_across_bold_letters_and_line_ends(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before=voices(DUTCH, ARABIC)) as page:
        await open_text(page)
        await press(page, "Lees voor")
        await page.evaluate("fake.word(7, 3)")
        assert await page.evaluate("fake.marked('spoken-word')") == "bij"
        await page.evaluate("fake.word(11)")  # some browsers do not say how long a word is
        assert await page.evaluate("fake.marked('spoken-word')") == "ons."
        for _ in range(2):
            await page.evaluate("fake.end()")
        await spoken(page, 3)
        await page.evaluate("fake.word(3, 6)")
        assert await page.evaluate("fake.marked('spoken-word')") == "laptop"
        assert (await page.evaluate("fake.marked('spoken-sentence')")).startswith("Je laptop is klaar")


async def test_a_browser_without_highlights_marks_the_block(browser: Browser, address: str) -> None:
    before = voices(DUTCH, ARABIC) + "delete CSS.highlights; Object.defineProperty(CSS, 'highlights', {value: undefined});"
    async with with_scripts(browser, address, before=before) as page:
        await open_text(page)
        await press(page, "Lees voor")
        await expect(page.locator("[data-spoken]")).to_have_text("Welkom bij ons. Goed dat je er bent.")
        await press(page, "Stop")
        assert await page.locator("[data-spoken]").count() == 0


async def test_pause_goes_on_from_the_beginning_of_the_sentence_by_keyboard(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before=voices(DUTCH, ARABIC)) as page:
        await open_text(page)
        await page.get_by_role("button", name="Lees voor").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Pauze")).to_be_focused()
        await expect_controls(page, "Lees voor", "Pauze", "Stop", "Trager")
        await page.evaluate("fake.end()")
        await spoken(page, 2)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Verder")).to_be_focused()
        await expect(page.locator(".voice [role=status]")).to_have_text("Pauze.")
        assert await page.evaluate("speechSynthesis.speaking") is False
        await page.keyboard.press("Enter")
        assert (await spoken(page, 3))["text"] == SENTENCES[1]
        await expect(page.locator(".voice [role=status]")).to_have_text("We lezen de tekst voor.")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="Lees voor")).to_be_focused()
        await expect_controls(page, "Lees voor")


async def test_slower_says_the_sentence_again_and_is_remembered(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before=voices(DUTCH, ARABIC)) as page:
        await open_text(page)
        await press(page, "Lees voor")
        assert (await spoken(page, 1))["rate"] == 1
        await press(page, "Trager")
        again = await spoken(page, 2)
        assert (again["text"], again["rate"]) == (SENTENCES[0], 0.7)
        await page.reload()
        await press(page, "Lees voor")
        assert (await spoken(page, 1))["rate"] == 0.7
        await press(page, "Pauze")
        await press(page, "Gewone snelheid")
        assert len(await said(page)) == 1  # a pause stays one
        await press(page, "Verder")
        assert (await spoken(page, 2))["rate"] == 1


@pytest.mark.parametrize(
    ("known", "missing", "says"),
    [((), "Nederlands, Arabisch", 0), ((DUTCH,), "Arabisch", len(SENTENCES) - 1), ((ARABIC,), "Nederlands", 1)],
    ids=["none", "no Arabic", "no Dutch"],
)
async def test_a_voice_that_is_missing_is_named(
    browser: Browser, address: str, known: Sequence[dict[str, Any]], missing: str, says: int
) -> None:
    async with with_scripts(browser, address, before=voices(*known)) as page:
        await open_text(page)
        await press(page, "Lees voor")
        notice = (
            f"Dit toestel heeft geen stem voor deze taal: {missing}. Vraag iemand om mee te lezen, of probeer een ander toestel."
        )
        await expect(page.get_by_role("alert")).to_have_text(notice)
        for count in range(1, says + 1):
            await spoken(page, count)
            await page.evaluate("fake.end()")
        assert len(await said(page)) == says
        if not says:
            await expect_controls(page, "Lees voor", "Stop")
            await press(page, "Stop")
        await expect_controls(page, "Lees voor")


async def test_voices_that_come_late_and_a_voice_that_fails(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before=voices(DUTCH, ARABIC, late=True)) as page:
        await open_text(page)
        await press(page, "Lees voor")
        assert await said(page) == []
        await page.evaluate("fake.arrive()")
        await spoken(page, 1)
        await page.evaluate("fake.fail()")
        await expect(page.get_by_role("alert")).to_contain_text("Voorlezen lukt nu niet op dit toestel.")
        await expect_controls(page, "Lees voor", "Stop")


async def test_a_browser_without_speech_says_so(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before="delete window.speechSynthesis;") as page:
        await open_text(page)
        await press(page, "Lees voor")
        await expect(page.get_by_role("alert")).to_contain_text("Dit toestel heeft geen stem")


async def test_it_stops_when_the_page_is_left(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before=voices(DUTCH, ARABIC)) as page:
        await open_text(page)
        await press(page, "Lees voor")
        await spoken(page, 1)
        assert await page.evaluate("sessionStorage.getItem('cancelled')") is None
        await page.goto("/skills/start")
        assert await page.evaluate("sessionStorage.getItem('cancelled')") == "1"


async def test_a_long_sentence_is_said_in_parts_and_nothing_is_lost(browser: Browser, address: str) -> None:
    words = ", ".join(f"dit is het stuk met nummer {number} van de lijst" for number in range(12)) + "."
    async with with_scripts(browser, address, before=voices(DUTCH)) as page:
        await open_text(page, TEXT.partition("<main")[0] + f"<main id='content'>{{{{ voice.read_aloud() }}}}<p>{words}</p></main>")
        await press(page, "Lees voor")
        parts: list[str] = []
        while not parts or parts[-1][-1] != ".":
            parts.append((await spoken(page, len(parts) + 1))["text"])
            await page.evaluate("fake.end()")
        assert " ".join(parts) == words
        assert max(map(len, parts)) <= 180


async def test_the_page_moves_along_and_nothing_jumps(browser: Browser, address: str) -> None:
    tall = TEXT.replace('<p class="tall"></p>', "<br>" * 60)
    async with with_scripts(browser, address, before=voices(DUTCH, ARABIC)) as page:
        await page.emulate_media(reduced_motion="reduce")
        await open_text(page, tall)
        top = await page.locator("li").first.bounding_box()
        await press(page, "Lees voor")
        assert await page.locator("li").first.bounding_box() == top
        for count in range(1, len(SENTENCES)):
            await spoken(page, count)
            await page.evaluate("fake.end()")
        last = await page.get_by_role("button", name="Ja, dat kan ik").bounding_box()
        player = await page.locator(".player").bounding_box()
        assert last is not None
        assert player is not None
        assert 0 <= last["y"] < last["y"] + last["height"] <= player["y"]


async def test_the_bar_is_reachable_for_everybody(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, before=voices(DUTCH)) as page:
        await page.goto("/skills/start")
        await press(page, "Lees voor")
        await page.evaluate(AXE.read_text())
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await page.evaluate(AXE_RUN) == []
        assert await page.evaluate(TOO_WIDE) == []
        assert await page.evaluate(TOO_SMALL) == []


async def test_without_scripts_there_is_no_control(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as visitor:
        await visitor.go("/skills/start")
        assert await visitor.page.get_by_role("button", name="Begin").is_visible()
        assert await visitor.page.locator(".voice").is_hidden()


@pytest.mark.parametrize("level", ["plain", "simple"])
async def test_the_agreement_is_said_in_the_language_of_the_family_at_each_level(
    house: House, browser: Browser, address: str, level: str
) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff, language="ar", call_name="أمينة")
    shown = await staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement?level={level}")
    lines = [line for line in shown["text"].partition("\f")[0].splitlines() if line][:3]
    async with with_scripts(browser, address, staff.token, before=voices(DUTCH, ARABIC)) as page:
        await page.goto(f"/loans/loans/{lent.loan['id']}/agreement?language=ar&level={level}")
        await press(page, "Lees voor")
        for count, line in enumerate(lines, start=1):
            one = await spoken(page, count)
            assert (one["text"], one["lang"]) == (line, "ar")
            await page.evaluate("fake.end()")
