"""A printed sticker is scanned: the PDF becomes a picture again, gets scratched, and the library of our pages reads it. And a
stock take in a browser, by camera and by a scanner that types."""

import base64
import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ImageDraw, ImageFilter
from PIL.Image import Image
from playwright.async_api import Browser, expect

from launcher.environment import PROJECT
from services.inventory.documents.sticker_design import StickerWords, design_for, sticker_address
from services.inventory.documents.stickers import make_stickers
from services.inventory.domain.label_papers import PAPERS, LabelPaper
from shared.contracts.vocabulary import Role
from tests.journeys.test_live import check
from tests.support.browser import find_chromium
from tests.support.camera import browser_with_camera, film_of
from tests.support.house import House
from tests.support.paper import picture_of
from tests.support.scripted import with_scripts
from tests.support.slice import a_ready_device

PUBLIC = "https://digibank.debrug.be"
WORDS = StickerWords("03 123 45 67", "ar", "Digibank De Brug")
JSQR = PROJECT / "shared/web/static/scripts/vendor/jsqr.min.js"
DPI = 203  # of the coarsest label printers
CODES = ["KX4-72M", "WWW-WWW", "AAA-AAA", "ZH8-BTY"]
TWENTY = LabelPaper("20", "20 mm", (46.0, 23.0), 1, 1, 46.0, 23.0)
"""The QR code on it, with its quiet zone, is 20 mm."""
READ = """async ({script, pictures}) => {
  (0, eval)(script);
  const said = [];
  for (const picture of pictures) {
    const image = await createImageBitmap(await (await fetch(picture)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const {data, width, height} = canvas.getContext("2d").getImageData(0, 0, image.width, image.height);
    said.push(self.jsQR(data, width, height)?.data ?? null);
  }
  return said;
}"""


def printed(paper: LabelPaper) -> list[Image]:
    """Each sticker as a picture of what a printer makes, in the order of the codes."""
    pdf = make_stickers(PUBLIC, CODES, WORDS, paper.as_roll())
    return [picture_of(pdf, page, DPI / 72) for page in range(len(CODES))]


def worn(picture: Image, seed: int) -> Image:
    """After years: three scratches and a stain, and a camera that is a bit out of focus. They miss the three marks in the corners:
    without those no camera finds a code at all, however much of the rest may be damaged."""
    dots, chance, side = DPI / 25.4, random.Random(seed), picture.height
    picture = picture.copy()
    drawing = ImageDraw.Draw(picture)
    for _ in range(3):
        ends = [(chance.uniform(0.32, 0.68) * side, edge) for edge in (0, side)]
        drawing.line(ends, fill=255, width=round(0.5 * dots))
    x, y = 0.55 * side, 0.5 * side
    drawing.ellipse((x, y, x + 1.5 * dots, y + 1.5 * dots), fill=0)
    return picture.filter(ImageFilter.GaussianBlur(dots / 12))


def as_address(picture: Image) -> str:
    out = BytesIO()
    picture.resize((picture.width * 2, picture.height * 2)).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


async def read(browser: Browser, pictures: list[Image]) -> list[str | None]:
    page = await browser.new_page()
    try:
        said: list[str | None] = await page.evaluate(
            READ, {"script": JSQR.read_text(encoding="utf-8"), "pictures": [as_address(picture) for picture in pictures]}
        )
    finally:
        await page.close()
    return said


async def test_a_printed_sticker_is_read_new_and_worn(browser: Browser) -> None:
    assert design_for(TWENTY, WORDS, PUBLIC).square[2] == pytest.approx(20 / 25.4 * 72)
    wanted = [sticker_address(PUBLIC, code) for code in CODES]
    for paper in (TWENTY, PAPERS["L4778"], PAPERS["R54x25"], PAPERS["L7160"]):
        pictures = printed(paper)
        assert await read(browser, pictures) == wanted, paper.key
        assert await read(browser, [worn(picture, seed) for seed, picture in enumerate(pictures)]) == wanted, f"{paper.key}, worn"
    cut = [picture.crop((0, 0, picture.height // 2, picture.height)) for picture in pictures]
    assert await read(browser, cut) == [None] * len(cut), "half of a code says nothing: the test can fail"


@pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events
async def test_counting_with_a_camera_and_a_scanner_that_types(
    house: House, address: str, tmp_path: Path, browser: Browser
) -> None:
    """Two people count: one holds a sticker before the camera and loses the connection, the other one has a hand scanner."""
    staff = house.sign_in(None, Role.REPAIRER)
    devices = [await a_ready_device(staff) for _ in range(4)]
    chromium = find_chromium()
    assert chromium is not None
    film = film_of(f"{address}/q/{devices[0]['code']}", tmp_path / "film.y4m")
    async with browser_with_camera(chromium, film) as seeing, with_scripts(seeing, address, staff.token) as page:
        await page.goto("/inventory/stock-takes")
        await page.get_by_role("button", name="Begin te tellen").click()
        await page.wait_for_url("**/stock-takes/*-*")
        await page.get_by_role("button", name="Scan met de camera").click()
        told = page.locator("#told")
        await expect(told).to_contain_text(f"{devices[0]['code']} · Lenovo ThinkPad X240")
        await expect(told).to_contain_text("Gevonden")
        await expect(page.locator("video")).to_be_visible()
        await expect(told).not_to_contain_text("Al gezien")  # it is still held there, and counted once
        await check(page)
        await page.get_by_role("button", name="Stop met scannen").click()

        async with with_scripts(browser, address, staff.token) as other:
            await other.goto(page.url)
            for device in devices[1:3]:  # faster than a network answers
                await other.keyboard.type(device["code"])
                await other.keyboard.press("Enter")
            await expect(other.locator("#tally")).to_contain_text("3 gevonden van 4")
            await expect(other.locator("[data-news-here]")).to_contain_text(f"{devices[2]['code']}: gevonden")
            await other.keyboard.type("ABC-DEF\n")
            await expect(other.locator("#told")).to_contain_text("een letter verkeerd gelezen")
            await check(other)
            await other.keyboard.type("Jan\n")
            await expect(other.locator("[data-news-here]")).to_contain_text("Dit is geen code van een sticker")

        await page.context.set_offline(True)
        await page.get_by_label("Code of serienummer").fill(devices[3]["code"])
        await page.evaluate("document.querySelector('[data-count]').requestSubmit()")
        await page.context.set_offline(False)
        await expect(page.locator("#tally")).to_contain_text("4 gevonden van 4", timeout=15_000)
        await expect(page.locator("#tally")).to_contain_text("1 vreemd")
        await page.get_by_role("link", name="Klaar met tellen").click()
        await page.get_by_role("button", name="Ja, sluit af").click()
        await expect(page.get_by_role("heading", name="Telling van")).to_be_visible()
        await check(page)
