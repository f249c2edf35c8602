"""One look at one page in one guise, and what is wrong with it."""

import math
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from shared.language.languages import PSEUDO, language_of
from shared.web.speaking import LANGUAGE_COOKIE
from tests.gallery.guises import MIRRORED, SIZES, Guise, Size, Theme
from tests.gallery.page import Form, GalleryPage, State
from tests.gallery.pages import BY_NAME
from tests.gallery.seed import Seeded
from tests.support.browser import AXE, AXE_RUN, TOO_SMALL, TOO_WIDE

LOOKS: Final = (Path(__file__).parent / "looks.js").read_text()
LEFT_BEHIND: Final = "net::ERR_ABORTED"
"""What a browser says of a picture that it did not wait for, because a form was sent first."""

PATIENCE_MS: Final = 30_000

TURNED_NUMBERS: Final = """
() => [...document.querySelectorAll("a[href^='tel:']")]
  .filter(link => getComputedStyle(link).direction === "rtl" && !link.querySelector("bdi, [dir=ltr]"))
  .map(link => link.outerHTML)
"""
"""A telephone number has spaces: on a page from right to left its parts change places, unless it says that it does not."""

GEOMETRY: Final = (("too wide", TOO_WIDE), ("too small", TOO_SMALL), ("reads from right to left", TURNED_NUMBERS))

NOT_FOR: Final = (("forced", "color-contrast:"), (PSEUDO, "html-lang-valid:"), (PSEUDO, "valid-lang:"))
"""Rules of axe that say nothing here: with forced colours the system paints and not our style sheet; nobody speaks pseudo."""

SEND: Final = """
([to, fields]) => {
  const form = [...document.forms].find(one => one.getAttribute("action") === to);
  if (!form) throw new Error("no form to " + to + ", only to " + [...document.forms].map(one => one.getAttribute("action")));
  for (const [name, value] of Object.entries(fields))
    for (const field of [...form.elements].filter(one => one.name === name))
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
      else field.value = value;
  HTMLFormElement.prototype.submit.call(form);
}
"""
"""Sends a form as it stands, past what the browser itself would check, so that our own answer shows."""


@asynccontextmanager
async def opened(
    browser: Browser,
    base: str,
    cookies: dict[str, str],
    size: Size = "phone",
    theme: Theme = "light",
    language: str = "nl",
) -> AsyncIterator[BrowserContext]:
    """A browser of somebody with these cookies, that remembers nothing of who was there before."""
    context = await browser.new_context(
        viewport=SIZES[size],
        device_scale_factor=2 if size == "zoomed" else 1,
        color_scheme="light" if theme == "light" else "dark",
        forced_colors="active" if theme == "forced" else "none",
        reduced_motion="reduce",
        locale="nl-BE",
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        await come_as(context, base, cookies, language)
        yield context
    finally:
        await context.close()


async def come_as(context: BrowserContext, base: str, cookies: dict[str, str], language: str) -> None:
    """Whoever looks next: forgets the cookies of who was there before."""
    spoken = {} if language == MIRRORED else {LANGUAGE_COOKIE: language}
    await context.clear_cookies()
    await context.add_cookies([{"name": name, "value": value, "url": base} for name, value in (cookies | spoken).items()])


async def open_page(page: Page, base: str, seeded: Seeded, shown: GalleryPage, state: State = "filled") -> Response | None:
    """Go to a page in a state; gives the answer that is on the screen."""
    address = shown.address.format(**seeded.ids)
    answer = await page.goto(base + address, wait_until="load")
    for form in [shown.opens] if shown.opens else []:
        answer = await _send(page, seeded, address, form)
    if state == "error":
        assert shown.wrong is not None
        answer = await _send(page, seeded, address, shown.wrong)
    return answer


async def _send(page: Page, seeded: Seeded, address: str, form: Form) -> Response | None:
    here = address.partition("?")[0]
    to = form.to.format(here=here, **seeded.ids) or here
    async with page.expect_navigation(wait_until="load") as navigation:
        await page.evaluate(SEND, [to, dict(form.fields)])
    return await navigation.value


async def visit(context: BrowserContext, base: str, seeded: Seeded, guise: Guise, axe: str | None = AXE_RUN) -> list[str]:
    """Look at a page in a guise; gives what is wrong, a line each.

    Args:
        context: of this size and theme. It may have been used before: only what browsers keep of style sheets and pictures is kept.
        axe: which rules of axe are asked too; None for none. All of them take two fifths of the time of a visit.
    """
    shown = BY_NAME[guise.page]
    await come_as(context, base, seeded.cookies(shown.visitor, guise.state), guise.language)
    page = await context.new_page()
    try:
        heard = _listen(page)
        devtools = await context.new_cdp_session(page)
        await devtools.send("Storage.clearDataForOrigin", {"origin": base, "storageTypes": "local_storage,indexeddb"})
        await devtools.send("Emulation.setScriptExecutionDisabled", {"value": not guise.scripts})
        answer = await open_page(page, base, seeded, shown, guise.state)
        # From here on scripts may run: the page has loaded without them, and what looks at it is one. Places that are kept for what
        # needs a script open then, which nobody without scripts ever sees.
        until = time.time() if not guise.scripts else math.inf
        await devtools.send("Emulation.setScriptExecutionDisabled", {"value": False})
        found = _answered(shown, guise, answer) + await _look(page, guise, until)
        return found + (await _axe(page, guise, axe) if axe else []) + heard
    finally:
        await page.close()


def _listen(page: Page) -> list[str]:
    """Collects what goes wrong while pages load: requests, scripts, and what the policy for contents stops."""
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        about_the_page = urlsplit(message.location["url"]).path == urlsplit(page.url).path and "status of" in message.text
        if message.type == "error" and not about_the_page:  # a page that says 404 or 422 is told there too
            heard.append(f"console: {message.text}")

    def on_failed(request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            heard.append(f"not loaded: {urlsplit(request.url).path} {request.failure}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            heard.append(f"{response.status} for {urlsplit(response.url).path}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.on("requestfailed", on_failed)
    page.on("response", on_response)
    return heard


def _answered(shown: GalleryPage, guise: Guise, answer: Response | None) -> list[str]:
    if answer is None:
        return ["no answer"]
    good = 400 <= answer.status < 500 if guise.state == "error" else answer.status == shown.status
    return [] if good else [f"status {answer.status} at {urlsplit(answer.url).path}"]


async def _look(page: Page, guise: Guise, until: float) -> list[str]:
    language = language_of(guise.language)
    expected = {
        "language": language.code,
        "direction": language.direction,
        "wrong": guise.state == "error",
        "pseudo": language.code == PSEUDO,
        "movedUntil": until * 1000,
    }
    found: list[str] = await page.evaluate(LOOKS, expected)
    for what, script in GEOMETRY:
        found += [f"{what}: {element}" for element in await page.evaluate(script)]
    if language.code == PSEUDO:
        # What a language from right to left does to a page that does not exist in one.
        await page.evaluate("document.documentElement.dir = 'rtl'")
        for what, script in GEOMETRY:
            found += [f"mirrored, {what}: {element}" for element in await page.evaluate(script)]
    if guise.state == "error" and not await page.locator("[role=alert]").first.is_visible():
        found.append("no error summary")
    return found


async def _axe(page: Page, guise: Guise, rules: str) -> list[str]:
    await page.evaluate(AXE.read_text())
    violations: Sequence[str] = await page.evaluate(rules)
    excused = tuple(rule for guised, rule in NOT_FOR if guised in guise)
    return [f"axe: {violation}" for violation in violations if not violation.startswith(excused)]
