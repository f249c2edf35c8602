"""Sealed passwords of a machine, and its photos: what is kept, who may see it, and what is nowhere."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from services.inventory.domain.password import PasswordKind, sealed_for
from services.inventory.domain.photo import MOST_PHOTOS, UNDO
from services.inventory.pictures import MOST_BYTES
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from shared.runtime.sealing import unseal
from tests.services.test_pages import step
from tests.support.house import House
from tests.support.pages import Read, Reader, reader
from tests.support.photos import a_photo
from tests.support.slice import report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

SECRET = "Kw4kkel-in-het-Riet"
TABLES = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('public', 'bus') ORDER BY 1"


async def came_in(me: Reader) -> str:
    device = await me.staff.did("/inventory/api/devices", content=report())
    return f"/inventory/devices/{device['id']}"


async def keep(me: Reader, address: str, password: str = SECRET, kind: str = "administrator") -> httpx.Response:
    return await step(me, f"{address}/passwords", f"/passwords/{kind}", password=password)


async def every_row(house: House, organisation: UUID) -> AsyncIterator[tuple[str, str]]:
    """All that the application roles of all services see for an organisation, table by table, as text."""
    for name, running in house.services.items():
        async with running.units.open(organisation) as unit:
            for table in (await unit.connection.scalars(text(TABLES))).all():
                allowed = text("SELECT has_table_privilege(:table, 'SELECT')")
                if await unit.connection.scalar(allowed, {"table": table}):
                    rows = await unit.connection.scalars(text(f"SELECT t::text FROM {table} AS t"))
                    yield f"{name}.{table}", "\n".join(rows)


async def test_keep_look_and_throw_away(house: House) -> None:
    me = reader(house)
    address = await came_in(me)
    assert (await keep(me, address)).headers["location"] == f"{address}/passwords"
    shown = await me.open(f"{address}/passwords")
    assert SECRET not in shown.text
    assert "door jou" in shown.text
    nothing = await step(me, f"{address}/passwords", "/reveal")
    assert (nothing.status_code, "Kies waarom je het nodig hebt" in nothing.text, SECRET in nothing.text) == (422, True, False)
    assert "Nog niemand bekeek" in nothing.text
    form = next(form for form in shown.forms if form.action.endswith("/reveal"))
    answer = await me.send(form, {"purpose": "update"})
    assert (answer.status_code, SECRET in answer.text) == (200, True)
    assert answer.headers["cache-control"] == "no-store"
    assert SECRET not in str(answer.url)
    assert "Beheerder: updates doen" in Read(answer.text).text
    again = await me.send(form, {"purpose": "update"})
    assert (again.status_code, again.headers.get("location")) == (303, f"{address}/passwords"), "loading again shows nothing"
    await keep(me, address, "Een ander")
    other = await step(me, f"{address}/passwords", "/reveal", purpose="repair")
    assert ("Een ander" in other.text, SECRET in other.text) == (True, False)
    assert (await step(me, f"{address}/passwords", "/remove")).status_code == 303
    shown = await me.open(f"{address}/passwords")
    assert "Er is er nog geen bewaard" in shown.text
    assert "Beheerder: herstellen" in shown.text, "who looked stays"
    story = (await me.open(f"{address}/history")).text
    for words in ("Wachtwoord bewaard: Beheerder", "Wachtwoord bekeken: Beheerder", "Wachtwoord weggehaald: Beheerder"):
        assert words in story


async def test_the_password_is_nowhere_but_in_the_answer(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no table of any service, as text or as bytes; in no topic; in no log; and nothing is kept that a guess can be tried on."""
    me = reader(house)
    address = await came_in(me)
    spoken: list[Any] = []
    monkeypatch.setattr("services.inventory.web.password_page.seal", lambda *given: _noting(spoken, *given))
    with caplog.at_level(logging.DEBUG), capture_logs() as logged:
        await keep(me, address)
        assert SECRET in (await step(me, f"{address}/passwords", "/reveal", purpose="check")).text
        await me.http.post(f"{address}/passwords/administrator", data={"password": SECRET})  # a form of nowhere
        await me.http.post(f"{address}/passwords/wat", data={"password": SECRET})
        await house.run_until_idle()
    assert len(spoken) == 1, "it was sealed, so there was something to find"
    hidden = (SECRET, SECRET.encode().hex())
    rows = [(table, said) async for table, said in every_row(house, me.staff.organisation)]
    assert [table for table, said in rows if "administrator" in said], "the look reaches what is kept"
    assert not [table for table, said in rows if any(one in said for one in hidden)]
    assert not any(one in caplog.text + str(logged) for one in hidden)
    topics = {topic for running in house.services.values() for consumer in running.consumers.values() for topic in consumer.topics}
    async for records in house.transport.history(sorted(topics)):
        assert not any(SECRET.encode() in record.value for record in records)


def _noting(spoken: list[Any], *given: Any) -> bytes:
    from shared.runtime.sealing import seal

    spoken.append(given[1])
    return seal(*given)


async def test_what_is_sealed_opens_for_its_own_machine_alone(house: House) -> None:
    me = reader(house)
    first, second = await came_in(me), await came_in(me)
    await keep(me, first)
    ids = [UUID(address.rpartition("/")[2]) for address in (first, second)]
    key, mine = house.settings.master_key, me.staff.organisation
    async with house.services["inventory"].units.open(mine) as unit:
        sealed = await unit.passwords.sealed(ids[0], PasswordKind.ADMINISTRATOR)
        await unit.passwords.put(ids[1], PasswordKind.ADMINISTRATOR, sealed, me.staff.person.id)
    assert sealed[:1] == b"\x01", "it carries the id of its key"
    assert unseal(key, sealed_for(mine, ids[0], PasswordKind.ADMINISTRATOR), sealed) == SECRET.encode()
    for purpose in (sealed_for(mine, ids[0], PasswordKind.BIOS), sealed_for(new_id(), ids[0], PasswordKind.ADMINISTRATOR)):
        assert unseal(key, purpose, sealed) is None
    moved = await step(me, f"{second}/passwords", "/reveal", purpose="repair")
    assert ("kunnen we niet meer openen" in moved.text, SECRET in moved.text) == (True, False)


@pytest.mark.parametrize("wrong", ["", "   ", "x" * 201, "een\ttwee", "85.07.30-033.28"])
async def test_what_cannot_be_kept(house: House, wrong: str) -> None:
    me = reader(house)
    address = await came_in(me)
    answer = await keep(me, address, wrong)
    assert answer.status_code == 422
    assert not wrong.strip() or wrong not in answer.text, "what was typed does not come back in a page"
    assert "Er is er nog geen bewaard" in answer.text


async def test_who_may_look(house: House) -> None:
    me = reader(house)
    address = await came_in(me)
    await keep(me, address)
    for role in Role:
        there = reader(house, house.sign_in(me.staff.organisation, role))
        answer = await there.http.get(f"{address}/passwords")
        assert (answer.status_code == 200) == (role in (Role.STAFF, Role.REPAIRER)), role
    stranger = reader(house)
    form = next(form for form in (await me.open(f"{address}/passwords")).forms if form.action.endswith("/reveal"))
    own = (await stranger.open(f"{await came_in(stranger)}/passwords")).forms[-1]
    answer = await stranger.http.post(form.action, data={**own.fields, "purpose": "repair"})
    assert (answer.status_code, SECRET in answer.text) == (404, False)


async def test_who_looked_cannot_be_changed_by_the_service_itself(house: House) -> None:
    me = reader(house)
    address = await came_in(me)
    await keep(me, address)
    await step(me, f"{address}/passwords", "/reveal", purpose="with_the_family")
    inventory = house.services["inventory"]
    for statement in (
        "UPDATE password_reveal SET purpose = 'check'",
        "DELETE FROM password_reveal",
        "UPDATE device_history SET actor = NULL",
        "DELETE FROM device_history",
    ):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with inventory.units.open(me.staff.organisation) as unit:
                await unit.connection.execute(text(statement))
    async with inventory.units.open(me.staff.organisation) as unit:
        rows = (await unit.connection.execute(text("SELECT act, actor, subject FROM bus.audit_entry ORDER BY id"))).all()
    assert [(row.act, str(row.subject)) for row in rows][-1] == ("reveal_password", address.rpartition("/")[2])
    assert rows[-1].actor == me.staff.person.id


async def test_a_photo_comes_goes_and_comes_back(house: House) -> None:
    me = reader(house)
    address = await came_in(me)
    photos = f"{address}/photos"
    for _again in range(2):
        answer = await me.send(await me.form(photos), file=a_photo(), name="photo")
        assert answer.headers["location"] == photos
    shown = await me.open(photos)
    pictures = [one for one in shown.loads if one.endswith("small.jpg")]
    assert len(pictures) == 1, "the same photo is there once"
    assert pictures[0] in (await me.open(address)).loads
    for one in (pictures[0], pictures[0].replace("small", "large")):
        answer = await me.http.get(one)
        assert (answer.headers["content-type"], answer.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (await reader(house).http.get(one)).status_code == 404
    gone = (await step(me, photos, "/remove")).headers["location"]
    assert (await me.http.get(pictures[0])).status_code == 404
    assert (await step(me, gone, "/put-back")).headers["location"] == photos
    await step(me, photos, "/remove")
    me = await a_day_later(house, me)
    assert not [form for form in (await me.open(gone)).forms if form.action.endswith("/put-back")]
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        left = await unit.connection.scalar(text("SELECT (SELECT count(*) FROM photo) + (SELECT count(*) FROM device_photo)"))
    assert left == 0, "gone for good"


async def a_day_later(house: House, me: Reader) -> Reader:
    """The same person, signed in anew, when what was taken away is gone."""
    house.clock.move(UNDO + timedelta(minutes=1))
    await house.run_until_idle()
    return reader(house, house.sign_in(me.staff.organisation))


async def test_two_machines_with_the_same_photo(house: House) -> None:
    me = reader(house)
    first, second = await came_in(me), await came_in(me)
    for address in (first, second):
        await me.send(await me.form(f"{address}/photos"), file=a_photo("navy"), name="photo")
    await step(me, f"{first}/photos", "/remove")
    me = await a_day_later(house, me)
    kept = next(one for one in (await me.open(f"{second}/photos")).loads if one.endswith("small.jpg"))
    assert (await me.http.get(kept)).status_code == 200


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (None, 422, "Kies eerst een foto"),
        (b"", 422, "Dit is geen foto die we kunnen lezen"),
        (b"<svg onload='alert(1)'/>", 422, "Dit is geen foto die we kunnen lezen"),
        (a_photo()[:300], 422, "Dit is geen foto die we kunnen lezen"),
        (b" " * (MOST_BYTES + 1), 413, "De foto is te groot"),
        (b" " * (MOST_BYTES + 100_000), 413, "De foto is te groot"),
    ],
    ids=["none", "empty", "active", "truncated", "just too large", "too large"],
)
async def test_what_is_no_photo_is_told_kindly(house: House, content: bytes | None, status: int, words: str) -> None:
    me = reader(house)
    address = f"{await came_in(me)}/photos"
    answer = await me.send(await me.form(address), file=content, name="photo")
    shown = Read(answer.text)
    assert (answer.status_code, shown.text.count(words)) == (status, 2)
    assert "#photo" in shown.links


async def test_eight_photos_are_enough(house: House) -> None:
    me = reader(house)
    address = f"{await came_in(me)}/photos"
    form = await me.form(address)
    for number in range(MOST_PHOTOS):
        fresh = await me.form(address)
        assert (await me.send(fresh, file=a_photo(f"#00{number * 30:02x}ff", (40, 30)), name="photo")).status_code == 303
    shown = await me.open(address)
    assert "hoogstens 8 foto’s" in shown.text
    assert not [one for one in shown.forms if one.action == address]
    assert (await me.send(form, file=a_photo("red"), name="photo")).status_code == 409
