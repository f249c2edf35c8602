"""The screenshots in `docs/guides`: which page each shows, so that they can be made anew and cannot tell of a page that is gone.

A guide shows one as `![Words with the title of the page](pictures/NAME.webp)`. The alternative text holds the first heading of the
page as it is in Dutch: that is what ties the guide to the page. Most are of pages of the gallery; those of what stands halfway a
task are taken by the journey that does the task.
"""

import asyncio
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.async_api import Browser

from launcher.environment import PROJECT
from tests.gallery.guises import Size
from tests.gallery.page import State
from tests.gallery.pages import BY_NAME
from tests.gallery.seed import Seeded
from tests.gallery.visit import open_page, opened

FOLDER: Final = PROJECT / "docs" / "guides"
MOST_BYTES: Final = 60_000
QUALITY: Final = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """One screenshot: which page of the gallery, in which state, on what."""

    page: str
    state: State = "filled"
    size: Size = "desktop"


PICTURES: Final[Mapping[str, Picture]] = {
    "today": Picture("today-staff"),
    "sticker": Picture("sticker", size="phone"),
    "sticker-told": Picture("sticker-told", size="phone"),
    "device-new": Picture("device-new"),
    "device-came-in": Picture("device-came-in"),
    "board": Picture("board"),
    "things": Picture("things"),
    "find": Picture("devices-narrowed"),
    "given": Picture("given", size="phone"),
    "stickers": Picture("stickers"),
    "figures": Picture("figures"),
    "counter": Picture("counter"),
    "counter-who": Picture("counter-who"),
    "phone-code": Picture("phone-code"),
    "request-start": Picture("request-start"),
    "request-new": Picture("request-new"),
    "loan-prepare": Picture("loan-prepare"),
    "agreement": Picture("agreement"),
    "loan-end": Picture("loan-end"),
    "tickets": Picture("tickets"),
    "ticket-decide": Picture("ticket-decide"),
    "ticket-repair": Picture("ticket-repair"),
    "visits": Picture("visits", size="phone"),
    "visit": Picture("visit", size="phone"),
    "learners": Picture("learners"),
    "learner-card": Picture("learner-card"),
    "question": Picture("my-question", size="phone"),
    "result": Picture("my-result", size="phone"),
    "card-new": Picture("card-first"),
    "family-pin": Picture("family-pin", size="phone"),
    "people": Picture("people"),
    "person-start-code": Picture("person-start-code"),
    "organisation": Picture("organisation"),
}

FROM_JOURNEYS: Final = frozenset(
    {
        "lot-full",
        "board-column",
        "wipe-evidence",
        "ask-a-colleague",
        "swap",
        "device",
        "password",
        "partner",
        "use",
        "fit",
        "sheet-problems",
        "sheet-done",
        "counting",
        "counted",
        "end",
        "trip",
    }
)
"""What the journeys through inventory take themselves, with `pictured`: pages halfway a task that the gallery does not have."""
WALKS: Final = ("tests/journeys/test_bench.py", "tests/journeys/test_device_page.py", "tests/journeys/test_lists_and_end.py")
"""Where those journeys are."""
TAKE: Final = "DIGIBANK_TAKE_PICTURES"
"""Set while the journeys run: then they take these anew."""


class Mention(NamedTuple):
    """A guide shows a picture."""

    guide: Path
    alternative: str
    file: str

    @property
    def name(self) -> str:
        """Of the picture."""
        return Path(self.file).stem


async def make_pictures(browser: Browser, base: str, seeded: Seeded, folder: Path = FOLDER) -> None:
    """Write every picture in `pictures` in a folder of guides."""
    await asyncio.to_thread((folder / "pictures").mkdir, parents=True, exist_ok=True)
    for name, picture in PICTURES.items():
        shown = BY_NAME[picture.page]
        async with opened(browser, base, seeded.cookies(shown.visitor, picture.state), picture.size) as context:
            page = await context.new_page()
            await open_page(page, base, seeded, shown, picture.state)
            await page.evaluate("document.fonts.ready")
            taken = await page.screenshot(animations="disabled")
        await asyncio.to_thread(keep_small, taken, folder / "pictures" / f"{name}.webp")


async def title_of(browser: Browser, base: str, seeded: Seeded, picture: Picture) -> str:
    """The first heading of the page of a picture, in Dutch."""
    shown = BY_NAME[picture.page]
    async with opened(browser, base, seeded.cookies(shown.visitor, picture.state), picture.size) as context:
        page = await context.new_page()
        await open_page(page, base, seeded, shown, picture.state)
        return " ".join((await page.locator("h1").inner_text()).split())


def at_any_hour(title: str) -> str:
    """A title to compare with: without capitals, and with a greeting that does for the whole day."""
    return re.sub(r"goeie(morgen|middag|navond)", "goeiedag", title.lower())


AS_MARKDOWN = re.compile(r"!\[([^\]]*)\]\((?!\w+://)([^)\s]+)\)")
AS_HTML = re.compile(r'<img src="(?!\w+://)([^"]+)" alt="([^"]+)"')


def mentions(folder: Path = FOLDER) -> list[Mention]:
    """Every picture that a guide shows, also a small one among others, which Markdown has no words for."""
    found = []
    for guide in sorted(folder.rglob("*.md")):
        text = guide.read_text(encoding="utf-8")
        found += [Mention(guide, alternative, file) for alternative, file in AS_MARKDOWN.findall(text)]
        found += [Mention(guide, alternative, file) for file, alternative in AS_HTML.findall(text)]
    return found


def what_is_wrong(found: Iterable[Mention], known: Collection[str] = frozenset(PICTURES) | FROM_JOURNEYS) -> list[str]:
    """Pictures that a guide shows and that are not there, are not known, or are too large to load on a phone."""
    wrong = []
    for mention in found:
        file = mention.guide.parent / mention.file
        if mention.name not in known:
            wrong.append(f"{mention.guide.name}: {mention.file} is not in tests/gallery/guides.py")
        elif not file.is_file():
            wrong.append(f"{mention.guide.name}: {mention.file} is not there; make it with ./digibank pages guides")
        elif file.stat().st_size > MOST_BYTES:
            wrong.append(f"{mention.guide.name}: {mention.file} is larger than {MOST_BYTES} bytes")
    return wrong


def keep_small(taken: bytes, file: Path) -> None:
    """Write a screenshot as a file that a phone loads soon."""
    with Image.open(BytesIO(taken)) as picture:
        picture.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
