"""The app on a home screen: what it keeps, what it shows without a connection, and that it keeps nothing about anybody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import Response
from playwright.async_api import Browser, Page, expect

from shared.web import pages, shell, static
from tests.support.browser import AXE, AXE_RUN, SCHEMES, TOO_SMALL, TOO_WIDE
from tests.support.house import House
from tests.support.pages import reader
from tests.support.scripted import with_scripts

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

KEPT = """
async () => Promise.all((await caches.keys()).map(async name => [
  name,
  await Promise.all((await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)),
]))
"""
ALL_WORDS_KEPT = """
async () => {
  const answers = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) answers.push(await (await cache.match(request)).text());
  }
  return answers.join("\\n");
}
"""
WORKS = "() => navigator.serviceWorker.controller?.state === 'activated'"
OFFLINE_HEADING = "Er is nu geen verbinding"


@asynccontextmanager
async def with_worker(browser: Browser, address: str, token: str = "", path: str = "/sign-in") -> AsyncIterator[Page]:
    """A visitor with a worker that is at work."""
    async with with_scripts(browser, address, token, workers="allow") as page:
        await page.goto(path)
        await page.wait_for_function(WORKS)
        yield page


async def kept(page: Page) -> dict[str, list[str]]:
    """The addresses in each cache of this browser."""
    found: list[Any] = await page.evaluate(KEPT)
    return dict(found)


async def test_without_a_connection_there_is_a_page_and_then_on_we_go(browser: Browser, address: str) -> None:
    async with with_worker(browser, address) as page:
        await page.context.set_offline(True)
        await page.goto("/skills/start")
        await expect(page.get_by_role("heading", name=OFFLINE_HEADING)).to_be_visible()
        assert page.url == f"{address}/skills/start"
        assert await page.evaluate(
            "document.fonts.ready.then(() => document.fonts.check('700 20px \"Atkinson Hyperlegible Next\"'))"
        )
        await page.evaluate(AXE.read_text())
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await page.evaluate(AXE_RUN) == []
        assert await page.evaluate(TOO_WIDE) == []
        assert await page.evaluate(TOO_SMALL) == []
        await page.get_by_role("link", name="Probeer opnieuw").click()
        await expect(page.get_by_role("heading", name=OFFLINE_HEADING)).to_be_visible()
        await page.context.set_offline(False)
        await page.get_by_role("link", name="Ga verder").click()
        await expect(page.get_by_role("heading", name="Welkom. Wat wil jij leren?")).to_be_visible()


async def test_what_was_typed_stays_when_the_connection_goes(browser: Browser, address: str) -> None:
    async with with_scripts(browser, address) as page:
        await page.goto("/skills/start")
        await page.get_by_label("Jouw code").fill("KX4 72M")
        await page.context.set_offline(True)
        await expect(page.get_by_text("Er is geen internet. Blijf op deze pagina")).to_be_visible()
        await page.get_by_role("button", name="Begin").click()
        assert await page.get_by_label("Jouw code").input_value() == "KX4 72M"
        await page.context.set_offline(False)
        await expect(page.get_by_text("Er is weer internet. Je kan verder.")).to_be_visible()
        await page.get_by_role("button", name="Begin").click()
        await expect(page.get_by_role("alert")).to_be_visible()


async def test_a_form_is_sent_where_we_answer_without_any_network(browser: Browser, address: str) -> None:
    no_network = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })"  # on the computer on which all runs
    async with with_scripts(browser, address, before=no_network) as page:
        await page.goto("/skills/start")
        await page.get_by_label("Jouw code").fill("KX4 72M")
        await page.get_by_role("button", name="Begin").click()
        await expect(page.get_by_role("alert")).to_be_visible()


async def test_the_kept_page_is_asked_for_once_in_a_language_that_colleagues_pages_do_not_have(
    house: House, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(request: Request, *rest: Any) -> Response:
        asked.append(request.url.path)
        return pages.page(request, *rest)

    monkeypatch.setattr(shell, "page", counted)
    staff = house.sign_in()
    async with with_scripts(browser, address, staff.token, locale="tr-TR", workers="allow") as page:
        await page.goto("/")
        await page.wait_for_function(WORKS)
        await page.goto("/account")
        await asyncio.sleep(1)
        before = len(asked)
        for path in ("/", "/loans/requests", "/account"):
            await page.goto(path)
            await page.wait_for_load_state("networkidle")
        await asyncio.sleep(1)
        assert before >= 1
        assert len(asked) == before
        await page.context.set_offline(True)
        await page.goto("/")
        assert await page.locator("html").get_attribute("lang") == "tr"


async def test_nothing_about_anybody_is_kept(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    asked = await me.sent(
        await me.form("/loans/requests/new"), {"profile": "secondary_school", "school_child": "yes", "internet": "no"}
    )
    code = (await me.staff.get(asked.replace("/loans/", "/loans/api/")))["household_code"]
    async with with_worker(browser, address, me.staff.token, "/") as page:
        for path in (asked, "/loans/requests", "/loans/households", "/inventory/devices", "/account"):
            await page.goto(path)
        await page.goto(asked)
        await expect(page.get_by_text(code).first).to_be_visible()
        assert await page.evaluate("async () => (await fetch('/loans/api/requests')).status") == 200
        everything = await kept(page)
        assert list(everything) == [f"digibank-{static.version()}"]
        addresses = next(iter(everything.values()))
        here = f"/static/{static.version()}/"
        assert set(addresses) == {f"{here}{name}" for name in shell.KEPT} | {"/offline"}
        words = await page.evaluate(ALL_WORDS_KEPT)
        assert OFFLINE_HEADING in words
        assert code not in words
        assert "Afmelden" not in words
        await page.context.set_offline(True)
        await page.goto("/loans/requests")
        await expect(page.get_by_role("heading", name=OFFLINE_HEADING)).to_be_visible()
        assert code not in await page.content()


async def test_a_new_version_takes_over_and_throws_the_old_away(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with with_worker(browser, address) as page:
        before = await kept(page)
        shell.worker_script.cache_clear()
        monkeypatch.setattr(static, "version", lambda: "newer0000000")
        await page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
        async with asyncio.timeout(60):
            while await page.evaluate("caches.keys()") != ["digibank-newer0000000"]:  # opening one would bring it back
                await asyncio.sleep(0.1)
        await page.goto("/skills/start")
        after = await kept(page)
        assert set(before).isdisjoint(after)
        assert all(one == "/offline" or one.startswith("/static/newer0000000/") for one in after["digibank-newer0000000"])
        await page.context.set_offline(True)
        await page.goto("/skills/start")
        await expect(page.get_by_role("heading", name=OFFLINE_HEADING)).to_be_visible()
    monkeypatch.undo()
    shell.worker_script.cache_clear()


async def test_a_browser_would_install_it(browser: Browser, address: str) -> None:
    async with with_worker(browser, address) as page:
        devtools = await page.context.new_cdp_session(page)
        found = await devtools.send("Page.getAppManifest")
        assert found["errors"] == []
        assert found["url"] == f"{address}/manifest.webmanifest"
        reasons = await devtools.send("Page.getInstallabilityErrors")
        assert [one["errorId"] for one in reasons["installabilityErrors"] if one["errorId"] != "in-incognito"] == []
