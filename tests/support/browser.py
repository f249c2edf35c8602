"""A real browser for the journeys: the Chromium that the machine has, never one that a package brings."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright

from shared.web.call import COOKIE

LEFT_BEHIND = "net::ERR_ABORTED"
"""What a browser says of an icon that it still waited for on a page that it left."""
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
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
AXE = Path(__file__).parent.parent / "journeys" / "vendor" / "axe.min.js"
AXE_COLOURS = '{type: "rule", values: ["color-contrast", "link-in-text-block"]}'
AXE_RUN = """
async () => {
  const found = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]});
  return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).join(" | "));
}
"""
AXE_COLOURS_RUN = AXE_RUN.replace('["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]', AXE_COLOURS)
"""In another theme the same page differs in its colours alone: our style sheet changes nothing else."""
FOCUS_SHOWS = """
element => [element, element.parentElement].some(e => getComputedStyle(e).outlineStyle === "solid")
"""
TOO_WIDE = """
() => [...document.querySelectorAll("body *")]
  .filter(e => !e.closest(".unseen, .skip, svg") && e.checkVisibility())
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 || e.getBoundingClientRect().left < -1)
  .map(e => e.outerHTML.slice(0, 120))
  .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page moves sideways"] : [])
"""
TOO_SMALL = """
() => [...document.querySelectorAll("a[href], button, summary, select, textarea, .choice, input:not(.choice *, [type=hidden])")]
  .filter(e => e.checkVisibility() && !e.matches(".skip, .unseen[aria-hidden=true], p > a:only-of-type:not([class]), .errors a"))
  .filter(e => e.getBoundingClientRect().height < 44)
  .map(e => e.outerHTML.slice(0, 120))
"""
"""Links within a sentence are left out: they are as high as their line."""


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
    """Somebody with a browser in which JavaScript is switched off, as on an old phone that gives up on scripts."""

    page: Page
    mirror: Page
    base: str

    async def sign_in(self, token: str) -> None:
        """Be signed in from now on, without typing anything; how people do it is in the journey of portal."""
        await self.page.context.add_cookies([{"name": COOKIE, "value": token, "url": self.base}])

    async def go(self, path: str) -> None:
        """Open an address of ours."""
        await self.page.goto(self.base + path)

    @property
    def path(self) -> str:
        """Where the browser is now."""
        return self.page.url.removeprefix(self.base)

    async def follow(self, role: Literal["link", "button"], name: str, *, by: Literal["pointer", "keyboard"] = "pointer") -> None:
        """Use a link or a button, the first of that name, and wait for the page it leads to."""
        wanted = self.page.get_by_role(role, name=name).first
        if by == "keyboard":
            await self.tab_to(wanted)
        async with self.page.expect_navigation():
            await (wanted.click() if by == "pointer" else self.page.keyboard.press("Enter"))

    async def follow_menu(
        self, role: Literal["link", "button"], name: str, *, by: Literal["pointer", "keyboard"] = "pointer"
    ) -> None:
        """Use an entry of the menu, which a phone keeps behind a button."""
        button = self.page.get_by_role("button", name="Menu", exact=True)
        if await button.is_visible():
            if by == "keyboard":
                await self.tab_to(button)
            await (button.click() if by == "pointer" else self.page.keyboard.press("Enter"))
        await self.follow(role, name, by=by)

    async def tab_to(self, wanted: Locator) -> None:
        """Press Tab until this has the focus, and see that the focus shows."""
        for _ in range(60):
            await self.page.keyboard.press("Tab")
            if await wanted.evaluate("element => element === document.activeElement"):
                shows = await wanted.evaluate(FOCUS_SHOWS)
                assert shows, f"the focus does not show on {wanted}"
                return
        raise AssertionError(f"{wanted} cannot be reached with Tab on {self.path}")

    async def follow_within(self, name: str) -> None:
        """Use a link to something on the same page, such as the field that an error is about; it has the focus then."""
        wanted = self.page.get_by_role("link", name=name).first
        await self.tab_to(wanted)
        await self.page.keyboard.press("Enter")

    async def type_in(self, label: str, text: str) -> None:
        """Go to a field with Tab and type."""
        await self.tab_to(self.page.get_by_label(label, exact=False).first)
        await self.page.keyboard.insert_text(text)

    async def choose(self, question: str, answer: str) -> None:
        """Tab to a group of radio buttons and go down to the answer."""
        group = self.page.get_by_role("group", name=question)
        options = group.get_by_role("radio")
        start = options.and_(self.page.locator(":checked"))
        await self.tab_to(start if await start.count() else options.first)
        await self.page.keyboard.press("Space")
        for _ in range(await options.count()):
            if await group.get_by_label(answer).is_checked():
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{answer} cannot be chosen")

    async def check_page(self) -> None:
        """Nothing wrong for axe-core, no sideways scrolling and no small targets, in light and in dark.

        axe-core needs scripts, so it looks at a copy of what this visitor sees, under the same address.
        """
        html = await self.page.content()
        await self.mirror.route(self.page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        await self.mirror.goto(self.page.url)
        await self.mirror.evaluate(AXE.read_text())
        for scheme in SCHEMES:
            await self.mirror.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations: list[Any] = await self.mirror.evaluate(AXE_RUN if scheme == SCHEMES[0] else AXE_COLOURS_RUN)
            assert violations == [], f"{self.path} in {scheme}: {violations}"
        assert await self.mirror.evaluate(TOO_WIDE) == [], f"{self.path} is wider than the screen"
        assert await self.mirror.evaluate(TOO_SMALL) == [], f"{self.path} has targets that are too small"
        await self.mirror.unroute_all()


@asynccontextmanager
async def visiting(browser: Browser, address: str, size: ViewportSize = PHONE, token: str = "") -> AsyncIterator[Visitor]:
    """A visitor whose browser runs no script of the page, signed in when there is a token; every failed load counts as wrong."""
    context = await browser.new_context(viewport=size, java_script_enabled=False, locale="nl-BE")
    scripted = await browser.new_context(viewport=size, locale="nl-BE", service_workers="block")  # it sees copies, not our server
    page = await context.new_page()
    page.set_default_timeout(45_000)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url) if request.failure != LEFT_BEHIND else None)
    page.on("console", lambda message: failed.append(message.text) if "Content Security Policy" in message.text else None)
    try:
        visitor = Visitor(page, await scripted.new_page(), address)
        if token:
            await visitor.sign_in(token)
        yield visitor
        assert failed == []
    finally:
        await scripted.close()
        await context.close()
