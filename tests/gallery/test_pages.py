"""Every page in a choice of its guises: what is wrong with any of them is told at once, for all pages."""

import time

import pytest
from playwright.async_api import Browser

from launcher.pytest_facts import report_fact
from tests.gallery.guises import every_guise, for_every_commit
from tests.gallery.pairwise import all_pairs
from tests.gallery.run import told, visit_all
from tests.gallery.seed import Seeded

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.mark.timeout(1500)
async def test_nothing_is_wrong_with_any_page(browser: Browser, address: str, seeded: Seeded) -> None:
    guises = for_every_commit(all_pairs(every_guise()))
    started = time.monotonic()
    findings = await visit_all(browser, address, seeded, guises)
    report_fact("Gallery", f"{len(guises)} visits in {time.monotonic() - started:.0f} s")
    assert findings == {}, "\n" + told(findings)
