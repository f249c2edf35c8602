"""A house of its own for the commands: a PostgreSQL that is thrown away, every service, the seed, a web server and a browser."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser

from launcher.errors import CannotContinue
from launcher.house import load_services, make_transport, migrate_all, migrate_log
from launcher.postgres.testing import postgres_for_tests
from launcher.provision import provision
from launcher.say import Say
from launcher.services import service_names
from shared.bus.doorbell import Doorbell
from shared.runtime.logs import configure_logs
from shared.runtime.settings import Settings
from tests.gallery.seed import Seeded, as_often_as_you_like, seed
from tests.support.browser import NAMES, find_chromium, open_browser
from tests.support.house import open_house
from tests.support.server import serve


@dataclass(frozen=True, slots=True)
class Place:
    """Where the gallery hangs.

    Attributes:
        base: the address, without a slash at the end.
        chromium: the program of the browser.
    """

    base: str
    browser: Browser
    chromium: str
    seeded: Seeded


@asynccontextmanager
async def open_place(say: Say) -> AsyncIterator[Place]:
    """Open it until the block ends; nothing of it stays.

    Raises:
        CannotContinue: no browser here, or PostgreSQL does not start.
    """
    chromium = find_chromium()
    if chromium is None:
        raise CannotContinue(f"Hier is geen browser ({', '.join(NAMES)}). Op Debian: sudo apt install chromium")
    configure_logs("error")
    with tempfile.TemporaryDirectory(prefix="digibank-gallery-") as folder:
        say("Ik maak een Digibank om naar te kijken, en vul ze…")
        postgres = await postgres_for_tests(Path(folder) / "server", say)
        try:
            settings = Settings(
                data=Path(folder) / "data", postgres=postgres.admin_url, kafka="", log_level="error", pseudo_language=True
            )
            settings.public_url = "http://digibank.example"  # without it there are no stickers at all
            await provision(settings.postgres, service_names(), settings.master_key.password)
            await migrate_log(settings)
            await migrate_all(settings, load_services())
            transport = make_transport(settings, Doorbell(), client="digibank-gallery")
            async with open_house(settings, transport) as house, serve(house) as base, open_browser(chromium) as browser:
                with as_often_as_you_like():
                    yield Place(base, browser, chromium, await seed(house))
        finally:
            postgres.stop()
