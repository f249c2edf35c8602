"""What the most used pages weigh on the wire, at a first visit with nothing kept: all of it, typeface, style and scripts."""

from typing import Any

import pytest
from playwright.async_api import Browser

from launcher.pytest_facts import report_fact
from tests.support.house import House
from tests.support.pages import reader
from tests.support.scripted import with_scripts
from tests.support.world import a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

MOST_BYTES = 100_000
MOST_SHIFT = 0.01
SHIFT = """
() => new Promise(resolve => {
  let sum = 0;
  const add = list => { for (const one of list.getEntries()) sum += one.value; };
  new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 300);
})
"""


async def weigh(browser: Browser, address: str, token: str, path: str) -> tuple[int, int, float]:
    """Bytes that came over the wire until the network is quiet, headers included, in how many answers, and how much moved."""
    received: dict[str, int] = {}
    async with with_scripts(browser, address, token, workers="allow") as page:
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Network.enable")

        def note(event: dict[str, Any]) -> None:
            received[event["requestId"]] = int(event["encodedDataLength"])

        devtools.on("Network.loadingFinished", note)
        await page.goto(path, wait_until="networkidle")
        shift = await page.evaluate(SHIFT)
    return sum(received.values()), len(received), shift


async def test_first_pages_are_light_and_nothing_jumps(house: House, browser: Browser, address: str) -> None:
    me = reader(house)
    world = await a_world(house)
    pages = {
        "sign-in": "/sign-in",
        "sticker": f"/q/{world.ids['code']}",
        "learner's start": "/skills/start",
        "today": "/",
        "devices": "/inventory/devices",
        "families": "/loans/households",
        "waiting list": "/loans/requests",
    }
    for name, path in pages.items():
        token = "" if path.startswith(("/sign-in", "/q/", "/skills/start")) else me.staff.token
        size, answers, shift = await weigh(browser, address, token, path)
        report_fact("First visit", f"{name}: {size / 1000:.1f} kB in {answers} answers, shift {shift:.3f}")
        assert 10_000 < size < MOST_BYTES, name
        assert shift <= MOST_SHIFT, name
