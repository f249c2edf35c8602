"""A real browser against a real web server that runs in the test's own process."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from launcher.pytest_facts import NOT_RUN, report_fact
from tests.support.browser import NAMES, find_chromium, open_browser
from tests.support.house import House
from tests.support.server import serve


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run; where there is none, the last lines say that the journeys did not run."""
    executable = find_chromium()
    if executable is None:
        report_fact(NOT_RUN, f"the journeys: no browser here ({', '.join(NAMES)}); on Debian: apt-get install chromium")
        pytest.skip("no Chromium here")
    async with open_browser(executable) as opened:
        report_fact("Browser", f"Chromium {opened.version}")
        yield opened


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """Where the house can be visited."""
    async with serve(house) as base:
        yield base
