"""What is left of a drawing at 24 pixels in pure black on white, and how much two of them differ."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image
from playwright.async_api import Browser

SMALL = 24
"""Pixels along each side: the smallest at which a pictogram is used."""
ROW = SMALL + 2
"""Pixels in a row of a mask: one empty one on both sides, so that a shift by one stays within its row."""
DARK = 128
"""A pixel darker than this counts as ink."""
SHEET = """<!doctype html><style>body {{ margin: 0; background: #fff; color: #000 }}
svg {{ display: block; inline-size: {side}px; block-size: {side}px }} .dot {{ fill: #000; stroke: none }}</style>"""


async def ink_of_all(browser: Browser, drawings: dict[str, str]) -> dict[str, int]:
    """The ink of each drawing as a mask, one bit per pixel; drawn by a browser, below each other, without the warm area."""
    page = await browser.new_page(viewport={"width": SMALL, "height": SMALL * len(drawings)}, device_scale_factor=1)
    try:
        await page.set_content(SHEET.format(side=SMALL) + "".join(drawings.values()))
        sheet = Image.open(BytesIO(await page.screenshot())).convert("L")
    finally:
        await page.close()
    return {name: _mask(sheet.crop((0, top, SMALL, top + SMALL))) for name, top in zip(drawings, _tops(), strict=False)}


def difference(one: int, other: int) -> float:
    """The share of the ink that only one of them has, the other moved by a pixel if that fits better: 0 the same, 1 all apart."""
    places = [_moved(other, by) for by in (0, 1, -1, ROW, -ROW, ROW + 1, ROW - 1, -ROW - 1, 1 - ROW)]
    return min((one ^ place).bit_count() / ((one | place).bit_count() or 1) for place in places)


def coverage(ink: int) -> float:
    """The share of its square that is ink."""
    return ink.bit_count() / SMALL**2


def edge(ink: int) -> int:
    """How many pixels of ink touch the edge of its square: there it would touch what stands beside it."""
    inside = sum(1 << (row * ROW + column) for row in range(2, SMALL) for column in range(2, SMALL))
    return (ink & ~inside).bit_count()


def _tops() -> Iterator[int]:
    top = 0
    while True:
        yield top
        top += SMALL


def _moved(ink: int, by: int) -> int:
    return ink << by if by >= 0 else ink >> -by


def _mask(square: Image.Image) -> int:
    pixels = square.tobytes()
    return sum(
        1 << ((row + 1) * ROW + column + 1)
        for row in range(SMALL)
        for column in range(SMALL)
        if pixels[row * SMALL + column] < DARK
    )
