"""The pictures in the guides are there, are small, and show a page that still has the title that the guide says."""

from io import BytesIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.async_api import Browser
from pypdf import PdfReader

from launcher.environment import PROJECT
from tests.gallery.guides import (
    FOLDER,
    FROM_JOURNEYS,
    MOST_BYTES,
    PICTURES,
    WALKS,
    Picture,
    at_any_hour,
    mentions,
    title_of,
    what_is_wrong,
)
from tests.gallery.pages import BY_NAME
from tests.gallery.seed import Seeded
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

AIRY = """
body { font: 16px/1.5 sans-serif }
p, ul { margin: 0 0 16px }
h2 { margin: 24px 0 16px; padding-bottom: .3em; border-bottom: 1px solid }
"""


async def test_every_picture_in_a_guide_is_there_and_small(house: House) -> None:
    assert what_is_wrong(mentions()) == []


async def test_every_picture_is_of_a_page_in_a_state_that_it_has(house: House) -> None:
    assert [name for name, one in PICTURES.items() if one.state not in BY_NAME[one.page].states] == []


async def test_every_picture_of_a_journey_is_taken_by_one(house: House) -> None:
    taken = "".join((PROJECT / file).read_text(encoding="utf-8") for file in WALKS)
    assert [name for name in sorted(FROM_JOURNEYS) if f'"{name}"' not in taken] == []
    assert sorted(FROM_JOURNEYS - {mention.name for mention in mentions()}) == []


async def test_guides_say_the_title_of_the_page_they_show(browser: Browser, address: str, seeded: Seeded) -> None:
    stale = []
    for mention in mentions():
        if mention.name in FROM_JOURNEYS:
            continue  # whoever takes it looks
        title = await title_of(browser, address, seeded, PICTURES[mention.name])
        if at_any_hour(title) not in at_any_hour(mention.alternative):
            stale.append(f"{mention.guide.name}: {mention.file} shows “{title}”, and the words say “{mention.alternative}”")
    assert not stale, "\n".join(stale)


async def test_the_guide_of_a_family_is_two_pages_of_paper(browser: Browser, house: House, tmp_path: Path) -> None:
    """As a browser prints it with ordinary margins, and with the air that pages with such guides put between the parts."""
    words = MarkdownIt("commonmark", {"html": True}).render((FOLDER / "family.md").read_text(encoding="utf-8"))
    sheet = tmp_path / "family.html"
    sheet.write_text(f'<meta charset="utf-8"><base href="{FOLDER.as_uri()}/"><style>{AIRY}</style>{words}', encoding="utf-8")
    page = await browser.new_page()
    await page.goto(sheet.as_uri())
    assert await page.evaluate("[...document.images].every((one) => one.naturalWidth)"), "every picture is on it"
    edge = "20mm"
    pdf = await page.pdf(format="A4", margin={"top": edge, "bottom": edge, "left": edge, "right": edge})
    await page.close()
    assert len(PdfReader(BytesIO(pdf)).pages) <= 2


async def test_a_title_is_what_stands_on_the_page(browser: Browser, address: str, seeded: Seeded) -> None:
    assert await title_of(browser, address, seeded, Picture("sticker", size="phone")) == "Wat is er met het toestel?"


async def test_a_guide_that_is_wrong_is_noticed(house: House, tmp_path: Path) -> None:
    guide = tmp_path / "repair.md"
    lines = (
        "![Toestellen](pictures/known.webp)",
        "![x](pictures/gone.webp)",
        "![x](pictures/other.webp)",
        "![x](https://a.b/c.webp)",
    )
    guide.write_text("\n".join(lines))
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "known.webp").write_bytes(b"x" * (MOST_BYTES + 1))
    page = Picture("devices")
    wrong = what_is_wrong(mentions(tmp_path), {"known": page, "gone": page})
    assert [line.partition(": ")[2].split()[:3] for line in wrong] == [
        ["pictures/known.webp", "is", "larger"],
        ["pictures/gone.webp", "is", "not"],
        ["pictures/other.webp", "is", "not"],
    ]
