"""That the rows of the bench can be measured: with tiny numbers, so what they say of speed means nothing here."""

from collections.abc import AsyncIterator

import pytest

from launcher.environment import PROJECT
from launcher.kafka import KafkaUnavailable, RunningKafka, kafka_for_tests
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import say_nothing
from tests.performance.burst import run_burst
from tests.performance.carrying import drain
from tests.performance.importing import import_rows
from tests.performance.more_web import web_rows
from tests.performance.papers import agreement_rows
from tests.performance.place import Place, open_place
from tests.performance.stickers import sticker_rows
from tests.performance.workers import worker_rows


@pytest.fixture(scope="module")
async def place() -> AsyncIterator[Place]:
    """A PostgreSQL of its own: who shares one also shares its relays."""
    async with open_place(quick=True, say=say_nothing) as opened:
        yield opened


@pytest.fixture(scope="module")
async def bench_kafka(place: Place) -> AsyncIterator[RunningKafka]:
    """A Kafka of its own: in that of all tests others are members of the same groups."""
    try:
        running = kafka_for_tests(PROJECT / ".tools", place.folder / "kafka", say_nothing)
    except KafkaUnavailable as error:
        report_fact(NOT_RUN, f"the rows of the bench on Kafka: {error}")
        pytest.skip(f"no Kafka here: {error}")
    yield running
    running.stop()


async def test_a_burst_on_kafka_loses_and_disorders_nothing(place: Place, bench_kafka: RunningKafka) -> None:
    produced, _, disorder, _ = await run_burst(place, 1, bench_kafka.bootstrap)
    assert (produced, disorder) == (300, 0)


async def test_a_drain_on_kafka_writes_what_the_events_say(place: Place, bench_kafka: RunningKafka) -> None:
    rate, written = await drain(place, 40, bench_kafka.bootstrap)
    assert rate > 0
    assert written == 40 * 9, "in the inbox, the machine, and what it suits: seven uses"


async def test_workers_share_a_backlog(place: Place, bench_kafka: RunningKafka) -> None:
    rows = await worker_rows(place, bench_kafka, most=2, count=200)
    assert [row.what[:10] for row in rows] == ["1 of loans", "2 of loans"]
    assert all(row.verdict == "reported" for row in rows)


async def test_web_processes_share_the_commands(place: Place) -> None:
    one, two = await web_rows(place, seconds=0.2)
    assert one.what.startswith("1 of loans")
    assert two.what.startswith("2 of loans")


async def test_every_row_of_a_list_becomes_a_machine(place: Place) -> None:
    (row,) = await import_rows(place, count=250)
    assert row.what.startswith("250 rows")


async def test_stickers_have_a_baseline_beside_them(place: Place) -> None:
    (row,) = await sticker_rows(place, count=10)
    assert row.what.startswith("10 stickers")
    assert row.verdict == "met"


async def test_each_level_of_the_agreement_has_a_bare_page_beside_it(place: Place) -> None:
    plain, simple = await agreement_rows(place, tries=1)
    assert (plain.name, simple.name) == ("agreement", "agreement")
    assert plain.what.startswith("the agreement as a PDF, plain, in 6 languages")
    assert simple.what.startswith("the agreement as a PDF, simple, in 6 languages")
