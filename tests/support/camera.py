"""A camera for Chromium that looks at a sticker: a film of one still picture, made from a QR code."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from shared.documents.qr import qr_modules
from tests.support.browser import FLAGS

WIDTH, HEIGHT = 640, 480
FRAMES = 5
DARK, LIGHT, GREY = b"\x10", b"\xeb", b"\x80"


def film_of(text: str, file: Path) -> Path:
    """Write a film (YUV4MPEG2) of the QR code that says this."""
    modules = qr_modules(text)
    size = (HEIGHT - 80) // len(modules)
    margin_x, margin_y = (WIDTH - size * len(modules)) // 2, (HEIGHT - size * len(modules)) // 2
    rows = [LIGHT * WIDTH] * margin_y
    for line in modules:
        dots = b"".join((DARK if dark else LIGHT) * size for dark in line)
        rows += [(LIGHT * margin_x + dots).ljust(WIDTH, LIGHT)] * size
    rows += [LIGHT * WIDTH] * (HEIGHT - len(rows))
    frame = b"FRAME\n" + b"".join(rows) + GREY * (WIDTH * HEIGHT // 2)
    file.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT) + frame * FRAMES)
    return file


@asynccontextmanager
async def browser_with_camera(executable: str, film: Path | None) -> AsyncIterator[Browser]:
    """A browser with a camera that shows a film; without one there is no camera at all."""
    camera = (
        ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
        if film
        else []
    )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *camera])
        try:
            yield browser
        finally:
            await browser.close()
