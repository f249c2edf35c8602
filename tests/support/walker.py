"""Somebody with a telephone who does a task step by step: each step waits for what is to be seen, never for time."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Locator, Page, ViewportSize

from tests.support.browser import PHONE, TOO_SMALL, TOO_WIDE
from tests.support.scripted import with_scripts

PATIENCE_MS = 30_000
"""The machine may be busy; what does not come at all is noticed all the same."""


@dataclass
class Walker:
    """Somebody who looks for a word, presses it, and sees where they are.

    Attributes:
        taps: how often something was pressed; what was typed or chosen does not count.
    """

    page: Page
    taps: int = 0

    async def go(self, path: str, heading: str) -> None:
        """Open an address of ours."""
        await self.page.goto(path)
        await self.sees(heading)

    async def press(self, name: str, within: Locator | None = None) -> None:
        """Use a button, the first of that name; what is only read out may follow, between brackets."""
        await self._tap((within or self.page).get_by_role("button", name=re.compile(f"^{re.escape(name)}( \\(.*)?$")).first)

    async def follow(self, name: str, within: Locator | None = None) -> None:
        """Use a link, the first of which the name begins so; what is only read out may follow."""
        await self._tap((within or self.page).get_by_role("link", name=re.compile("^" + re.escape(name))).first)

    async def opens(self, summary: str, within: Locator | None = None) -> None:
        """Unfold something, unless it is open already."""
        folded = (within or self.page).locator("details", has=self.page.locator("summary", has_text=summary)).first
        if await folded.get_attribute("open") is None:
            await self._tap(folded.locator("summary").first)

    async def fills(self, label: str, words: str) -> None:
        """Type in the field of that name."""
        await self.page.get_by_label(label, exact=True).first.fill(words)

    async def ticks(self, *labels: str) -> None:
        """Choose each of these."""
        for label in labels:
            await self.page.get_by_label(label).first.check()

    async def sees(self, heading: str) -> None:
        """Wait for a heading. The page is no wider than the screen, and nothing on it is too small to press."""
        await self.page.get_by_role("heading", name=heading).first.wait_for()
        await self.page.wait_for_load_state()  # its scripts run
        assert await self.page.evaluate(TOO_WIDE) == [], f"{self.page.url} is wider than the screen"
        assert await self.page.evaluate(TOO_SMALL) == [], f"{self.page.url} has targets that are too small"

    async def reads(self, words: str) -> None:
        """Wait for words that are to be seen somewhere on the page."""
        await self.page.get_by_text(words).filter(visible=True).first.wait_for()

    async def _tap(self, wanted: Locator) -> None:
        await wanted.click()
        self.taps += 1


@asynccontextmanager
async def walking(browser: Browser, address: str, token: str, size: ViewportSize = PHONE) -> AsyncIterator[Walker]:
    """Somebody who is signed in, until the block ends."""
    async with with_scripts(browser, address, token, size=size) as page:
        page.set_default_timeout(PATIENCE_MS)
        yield Walker(page)
