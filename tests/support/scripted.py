"""Somebody whose browser runs the scripts of a page, as most do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize

from shared.web.call import COOKIE
from tests.support.browser import PHONE


@asynccontextmanager
async def with_scripts(
    browser: Browser,
    address: str,
    token: str = "",
    *,
    size: ViewportSize = PHONE,
    locale: str = "nl-BE",
    before: str = "",
    workers: Literal["allow", "block"] = "block",
) -> AsyncIterator[Page]:
    """A page with scripts, signed in when there is a token. What a script gets wrong, or the policy forbids, counts as wrong.

    Args:
        before: a script that runs before those of each page.
        workers: whether service workers may run; then they, and not the network, may answer.
    """
    context = await browser.new_context(viewport=size, locale=locale, base_url=address, service_workers=workers)
    if token:
        await context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    if before:
        await context.add_init_script(before)
    page = await context.new_page()
    page.set_default_timeout(20_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None)
    try:
        yield page
        assert wrong == []
    finally:
        await context.close()
