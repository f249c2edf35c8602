"""Who asks to be forgotten is forgotten everywhere: every table of every database, every topic, every log line and stored file.

The search knows no table by name, so what somebody adds tomorrow is searched tomorrow. It is shown first that it finds.
"""

import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from uuid import UUID

import asyncpg
import pytest
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from sqlalchemy import text

from shared.contracts.catalogue import CATALOGUE
from shared.contracts.loans import HouseholdErased, LoanStarted, RequestWaiting
from shared.contracts.vocabulary import Role, UseProfile
from shared.database import raw
from shared.runtime.clock import new_id
from tests.services.test_planted_names import addresses, every_log_line
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff, today
from tests.support.lending import Lent, a_family, loan_now, ready_to_sign, sign
from tests.support.pages import reader
from tests.support.slice import a_ready_device, request_now

__all__ = ["addresses"]

TABLES = """
SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
BYTES = """
SELECT format('%I.%I', table_schema, table_name), column_name FROM information_schema.columns
WHERE data_type = 'bytea' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2
"""


@dataclass
class Planted:
    """A family with something unmistakable wherever somebody can type.

    Attributes:
        words: what was typed; each is found nowhere else.
    """

    staff: Staff
    lent: Lent
    words: list[str]
    household_id: UUID
    code: str


@pytest.fixture
async def databases(house: House) -> AsyncIterator[dict[str, asyncpg.Connection]]:
    """Every database of the server, as whoever may see all of it."""
    admin = await raw.connect(house.settings.postgres, name="test")
    names = [row["datname"] for row in await admin.fetch("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1")]
    await admin.close()
    base = house.settings.postgres.rpartition("/")[0]
    opened = {name: await raw.connect(f"{base}/{name}", name="test") for name in names}
    yield opened
    for connection in opened.values():
        await connection.close()


FOUND = """
SELECT DISTINCT word FROM (
    SELECT t::text AS said FROM {table} AS t
    WHERE t::text ILIKE ANY($1) AND ($3::text IS NULL OR coalesce(to_jsonb(t) ->> 'organisation', $3) = $3)
) AS kept, unnest($1::text[], $2::text[]) AS sought (needle, word)
WHERE said ILIKE needle
"""


PAPERS = """
SELECT {column} FROM {table} AS t WHERE substr({column}, 1, 4) = '%PDF'::bytea
AND ($1::text IS NULL OR coalesce(to_jsonb(t) ->> 'organisation', $1) = $1)
"""


def needles(word: str) -> list[str]:
    """A word as it may stand in a row that is written as text: as it is, without spaces, and in hexadecimal digits."""
    ways = {word, word.replace(" ", ""), word.casefold()}
    return [f"%{kept}%" for way in sorted(ways) for kept in (way, way.encode().hex())]


@cache
def text_of(kept: bytes) -> str:
    """What stands on the pages of a stored PDF; of one that nobody can read its bytes, as other tests of this run keep such."""
    try:
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(kept)).pages)
    except PdfReadError:
        return kept.decode("latin-1")


async def found_in(
    databases: dict[str, asyncpg.Connection], words: Sequence[str], organisation: UUID | None = None
) -> dict[str, list[str]]:
    """Which of these words stand somewhere, and where, by database and table; in the text of a stored PDF too.

    Args:
        organisation: look only at what is its own, or nobody's, for a word that others may have too: the code of a household.
    """
    pairs = [(needle, word) for word in words for needle in needles(word)]
    sought = ([needle for needle, _ in pairs], [word for _, word in pairs], str(organisation) if organisation else None)
    found: dict[str, list[str]] = {}
    for name, connection in databases.items():
        for (table,) in await connection.fetch(TABLES):
            for (word,) in await connection.fetch(FOUND.format(table=table), *sought):
                found.setdefault(word, []).append(f"{name}.{table}")
        for table, column in await connection.fetch(BYTES):
            for (kept,) in await connection.fetch(PAPERS.format(table=table, column=column), sought[2]):
                for word in words:
                    if word in text_of(kept):
                        found.setdefault(word, []).append(f"{name}.{table}.{column}")
    return found


async def carried(house: House) -> list[str]:
    """Everything that is on a topic, as text."""
    topics = sorted({event.topic for event in CATALOGUE})
    return [
        f"{record.key} {record.headers} {record.value.decode()}"
        async for records in house.transport.history(topics)
        for record in records
    ]


async def planted(house: House) -> Planted:
    """A family with a machine at home, a request that waits, a card, a ticket, visits and learners; everything is typed full."""
    mark = new_id().hex[-8:].translate(str.maketrans("0123456789", "ghijklmnop"))
    name, telephone, signed = f"Zandkasteel{mark}", f"0499 {int(mark, 36) % 10**6:06d}", f"Tekenaar{mark}"
    said, seen, why = f"Bloempot{mark} op het scherm", f"Vensterbank{mark} was nat", f"Omdat{mark} het zo is"
    partner, later = f"Dienst{mark}", f"Nagekeken{mark} door de buur"
    staff = house.sign_in(None, *Role)
    lent = await ready_to_sign(house, staff, call_name=name, telephone=telephone, visits="yes", calls="yes")
    address = f"/loans/api/loans/{lent.loan['id']}"
    await staff.did(f"{address}/accessories", {"accessories": ["charger"], "learners": 2})
    lent.loan = await sign(staff, lent, signature_name=signed, explained_in="ar")
    other = await staff.did("/loans/api/requests", {"profile": "daily_life"})
    waiting = await staff.did("/loans/api/requests", {"profile": "daily_life", "household_id": lent.household["id"]})
    await staff.did(
        f"/loans/api/requests/{waiting['id']}/move", {"to": "before", "before": other["id"], "reason": "other", "words": why}
    )
    await house.run_until_idle()
    report = {"code": lent.device["code"], "symptom": "screen", "channel": "counter", "text": said, "callback": True}
    ticket = await staff.did("/helpdesk/api/tickets", report)
    await staff.did(f"/helpdesk/api/tickets/{ticket['id']}/notes", {"kind": "seen", "text": later})
    closing = {"resolution": "handed_over", "handed_to": partner, "accepted": True}
    await staff.did(f"/helpdesk/api/tickets/{ticket['id']}/close", closing)
    visits = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    await staff.did(f"/helpdesk/api/visits/{visits[0]['id']}/record", {"outcome": "not_at_home", "note": seen})
    await give_card(house, staff, lent.household["id"])
    await staff.did("/loans/api/households/search", {"text": name[:8]})
    await staff.http.get(f"/loans/households/{lent.household['id']}", headers={"accept": "text/html"})
    await house.run_until_idle()
    words = [name, telephone, signed, said, seen, why, partner, later]
    return Planted(staff, lent, words, UUID(lent.household["id"]), lent.household["code"])


async def test_nothing_of_a_forgotten_family_is_left_anywhere(
    house: House, databases: dict[str, asyncpg.Connection], addresses: list[str]
) -> None:
    with every_log_line() as lines:
        one = await planted(house)
        assert set(await found_in(databases, one.words)) == set(one.words), "the search finds what is kept"
        assert len(await places_with(databases, one.code, of=one.staff.organisation)) >= 4
        assert not [record for record in await carried(house) if any(word in record for word in one.words)]
        await one.staff.post(f"/loans/api/households/{one.household_id}/forget")
        await house.run_until_idle()
    assert await found_in(databases, one.words) == {}
    assert not [line for line in [*lines, *addresses] if any(word.casefold() in line.casefold() for word in one.words)]
    assert len(lines) > 15
    assert len(addresses) > 15
    assert not [record for record in await carried(house) if any(word in record for word in one.words)]
    files = [file for file in house.settings.data.rglob("*") if file.is_file() and "postgres" not in str(file)]
    assert not [file for file in files if any(word.encode() in file.read_bytes() for word in one.words)]
    # Of the code that was on its cards, only events still speak, and nobody knows whose it was.
    assert await places_with(databases, one.code, of=one.staff.organisation) == []


async def test_counts_stay_and_the_machine_is_still_out(house: House) -> None:
    one = await planted(house)
    await one.staff.post(f"/loans/api/households/{one.household_id}/forget")
    await house.run_until_idle()
    loan = await loan_now(one.staff, one.lent)
    assert loan["status"] == "running"
    assert loan["household_code"] != one.code
    assert (await one.staff.http.get(f"/loans/api/households/{one.household_id}")).status_code == 404
    me = reader(house, one.staff)
    assert one.lent.device["code"] in (await me.open(f"/loans/loans/{loan['id']}")).text
    ended = await one.staff.did(f"/loans/api/loans/{loan['id']}/end", {"returned": ["charger"]})
    assert ended["status"] == "ended"
    await house.run_until_idle()
    device = await one.staff.get(f"/inventory/api/devices/{one.lent.device['id']}")
    assert device["status"] == "return_expected"
    visits = (await one.staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    assert str(one.household_id) not in {visit["household_id"] for visit in visits}, "nobody goes to a family that is forgotten"
    async with house.services["portal"].units.open(one.staff.organisation) as unit:
        calls = await unit.connection.scalar(text("SELECT count(*) FROM known_ticket WHERE callback_open"))
    assert calls == 0, "nobody waits for a call"


async def test_what_was_kept_for_a_forgotten_family_is_free_again(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    await staff.post(f"/loans/api/households/{lent.household['id']}/forget")
    await house.run_until_idle()
    assert (await request_now(staff, lent.request))["status"] == "withdrawn"
    assert (await staff.get(f"/inventory/api/devices/{lent.device['id']}"))["status"] == "ready"


async def test_twice_is_once_and_of_another_organisation_is_nothing(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    household = await a_family(staff)
    address = f"/loans/api/households/{household['id']}/forget"
    assert (await stranger.post(address)).status_code == 404
    assert (await staff.get(f"/loans/api/households/{household['id']}"))["call_name"] == "Fatima"
    key = str(new_id())
    assert [(await staff.post(address, key=key)).status_code for _ in range(2)] == [204, 204]
    assert (await staff.post(address)).status_code == 404


async def places_with(databases: dict[str, asyncpg.Connection], *words: str, of: UUID | None = None) -> list[str]:
    """Where one of these words stands outside the log of events itself; `of` an organisation, or of all."""
    found = await found_in(databases, words, of)
    places = {place for its in found.values() for place in its}
    return sorted(place for place in places if not place.endswith(("bus.outbox", ".record", "bus.parked_event")))


async def test_events_that_come_after_it_bring_nothing_back(house: House, databases: dict[str, asyncpg.Connection]) -> None:
    """A loan and a request that were told before, by another key, and are heard after."""
    staff = house.sign_in(None, *Role)
    code = f"ZANDBAK-{new_id().int % 900_000 + 100_000}"
    household_id, loan_id, request_id, day = new_id(), new_id(), new_id(), today(house)
    started = LoanStarted(
        loan_id=loan_id,
        household_id=household_id,
        household_code=code,
        device_id=new_id(),
        started_on=day,
        look_again_on=day + timedelta(days=365),
        learners=2,
    )
    waits = RequestWaiting(
        request_id=request_id, household_id=household_id, household_code=code, profile=UseProfile.WORK, since=day, place=day
    )
    await house.publish("loans", staff.organisation, started, waits)
    await house.run_until_idle()
    assert len(await places_with(databases, code)) >= 4, "it would be written if nobody forgot"
    other_id, other = new_id(), f"ZANDBAK-{new_id().int % 900_000 + 100_000}"
    erased = HouseholdErased(household_id=other_id, loan_ids=())
    for event in (
        erased,
        started.model_copy(update={"household_id": other_id, "household_code": other, "loan_id": new_id(), "device_id": new_id()}),
        waits.model_copy(update={"household_id": other_id, "household_code": other, "request_id": new_id()}),
        erased,
    ):
        await house.publish("loans", staff.organisation, event)
        await house.run_until_idle()
    assert await places_with(databases, other) == []
    await house.publish("loans", staff.organisation, HouseholdErased(household_id=household_id, loan_ids=(loan_id,)))
    await house.run_until_idle()
    assert await places_with(databases, code) == []
    assert (await staff.get("/skills/api/learners"))["learners"] == []


async def test_a_replay_after_it_brings_nothing_back(house: House, databases: dict[str, asyncpg.Connection]) -> None:
    one = await planted(house)
    await one.staff.post(f"/loans/api/households/{one.household_id}/forget")
    await house.run_until_idle()
    for running in house.services.values():
        if f"{running.name}.projections" in running.consumers:
            await running.replay(house.transport)
    await house.run_until_idle()
    assert await found_in(databases, one.words) == {}
    assert await places_with(databases, one.code, of=one.staff.organisation) == []


async def test_whoever_is_in_with_a_card_is_out(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    card = await give_card(house, staff, household["id"])
    family = await family_with(house, card)
    await staff.post(f"/loans/api/households/{household['id']}/forget")
    answer = await family.http.get("/family")
    assert (answer.status_code, answer.headers["location"]) == (303, "/family/forgotten"), "not to a card that no longer works"
    assert "Max-Age=0" in answer.headers["set-cookie"], "whoever has the phone next is not told"
    told = await family.http.get("/family/forgotten")
    assert "We zijn je vergeten" in told.text
    assert "Scan de sticker" in told.text
    assert (await family.http.get("/family")).headers["location"] == "/family/start"


async def test_free_machine_finds_somebody_else(house: House) -> None:
    """Who waits behind a forgotten family is next."""
    staff = house.sign_in()
    first = await staff.did("/loans/api/requests", {"profile": "work"})
    second = await staff.did("/loans/api/requests", {"profile": "work"})
    household = (await request_now(staff, first))["household_id"]
    await staff.post(f"/loans/api/households/{household}/forget")
    await house.run_until_idle()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    assert (await request_now(staff, second))["device_id"] == device["id"]
