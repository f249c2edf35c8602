"""Row `stickers`: a thousand stickers in one document, beside the usual recipe: a picture of each code, put on a page."""

import asyncio
import random
import time
from collections.abc import Callable

import qrcode
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from services.inventory.documents.sticker_design import StickerWords, sticker_address
from services.inventory.documents.stickers import make_stickers
from services.inventory.domain.label_papers import PAPERS
from services.inventory.domain.public_code import make_code
from tests.performance.place import Place
from tests.performance.report import Row, at_most, ms

MOST_SECONDS = 5.0
PUBLIC = "https://digibank.debrug.be"


async def sticker_rows(place: Place, *, count: int | None = None) -> list[Row]:
    """How long it takes, and how long the loop stands still meanwhile.

    Args:
        count: how many stickers; by default a thousand, and for a quick look too: it is a matter of seconds.
    """
    count = count or 1000
    chance = random.Random(1)
    codes = [make_code(chance.randrange) for _ in range(count)]
    words = StickerWords("03 123 45 67", "ar")
    took, longest = await _in_a_thread(lambda: make_stickers(PUBLIC, codes, words, PAPERS["L7160"]))
    bare, _ = await _in_a_thread(lambda: _recipe(codes))
    return [
        Row(
            "stickers",
            f"{count} stickers in one PDF, in a thread; the loop stood still {ms(longest)} at most; baseline: qrcode's own "
            "picture of each, put on a page by reportlab",
            f"{took:.2f} s",
            f"{bare:.2f} s",
            f"{took / bare:.0%}",
            f"< {MOST_SECONDS:.0f} s",
            at_most(took, MOST_SECONDS),
        )
    ]


async def _in_a_thread(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds it took, and the longest the loop stood still meanwhile."""
    longest, done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before - 0.005)

    watching = asyncio.create_task(watch())
    started = time.perf_counter()
    await asyncio.to_thread(work)
    took = time.perf_counter() - started
    done.set()
    await watching
    return took, longest


def _recipe(codes: list[str]) -> bytes:
    """What one writes first: no error correction chosen, no words, one picture each."""
    canvas = Canvas("stickers.pdf", pagesize=A4)
    for place, code in enumerate(codes):
        picture = qrcode.make(sticker_address(PUBLIC, code)).get_image()
        row, column = divmod(place % 21, 3)
        canvas.drawImage(ImageReader(picture), (8 + 66 * column) * mm, (245 - 38 * row) * mm, 30 * mm, 30 * mm)
        canvas.drawString((40 + 66 * column) * mm, (260 - 38 * row) * mm, code)
        if place % 21 == 20:
            canvas.showPage()
    made: bytes = canvas.getpdfdata()  # type: ignore[no-untyped-call]
    return made
