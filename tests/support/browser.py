"""A real browser for the journeys: the Chromium that the machine has, never one that a package brings."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=900)
AXE = Path(__file__).parent.parent / "journeys" / "vendor" / "axe.min.js"
AXE_RUN = """
async () => {
  const found = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]});
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).join(" | "));
}
"""
TOO_WIDE = """
() => [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".unseen, .skip"))
  .map(e => e.outerHTML.slice(0, 120))
"""
TOO_SMALL = """
() => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden]):not([type=radio])")]
  .filter(e => e.checkVisibility() && !e.closest("p:has(> a:not([class]))") && !e.matches(".skip, .errors a"))
  .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 120)])
  .filter(([height]) => height < 44)
"""


def find_chromium() -> str | None:
    """Where a Chromium is, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def open_browser(executable: str) -> AsyncIterator[Browser]:
    """A browser until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Visitor:
    """Somebody with a browser and JavaScript switched off, as on an old phone that gives up on scripts."""

    page: Page
    base: str

    async def go(self, path: str) -> None:
        """Open an address of ours."""
        await self.page.goto(self.base + path)

    @property
    def path(self) -> str:
        """Where the browser is now."""
        return self.page.url.removeprefix(self.base)

    async def check_page(self) -> None:
        """Nothing wrong for axe-core, no sideways scrolling and no small targets, in light and in dark."""
        for scheme in ("light", "dark"):
            await self._check(scheme)  # type: ignore[arg-type]

    async def _check(self, scheme: Literal["light", "dark"]) -> None:
        await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await self.page.evaluate(AXE.read_text())
        violations: list[Any] = await self.page.evaluate(AXE_RUN)
        assert violations == [], f"{self.path} in {scheme}: {violations}"
        assert await self.page.evaluate(TOO_WIDE) == [], f"{self.path} is wider than the screen"
        assert await self.page.evaluate(TOO_SMALL) == [], f"{self.path} has targets that are too small"
