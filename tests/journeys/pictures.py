"""Pictures that guides show of what somebody sees halfway a task, taken by the journey that does the task."""

import asyncio
import os
import re
from typing import Final

from playwright.async_api import Locator, Page

from tests.gallery.guides import FOLDER, FROM_JOURNEYS, TAKE, at_any_hour, keep_small, mentions

ANEW: Final = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{3}\b|\b\d{1,2}/\d{1,2}/\d{4}\b")
"""Codes and days, which are others each time; a guide writes `…` for them."""
SHOWN: Final = {mention.name: mention for mention in mentions()}


async def pictured(page: Page, name: str, of: Locator | None = None) -> None:
    """Here a guide has its picture `name`; see that its words still say the title of this page, and take it anew when asked to.

    Args:
        of: what stands on top of the picture; without it the picture begins where the page does.
    """
    assert name in FROM_JOURNEYS, f"{name} is not in tests/gallery/guides.py"
    title = ANEW.sub("…", " ".join((await page.locator("h1").inner_text()).split()))
    assert name in SHOWN, f"no guide shows {name}, which is of “{title}”"
    assert at_any_hour(title) in at_any_hour(SHOWN[name].alternative), f"{name} shows “{title}”; the guide says something else"
    if os.environ.get(TAKE):
        await page.evaluate("window.scrollTo(0, 0)")
        if of is not None:
            await of.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top - 12)")
        taken = await page.screenshot(animations="disabled")
        file = FOLDER / "pictures" / f"{name}.webp"
        await asyncio.to_thread(keep_small, taken, file)
