"""What all tests lean on: one PostgreSQL and one Kafka per run, the house on either transport."""

from collections.abc import AsyncIterator, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from playwright.async_api import Browser
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from launcher.environment import PROJECT
from launcher.house import load_services, make_transport, migrate_all, migrate_log
from launcher.kafka import KafkaUnavailable, RunningKafka, kafka_for_tests
from launcher.postgres.testing import RunningPostgres, postgres_for_tests
from launcher.provision import provision
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.services import service_names
from services.helpdesk.web import sticker_pages
from services.loans.web import family_door
from services.portal.web import entrance
from services.skills.web import start_page
from shared.bus.doorbell import Doorbell
from shared.runtime.settings import Settings
from tests.support.browser import NAMES, find_chromium, open_browser
from tests.support.house import House, open_house
from tests.support.joins import refuse_tables_beside_each_other

# By default an example that takes a fifth of a second fails, which says how busy the machine is and nothing of the code.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")
refuse_tables_beside_each_other()

ONE_PROCESS = ("tests/gallery", "tests/deploy")
"""Folders whose tests share something that is slow to make."""


class TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """What runs in one process, one after the other, when there are several: a file; everything on Kafka, so that one starts it;
    the gallery, which fills the house once; and the stack, which is heavy to start.

    By the name of a test: the plugin's own groups change a name that pytest 9.2 no longer lets anybody change.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "kafka" if "kafka" in nodeid.partition("::")[2].partition("[")[2] else _part_of(nodeid)


def _part_of(nodeid: str) -> str:
    """The file of a test, or the folder that is one whole."""
    file = nodeid.partition("::")[0]
    folder = "/".join(file.split("/")[:2])
    return folder if folder in ONE_PROCESS else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> TogetherScheduling:
    """Asked by the plugin in the process that deals out the tests."""
    return TogetherScheduling(config, log)


OPEN: list[House] = []
"""Houses that tests of this process are in."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Each file begins now. Tests move the clock of the house by years, and without this the day of a test would hang on which
    files its process had before."""
    yield
    if nextitem is None or _part_of(nextitem.nodeid) != _part_of(item.nodeid):
        for house in OPEN:
            house.clock.move(datetime.now(UTC) - house.clock.now())


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    """All tests come from one address, and several files share a process: nobody waits for what another test tried."""
    for limit in (entrance.tries, family_door.TRIES, start_page.TRIES, sticker_pages.LOOKS, sticker_pages.TAPS):
        limit._tries.clear()


@pytest.fixture(scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningPostgres]:
    """One PostgreSQL for the whole run."""
    server = await postgres_for_tests(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
async def settings(postgres: RunningPostgres, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with every database made and brought to today's shape."""
    made = Settings(
        data=tmp_path_factory.mktemp("data"), postgres=postgres.admin_url, kafka="", log_level="warning", pseudo_language=True
    )
    await provision(made.postgres, service_names(), made.master_key.password)
    await migrate_log(made)
    await migrate_all(made, load_services())
    return made


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningKafka]:
    """One real Kafka for the whole run; where none can be had, the tests that need it say so in the last lines."""
    said: list[str] = []
    try:
        broker = kafka_for_tests(PROJECT / ".tools", tmp_path_factory.mktemp("kafka"), said.append)
    except KafkaUnavailable as error:
        report_fact(NOT_RUN, f"the Kafka leg: {error}")
        pytest.skip(f"no Kafka here: {error}")
    report_fact("Kafka", " ".join(said[-1:]) or broker.bootstrap)
    yield broker
    broker.stop()


@pytest.fixture(scope="session", params=["log", "kafka"])
async def house(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[House]:
    """The house, first on the log, then on Kafka."""
    mine = settings.model_copy()
    if request.param == "kafka":
        mine.kafka = request.getfixturevalue("kafka").bootstrap
    transport = make_transport(mine, Doorbell(), client="digibank-test")
    async with open_house(mine, transport) as opened:
        OPEN.append(opened)
        yield opened
        OPEN.remove(opened)


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


@pytest.fixture(scope="session")
def device_reports() -> Path:
    """Real hardware reports; where the folder is absent the test says so and is skipped."""
    folder = PROJECT.parent / "shared" / "data" / "devices"
    if not folder.is_dir():
        report_fact(NOT_RUN, "tests on real hardware reports: the folder with data is absent")
        pytest.skip("the folder with real hardware reports is absent")
    return folder


@pytest.fixture(scope="session")
def repair_texts() -> Path:
    """Real words of people who bring a broken laptop; where the folder is absent the test says so and is skipped."""
    file = PROJECT.parent / "shared" / "data" / "repairs" / "laptop_repairs.csv"
    if not file.is_file():
        report_fact(NOT_RUN, "tests on real repair texts: the folder with data is absent")
        pytest.skip("the folder with real repair texts is absent")
    return file
