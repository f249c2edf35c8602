"""What a coordinator sees of how the system is doing, and decides about what failed for good."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from launcher.services import service_names
from services.portal.web.upkeep_asking import SERVICE, WHAT_IT_DOES
from shared.bus.group_state import GroupStates
from shared.contracts.inventory import DeviceRegistered
from shared.contracts.vocabulary import Chassis
from shared.runtime.clock import new_id
from tests.support.failures import a_dead_letter
from tests.support.house import House
from tests.support.pages import Read
from tests.support.portal import Someone, a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

PARKED = "SELECT state FROM bus.parked_event WHERE id = :id"
ENTRIES = "SELECT act, actor, subject, detail FROM bus.audit_entry ORDER BY id"


def a_device(code: str = "KX4-72M") -> DeviceRegistered:
    """A laptop of which a service hears."""
    return DeviceRegistered(device_id=new_id(), code=code, chassis=Chassis.LAPTOP, maker="Lenovo", model="ThinkPad X240")


async def rows(house: House, service: str, organisation: UUID, sql: str, **values: Any) -> list[Any]:
    """Rows of an organisation, as the application role sees them."""
    async with house.services[service].units.open(organisation) as unit:
        return list((await unit.connection.execute(text(sql), values)).all())


async def look(house: House, *names: str) -> None:
    """Let the groups of some services give a sign of life."""
    for running in (house.services[name] for name in names):
        await GroupStates(running.subscriptions(house.transport), running.bus, running.clock).look()


async def test_every_service_has_a_name(house: House) -> None:
    assert sorted(SERVICE) == sorted(WHAT_IT_DOES) == service_names()


async def test_a_house_that_is_well_says_so(house: House) -> None:
    someone = await a_coordinator(house)
    await house.run_until_idle()
    await look(house, *house.services)
    shown = await someone.me.open("/upkeep")
    assert shown.text.count("Alles gaat goed.") == len(SERVICE) + 1
    assert "niet bekend" not in shown.text
    told = (await someone.get("/portal/api/upkeep"))["services"]
    assert {one["database"] for one in told.values()} == {True}
    assert all(group["behind"] == 0 for one in told.values() for group in one["groups"])


async def test_a_service_that_is_away_or_stands_still_is_named_and_the_others_are_shown(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = await a_coordinator(house)
    await house.run_until_idle()
    ask = house.services["portal"].colleagues.post

    async def not_loans(path: str, *more: Any) -> Any:
        return None if path.startswith("/loans/") else await ask(path, *more)

    monkeypatch.setattr(house.services["portal"].colleagues, "post", not_loans)
    await look(house, "skills")
    house.clock.move(timedelta(minutes=5))
    await look(house, *(name for name in house.services if name != "skills"))
    shown = await someone.me.open("/upkeep")
    assert shown.text.count("Deze dienst antwoordt niet.") == 1
    assert "Deze dienst hoort nu niets van de andere." in shown.text
    assert shown.text.count("Alles gaat goed.") == 3
    assert "Deze dienst antwoordt niet." in (await someone.me.open("/upkeep/loans")).text
    assert (await someone.get("/portal/api/upkeep"))["services"]["loans"] is None


async def test_a_dead_letter_is_tried_again_from_its_page(house: House) -> None:
    someone = await a_coordinator(house)
    event = a_device()
    number = await a_dead_letter(house, someone.organisation, "helpdesk", event)
    assert "1 gebeurtenis blijft mislukken." in (await someone.me.open("/upkeep")).text
    listed = await someone.me.open("/upkeep/helpdesk")
    address = f"/upkeep/helpdesk/letters/{number}"
    assert address in listed.links
    assert "Het duurde te lang." in listed.text
    shown = await someone.me.open(address)
    for words in ("inventory.device_registered.v1", str(event.device_id), "tried long enough", "KX4-72M"):
        assert words in shown.text
    assert await someone.me.sent(await someone.me.form(address, f"{address}/again")) == "/upkeep/helpdesk?said=again"
    await house.run_until_idle()
    assert await rows(house, "helpdesk", someone.organisation, "SELECT code FROM known_device") == [("KX4-72M",)]
    assert "Er blijft niets mislukken" in (await someone.me.open("/upkeep/helpdesk")).text
    [(act, actor, _event, detail)] = await rows(house, "helpdesk", someone.organisation, ENTRIES)
    assert (act, actor, detail) == ("replay_letter", someone.id, None)


async def test_a_dead_letter_is_let_go_once_with_a_reason(house: House) -> None:
    someone = await a_coordinator(house)
    number = await a_dead_letter(house, someone.organisation, "helpdesk", a_device())
    address = f"/upkeep/helpdesk/letters/{number}"
    form = await someone.me.form(address, f"{address}/discard")
    answer = await someone.me.http.post(form.action, data=form.fields)
    assert (answer.status_code, "Kies eerst waarom" in answer.text) == (422, True)
    answer = await someone.me.http.post(form.action, data=form.fields | {"reason": "not_needed"})
    assert answer.headers["location"] == "/upkeep/helpdesk?said=discarded"
    again = await someone.me.http.post(form.action, data=form.fields | {"reason": "not_needed"})
    assert (again.status_code, "Hier is al over beslist" in Read(again.text).text) == (404, True)
    await house.run_until_idle()
    assert await rows(house, "helpdesk", someone.organisation, PARKED, id=number) == [("discarded",)]
    assert await rows(house, "helpdesk", someone.organisation, "SELECT code FROM known_device") == []
    [(act, actor, _event, detail)] = await rows(house, "helpdesk", someone.organisation, ENTRIES)
    assert (act, actor, detail) == ("discard_letter", someone.id, "not_needed")


@pytest.mark.parametrize("error", ["Unreadable: device_id: uuid_type", "KeyError: 'x'"])
async def test_what_no_second_try_mends_says_whom_to_call(house: House, error: str) -> None:
    someone = await a_coordinator(house)
    number = await a_dead_letter(house, someone.organisation, "helpdesk", a_device())
    address = f"/upkeep/helpdesk/letters/{number}"
    assert "Bel wie Digibank bij jullie installeerde" not in (await someone.me.open(address)).text, "it took too long: try again"
    async with house.services["helpdesk"].units.open(someone.organisation) as unit:
        await unit.connection.execute(
            text("UPDATE bus.parked_event SET error = :error WHERE id = :id"), {"error": error, "id": number}
        )
    assert "Bel wie Digibank bij jullie installeerde" in (await someone.me.open(address)).text
    assert "device_registered" not in (await someone.me.open("/upkeep/helpdesk")).text, "a list of what failed is in plain words"


async def test_letters_of_another_organisation_are_not_there(house: House) -> None:
    someone, other = await a_coordinator(house), await a_coordinator(house)
    number = await a_dead_letter(house, someone.organisation, "helpdesk", a_device())
    assert "Er blijft niets mislukken" in (await other.me.open("/upkeep/helpdesk")).text
    assert (await other.me.http.get(f"/upkeep/helpdesk/letters/{number}")).status_code == 404
    api = f"/portal/api/upkeep/helpdesk/letters/{number}"
    assert (await other.http.get(api)).status_code == 404
    assert (await other.post(f"{api}/again")).status_code == 404
    assert (await other.post(f"{api}/discard", {"reason": "not_needed"})).status_code == 404
    assert await rows(house, "helpdesk", someone.organisation, PARKED, id=number) == [("dead",)]
    assert await rows(house, "helpdesk", other.organisation, ENTRIES) == []
    assert (await someone.post(f"{api}/again")).status_code == 204


async def test_one_that_nobody_can_read_is_counted_only(house: House) -> None:
    someone = await a_coordinator(house)
    number = await a_dead_letter(house, someone.organisation, "skills", a_device())
    async with house.services["skills"].bus.transaction_of_all() as connection:
        await connection.execute(text("UPDATE bus.parked_event SET organisation = NULL WHERE id = :id"), {"id": number})
    try:
        assert "voor niemand te lezen" in (await someone.me.open("/upkeep")).text
        assert (await someone.me.http.get(f"/upkeep/skills/letters/{number}")).status_code == 404
    finally:
        async with house.services["skills"].bus.transaction_of_all() as connection:
            await connection.execute(text("DELETE FROM bus.parked_event WHERE id = :id"), {"id": number})


async def a_dead_job(house: House, someone: Someone) -> UUID:
    """A job that was tried eight times."""
    job = new_id()
    async with house.services["loans"].units.open(someone.organisation) as unit:
        await unit.connection.execute(
            text(
                "INSERT INTO bus.job (id, organisation, kind, unique_key, run_at, attempts, state, error) VALUES "
                "(:id, :organisation, 'daily_round', '2026-01-01', :at, 8, 'dead', 'LookupError: no such day')"
            ),
            {"id": job, "organisation": someone.organisation, "at": unit.now()},
        )
    return job


async def test_a_dead_job_is_run_again_or_let_go(house: House) -> None:
    someone = await a_coordinator(house)
    for action, body, state in (("again", None, "waiting"), ("discard", {"reason": "a_mistake"}, "done")):
        job = await a_dead_job(house, someone)
        assert "1 taak blijft mislukken." in (await someone.me.open("/upkeep")).text
        assert "iets wat hier niet" in (await someone.me.open("/upkeep/loans")).text
        assert (await someone.post(f"/portal/api/upkeep/loans/jobs/{job}/{action}", body)).status_code == 204
        found = await rows(house, "loans", someone.organisation, "SELECT state FROM bus.job WHERE id = :id", id=job)
        assert found == [(state,)]
        assert (await someone.post(f"/portal/api/upkeep/loans/jobs/{job}/{action}", body)).status_code == 404
        async with house.services["loans"].bus.transaction_of_all() as connection:
            await connection.execute(text("DELETE FROM bus.job WHERE id = :id"), {"id": job})
    acts = [row.act for row in await rows(house, "loans", someone.organisation, ENTRIES)]
    assert acts == ["replay_job", "discard_job"]
