"""Names, numbers and words that people type stay where they belong: not in a topic, an outbox, a log line or an address.

Everything is walked with planted names, on the log and on Kafka, and then looked through.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import httpx
import pytest
import structlog
from sqlalchemy import text
from structlog.processors import format_exc_info
from structlog.testing import capture_logs

from shared.contracts.catalogue import CATALOGUE
from shared.runtime.clock import new_id
from tests.support.house import House
from tests.support.world import CALL_NAME, COLLEAGUE, SAID, TELEPHONE, World, a_world

PLANTED = [CALL_NAME, "Zandkasteel", TELEPHONE, TELEPHONE.replace(" ", ""), SAID, "bloempot", COLLEAGUE]
OUTBOX = "SELECT headers::text || value::text AS row FROM bus.outbox"
ERRORS = "SELECT error FROM bus.parked_event"
REMEMBERED = "SELECT concat(location, ' ', body::text) FROM bus.answer"


def found_in(places: Any) -> list[str]:
    """Which planted words are in one of these texts."""
    return [f"{planted} in {place[:200]}" for place in places for planted in PLANTED if planted.lower() in place.lower()]


@contextmanager
def every_log_line() -> Iterator[list[str]]:
    """All that is logged, by structlog and by the standard library, at every level, with the tracebacks as they are printed."""
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))  # with its traceback

    keeping = Keeping(level=logging.DEBUG)
    logging.getLogger().addHandler(keeping)
    try:
        with capture_logs(processors=[format_exc_info]) as events:
            yield lines
        lines.extend(repr(event) for event in events)
    finally:
        logging.getLogger().removeHandler(keeping)


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is asked for, and every one that an answer leads to."""
    asked: list[str] = []
    send = httpx.AsyncClient.send

    async def noted(self: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
        answer = await send(self, request, **options)
        asked.extend([str(request.url), answer.headers.get("location", "")])
        return answer

    monkeypatch.setattr(httpx.AsyncClient, "send", noted)
    return asked


async def test_what_people_type_stays_where_it_belongs(house: House, addresses: list[str]) -> None:
    with every_log_line() as lines:
        world = await a_world(house)
        await look_at_everything(house, world)
        await house.run_until_idle()
    outboxes, remembered = [], []
    for running in house.services.values():
        async with running.units.open(world.organisation) as unit:
            outboxes += list((await unit.connection.scalars(text(OUTBOX))).all())
            outboxes += [str(row) for row in (await unit.connection.scalars(text(ERRORS))).all()]
            remembered += list((await unit.connection.scalars(text(REMEMBERED))).all())
    topics = sorted({event.topic for event in CATALOGUE})
    carried = [
        f"{record.key} {record.headers} {record.value.decode()}"
        async for records in house.transport.history(topics)
        for record in records
    ]
    assert len(outboxes) > 15
    assert len(remembered) > 10
    assert len(carried) > 15
    assert len(lines) > 15
    assert len(addresses) > 15
    assert found_in(outboxes) == []
    assert found_in(remembered) == []
    assert found_in(carried) == []
    assert found_in(lines) == []
    assert found_in(addresses) == []
    assert found_in([(await world.staff.http.get("/metrics")).text]) == []


async def look_at_everything(house: House, world: World) -> None:
    """Ask for names with a purpose, read them on pages, and make what goes wrong with them go wrong."""
    staff, ids = world.staff, world.ids
    contact = await staff.did(f"/helpdesk/api/tickets/{ids['ticket_id']}/contact")
    assert contact["call_name"] == CALL_NAME
    assert (await staff.did("/loans/api/households/search", {"text": "zandk"}))["households"]
    wrong = [
        ("/loans/api/households", {"call_name": CALL_NAME * 200}),
        ("/loans/api/households", {"call_name": f"{CALL_NAME} 85.07.30-033.28"}),
        ("/helpdesk/api/tickets", {"code": "AAA-AAA", "symptom": "screen", "channel": "counter", "text": SAID}),
        ("/helpdesk/api/tickets", {"symptom": SAID, "channel": "counter"}),
        (f"/helpdesk/api/visits/{ids['visit_id']}/record", {"outcome": "went_ahead", "note": SAID * 100}),
        ("/portal/api/sessions", {"sign_in_name": CALL_NAME, "password": TELEPHONE}),
    ]
    for address, body in wrong:
        answer = await staff.post(address, body)
        assert 400 <= answer.status_code < 500, address
    for letter in ("\\u0000", "\\ud800"):
        for address, raw in (
            ("/loans/api/households/search", f'{{"text": "{CALL_NAME}{letter}"}}'),
            ("/loans/api/households", f'{{"call_name": "{CALL_NAME}{letter}"}}'),
            ("/helpdesk/api/tickets", f'{{"channel": "counter", "text": "{SAID}{letter}"}}'),
            ("/skills/api/learners", f'{{"household_code": "{CALL_NAME}{letter}"}}'),
            ("/portal/api/sessions", f'{{"sign_in_name": "{CALL_NAME}{letter}", "password": "{TELEPHONE}"}}'),
            ("/portal/api/sessions", f'{{"sign_in_name": "{CALL_NAME}", "password": "{TELEPHONE}{letter}"}}'),
        ):
            headers = {"content-type": "application/json", "idempotency-key": str(new_id())}
            answer = await staff.http.post(address, content=raw.encode(), headers=headers)
            assert (answer.status_code, answer.json()["type"]) == (422, "urn:digibank:problem:unreadable_text"), address
    form = {"name": f"{CALL_NAME}\x00", "password": TELEPHONE}
    assert (await staff.http.post("/sign-in", data=form)).status_code == 422
    await staff.did(f"/helpdesk/api/visits/{ids['visit_id']}/record", {"outcome": "informal_talk", "note": SAID})
    for page in (
        "/loans/households",
        f"/loans/households/{ids['household_id']}",
        f"/loans/loans/{ids['loan_id']}",
        "/helpdesk/visits",
    ):
        await staff.http.get(page, headers={"accept": "text/html"})


async def test_an_error_of_the_database_is_logged_without_what_it_repeats(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = house.sign_in()

    async def fails(*_: object) -> None:
        try:
            raise asyncpg.DataError(f"invalid input for query argument $4: {CALL_NAME!r}")
        except asyncpg.DataError as error:
            raise RuntimeError(f"could not keep {CALL_NAME}") from error

    monkeypatch.setattr("services.loans.store.households.Households.add", fails)
    with every_log_line() as lines:
        answer = await staff.post("/loans/api/households", {"call_name": CALL_NAME})
    assert answer.status_code == 500
    assert found_in(lines) == []
    assert any("DataError" in line and "register_household.py" in line for line in lines)


def test_the_log_lines_that_are_looked_through_have_their_tracebacks() -> None:
    with every_log_line() as lines:
        for log in (structlog.get_logger(), logging.getLogger("somewhere")):
            try:
                raise ValueError(CALL_NAME)
            except ValueError:
                log.exception("something else")
    assert len([line for line in lines if CALL_NAME in line]) == 2


def test_the_search_would_find_them() -> None:
    assert found_in(["niets", f"een regel met {TELEPHONE} erin"]) == [f"{TELEPHONE} in een regel met {TELEPHONE} erin"]
