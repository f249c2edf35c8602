"""Screenshots of every page, and sheets with many of them, so that a person can look at all pages in a few minutes."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image, ImageDraw
from playwright.async_api import Browser

from tests.gallery.guises import MIRRORED, Size, Theme, from_right_to_left
from tests.gallery.page import GalleryPage, State
from tests.gallery.pages import PAGES
from tests.gallery.run import AT_ONCE
from tests.gallery.seed import Seeded
from tests.gallery.visit import open_page, opened

LOOKED_AT_SIZES: Final[tuple[Size, ...]] = ("phone", "desktop")
LOOKED_AT_THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
PER_SHEET: Final = {"phone": 12, "desktop": 6}
THUMBNAIL: Final = {"phone": (360, 1100), "desktop": (640, 720)}
"""Width and most height in pixels; what is longer is cut off on the sheet, and whole in its own file."""
ROWS: Final = 2
LABEL: Final = 22


class Shot(NamedTuple):
    """One screenshot."""

    page: GalleryPage
    state: State
    language: str
    theme: Theme
    size: Size

    @property
    def name(self) -> str:
        """Of its file, without ending."""
        return f"{self.page.name}.{self.state}"

    @property
    def folder(self) -> str:
        """Where it belongs: what looks the same stands together."""
        return f"{'left' if self.language == 'nl' else 'right'}-{self.theme}-{self.size}"


def every_shot(only: Sequence[str] = ()) -> list[Shot]:
    """Every page and state, on phone and desktop, light and dark, from left to right and from right to left.

    Args:
        only: beginnings of names of pages; empty for all of them.
    """
    shots = []
    for page in PAGES:
        if only and not page.name.startswith(tuple(only)):
            continue
        for state, language, theme, size in product(
            page.states, ("nl", from_right_to_left(page)), LOOKED_AT_THEMES, LOOKED_AT_SIZES
        ):
            shots.append(Shot(page, state, language, theme, size))
    return shots


async def take_all(
    browser: Browser, base: str, seeded: Seeded, shots: Sequence[Shot], out: Path, done: Callable[[Shot], None] = lambda _: None
) -> None:
    """Write each as PNG, and the sheets beside them in `sheets`."""
    waiting = list(reversed(shots))

    async def work() -> None:
        while waiting:
            shot = waiting.pop()
            file = out / shot.folder / f"{shot.name}.png"
            await asyncio.to_thread(file.parent.mkdir, parents=True, exist_ok=True)
            await take(browser, base, seeded, shot, file)
            done(shot)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    await asyncio.to_thread(make_sheets, shots, out)


async def take(browser: Browser, base: str, seeded: Seeded, shot: Shot, file: Path, *, whole: bool = True) -> None:
    """Write one as PNG: the whole page, or only what fits on the screen."""
    cookies = seeded.cookies(shot.page.visitor, shot.state)
    async with opened(browser, base, cookies, shot.size, shot.theme, shot.language) as context:
        page = await context.new_page()
        await open_page(page, base, seeded, shot.page, shot.state)
        if shot.language == MIRRORED:
            await page.evaluate("document.documentElement.dir = 'rtl'")
        await page.evaluate("document.fonts.ready")
        await page.screenshot(path=file, full_page=whole, animations="disabled")


def make_sheets(shots: Sequence[Shot], out: Path) -> list[Path]:
    """Put screenshots that look the same together on sheets; gives the files."""
    sheets = out / "sheets"
    sheets.mkdir(parents=True, exist_ok=True)
    written = []
    for folder in sorted({shot.folder for shot in shots}):
        mine = [shot for shot in shots if shot.folder == folder]
        many = PER_SHEET[mine[0].size]
        for number, start in enumerate(range(0, len(mine), many), start=1):
            file = sheets / f"{folder}-{number:02}.png"
            _sheet(mine[start : start + many], out).save(file, optimize=True)
            written.append(file)
    return written


def _sheet(shots: Sequence[Shot], out: Path) -> Image.Image:
    width, height = THUMBNAIL[shots[0].size]
    columns = -(-len(shots) // ROWS)
    sheet = Image.new("RGB", (columns * (width + 8), ROWS * (height + LABEL)), "#888888")
    pen = ImageDraw.Draw(sheet)
    for place, shot in enumerate(shots):
        left, top = (place % columns) * (width + 8), (place // columns) * (height + LABEL)
        with Image.open(out / shot.folder / f"{shot.name}.png") as picture:
            picture.thumbnail((width, picture.height))
            sheet.paste(picture.crop((0, 0, width, min(picture.height, height))), (left, top + LABEL))
        pen.text((left + 4, top + 5), f"{shot.name} ({shot.folder})", fill="white")
    return sheet
