"""Pages that follow what happens, in a browser with scripts: results while typing, and waiting without pressing anything."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page, expect

from shared.web.call import COOKIE
from tests.support.browser import AXE, AXE_RUN, SCHEMES, TOO_SMALL, TOO_WIDE
from tests.support.house import House, Staff
from tests.support.pages import Reader, reader
from tests.support.scripted import with_scripts
from tests.support.slice import another_looks, in_api, prepared, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

NEED = {"profile": "secondary_school", "school_child": "yes", "internet": "no"}
NEWS = "[data-news-here]"


async def a_family(staff: Staff, name: str) -> None:
    await staff.did("/loans/api/households", {"call_name": name, "language": "nl"})


async def make_ready(me: Reader) -> str:
    """A machine that is ready for a family; the address of its page."""
    device = await me.sent(await me.form("/inventory/devices/new"), file=report())
    for ending, answers in (
        ("/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": "yes"}),
        ("/check", {}),
        ("/ready", {}),
    ):
        if ending == "/check":
            await another_looks(me.staff, device)
            continue
        if ending == "/ready":
            await prepared(me.staff, in_api(device))
        form = next(form for form in (await me.open(device)).forms if form.action.endswith(ending))
        await me.sent(form, answers)
    return device


async def check(page: Page) -> None:
    """Nothing wrong for axe-core, nothing too wide or too small."""
    await page.evaluate(AXE.read_text())
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await page.evaluate(AXE_RUN) == []
    assert await page.evaluate(TOO_WIDE) == []
    assert await page.evaluate(TOO_SMALL) == []


async def test_families_are_found_while_typing_and_no_name_stands_in_an_address(
    house: House, browser: Browser, address: str
) -> None:
    me = reader(house)
    for name in ("Familie Peeters", "Familie Okafor"):
        await a_family(me.staff, name)
    async with with_scripts(browser, address, me.staff.token) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto("/loans/households")
        await page.get_by_label("Code of naam").press_sequentially("familie o", delay=30)
        await expect(page.get_by_role("heading", name="Gevonden voor ‘familie o’")).to_be_visible()
        await expect(page.get_by_text("Familie Okafor")).to_be_visible()
        await expect(page.get_by_text("Familie Peeters")).to_have_count(0)
        await expect(page.locator(NEWS)).to_have_text("1 gevonden")
        await expect(page.get_by_label("Code of naam")).to_be_focused()
        assert await page.title() == "Gezinnen zoeken · Digibank"
        await check(page)
        await page.get_by_label("Code of naam").press_sequentially("xyz")
        await expect(page.get_by_role("heading", name="Niets gevonden")).to_be_visible()
        await expect(page.locator(NEWS)).to_have_text("0 gevonden")
        await page.get_by_label("Code of naam").fill("")
        await expect(page.get_by_text("Familie Peeters")).to_be_visible()
        await page.goto("/loans/requests/start")
        await page.get_by_label("Code of naam").fill("familie p")
        await expect(page.get_by_role("link", name="Kies gezin")).to_be_visible()
        assert [url for url in asked if "amilie" in url] == []
        assert sum(url.endswith("/loans/households") for url in asked) <= 5, "every letter asked by itself"


async def test_devices_are_found_while_typing_and_the_address_can_be_shared(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    device = await me.sent(await me.form("/inventory/devices/new"), file=report())
    code = (await me.staff.get(device.replace("/inventory/", "/inventory/api/")))["code"]
    async with with_scripts(browser, address, me.staff.token) as page:
        await page.goto("/inventory/devices")
        await page.get_by_label("Zoek op code").fill("niets zoals dit")
        await expect(page.get_by_role("heading", name="Niets gevonden")).to_be_visible()
        await page.get_by_label("Zoek op code").fill(code)
        await expect(page.get_by_role("heading", name=f"Gevonden voor ‘{code}’", exact=True)).to_be_visible()
        assert page.url == f"{address}/inventory/devices?q={code}"
        await page.reload()
        await expect(page.get_by_role("strong").get_by_text(code, exact=True)).to_be_visible()
        await check(page)


async def test_what_is_kept_is_what_was_chosen_last_and_not_what_is_typed(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    await me.sent(await me.form("/inventory/devices/new"), file=report())
    async with with_scripts(browser, address, me.staff.token) as page:
        await page.set_viewport_size({"width": 360, "height": 740})
        await page.goto("/inventory/devices?kind=laptop")
        await page.get_by_text("Filters en volgorde (1)").click()
        await page.get_by_label("Geheugen, minstens").select_option("4")
        await page.get_by_role("button", name="Toon", exact=True).click()
        await page.wait_for_url(re.compile("kind=laptop.*memory=4.*#found$"))
        await expect(page.get_by_text("Filters en volgorde (2)")).to_have_count(1)
        await expect(page.get_by_label("Geheugen, minstens")).to_be_hidden()
        await expect(page.get_by_text("1 toestel", exact=True)).to_be_in_viewport()
        await page.get_by_label("Zoek op code").fill("x240")
        await expect(page.get_by_role("heading", name="Gevonden voor ‘x240’")).to_be_visible()
        assert page.url == f"{address}/inventory/devices?kind=laptop&memory=4&q=x240"
        await check(page)
        await page.get_by_text("Bewaarde lijsten").click()
        await page.get_by_label("Bewaar deze lijst onder een naam").fill("Vier of meer")
        await page.get_by_role("button", name="Bewaar de lijst").click()
        await expect(page.get_by_text("Bewaard als ‘Vier of meer’")).to_be_visible()
        kept = (await me.staff.get("/inventory/api/device-views"))["views"]
        assert [one["choices"] for one in kept] == [{"kind": "laptop", "memory": "4"}]


async def test_who_waits_sees_the_machine_come_without_pressing_anything(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    asked = await me.sent(await me.form("/loans/requests/new"), NEED)
    async with with_scripts(browser, address, me.staff.token) as page:
        await page.goto(asked)
        await expect(page.get_by_role("heading", name="Eerste in de rij")).to_be_visible()
        await check(page)
        link = page.get_by_role("link", name="Stop deze vraag")
        await link.focus()
        async with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
            pass
        await asyncio.sleep(0.2)
        await expect(link).to_be_focused()  # nothing changed, so nothing moved
        await expect(page.locator(NEWS)).to_have_text("")
        await make_ready(me)
        await house.run_until_idle()
        await expect(page.get_by_role("heading", name="Er ligt een toestel klaar")).to_be_visible(timeout=10_000)
        await expect(page.locator(NEWS)).to_have_text("Er ligt een toestel klaar")
        later: list[str] = []
        page.on("request", lambda request: later.append(request.url))
        await asyncio.sleep(4)
        assert later == []  # it is done


async def test_a_machine_that_is_ready_is_seen_to_be_reserved(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    device = await make_ready(me)
    async with with_scripts(browser, address, me.staff.token) as page:
        await page.goto(device)
        await expect(page.get_by_role("heading", name="Dit toestel staat klaar")).to_be_visible()
        await me.sent(await me.form("/loans/requests/new"), NEED)
        await house.run_until_idle()
        await expect(page.get_by_role("heading", name="Gereserveerd voor een gezin")).to_be_visible(timeout=10_000)
        await expect(page.locator(NEWS)).to_have_text("Gereserveerd voor een gezin")


async def test_when_the_session_ends_the_page_asks_to_sign_in(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    asked = await me.sent(await me.form("/loans/requests/new"), NEED)
    async with with_scripts(browser, address, me.staff.token) as page:
        await page.goto("/loans/households")
        await page.context.clear_cookies(name=COOKIE)
        await page.get_by_label("Code of naam").fill("wie dan ook")
        await expect(page.get_by_label("Wachtwoord")).to_be_visible()
        await page.context.add_cookies([{"name": COOKIE, "value": me.staff.token, "url": address}])
        await page.goto(asked)
        await page.context.clear_cookies(name=COOKIE)
        await expect(page.get_by_label("Wachtwoord")).to_be_visible(timeout=10_000)
        assert page.url == f"{address}/sign-in?next={asked}"
