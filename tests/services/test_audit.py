"""Who did what: written with the command, kept from everybody who serves, shown over all services."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from services.portal.web.audit_pages import Line, as_csv
from shared.contracts.upkeep import AuditEntry
from shared.contracts.vocabulary import Role
from shared.runtime.clock import SystemClock, new_id
from tests.support.helpdesk import a_known_device
from tests.support.house import House
from tests.support.pages import a_browser
from tests.support.portal import PASSWORD, Someone, a_coordinator, sign_in

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

ENTRIES = "SELECT act, actor, subject FROM bus.audit_entry ORDER BY id"


async def entries(house: House, service: str, organisation: UUID) -> list[Any]:
    """Every line of one service, the oldest first: act, actor, subject."""
    async with house.services[service].units.open(organisation) as unit:
        return [tuple(row) for row in await unit.connection.execute(text(ENTRIES))]


async def test_a_command_leaves_one_line_and_a_refusal_none(house: House) -> None:
    someone = await a_coordinator(house)
    before = await entries(house, "portal", someone.organisation)
    body, key = {"title": "Digibank De Vaart"}, str(new_id())
    for _ in range(2):
        assert (await someone.post("/portal/api/organisation", body, key=key)).status_code == 200
    assert (await someone.post("/portal/api/organisation", {"title": ""})).status_code == 422
    new = (await entries(house, "portal", someone.organisation))[len(before) :]
    assert new == [("change_organisation", someone.id, someone.organisation)]


async def test_a_wrong_password_is_counted_and_nothing_that_was_typed_is_kept(house: House) -> None:
    someone = await a_coordinator(house)
    for typed in ("niet het wachtwoord", "ook niet goed"):
        assert (await sign_in(house, someone.sign_in_name, typed)).status_code == 401
    assert (await sign_in(house, someone.sign_in_name, PASSWORD)).status_code == 200
    found = await entries(house, "portal", someone.organisation)
    assert found[-3:] == [
        ("sign_in_refused", None, someone.id),
        ("sign_in_refused", None, someone.id),
        ("sign_in", someone.id, someone.id),
    ]
    shown = await someone.me.open("/audit")
    assert "Aanmelden dat mislukte" in shown.text
    assert "2 keer" in shown.text
    async with house.services["portal"].units.open(someone.organisation) as unit:
        kept = await unit.connection.scalar(text("SELECT string_agg(e::text, ' ') FROM bus.audit_entry AS e"))
    assert kept
    assert not [word for word in ("wachtwoord", "ook niet", someone.sign_in_name) if word in kept]


async def test_a_visitor_leaves_a_line_without_a_name(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    answer = await a_browser(house).post(f"/q/{device['code']}", data={"tapped": "screen", "form_key": str(new_id())})
    assert answer.status_code == 303
    [(act, actor, ticket)] = await entries(house, "helpdesk", staff.organisation)
    assert (act, actor) == ("open_ticket", None)
    assert ticket is not None
    assert [line[:2] for line in await entries(house, "inventory", staff.organisation)] == [("register_device", staff.person.id)]


async def a_busy_day(house: House) -> tuple[Someone, Someone]:
    """A coordinator, and a colleague who did something in two services."""
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    body = {"call_name": "Familie Zandkasteel", "visits": "yes", "calls": "yes"}
    household = await colleague.did("/loans/api/households", body)
    await colleague.did("/loans/api/requests", {"profile": "daily_life", "household_id": household["id"]})
    await house.run_until_idle()
    return someone, colleague


async def lines_of(someone: Someone, address: str) -> str:
    """The lines on the page, without the words to choose from above them."""
    return (await someone.me.open(address)).text.partition("Wie wat deed")[2]


async def test_the_page_shows_all_services_by_time_with_filters_and_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    someone, colleague = await a_busy_day(house)
    shown = await lines_of(someone, "/audit")
    assert shown.index("Toestel gevraagd ") < shown.index("Gezin ingeschreven ") < shown.index("Iemand toegevoegd ")
    assert "Zandkasteel" not in shown
    only = await lines_of(someone, f"/audit?who={colleague.id}&service=loans&since=1/1/2026")
    assert "Gezinnen en leningen · " in only
    assert "Voordeur · " not in only
    assert "Niets gevonden" in (await someone.me.open("/audit?until=1/1/2026")).text
    assert "Gezin ingeschreven " in await lines_of(someone, "/audit?who=nobody&what=nothing&since=soon")

    monkeypatch.setattr("services.portal.web.audit_pages.PAGE", 2)
    seen, address = [], "/audit"
    while address:
        page = await someone.me.open(address)
        seen += [link for link in page.links if link.startswith("/audit?thing=")]
        address = next((link for link in page.links if "before=" in link), "")
    assert len(seen) == len(set(seen)) >= 3

    ask = house.services["portal"].colleagues.post

    async def not_loans(path: str, *more: Any) -> Any:
        return None if path.startswith("/loans/") else await ask(path, *more)

    monkeypatch.setattr(house.services["portal"].colleagues, "post", not_loans)
    assert "antwoorden nu niet, en staan er niet bij: Gezinnen en leningen." in (await someone.me.open("/audit")).text


async def test_another_organisation_sees_nothing_of_it(house: House) -> None:
    _someone, colleague = await a_busy_day(house)
    other = await a_coordinator(house)
    shown = await other.me.open(f"/audit?who={colleague.id}")
    assert "Niets gevonden" in shown.text
    assert str(colleague.id) not in (await other.me.http.get("/audit/entries.csv")).text


async def test_the_file_holds_the_same_lines_and_taking_it_is_a_line_too(house: House) -> None:
    someone, colleague = await a_busy_day(house)
    answer = await someone.me.http.get(f"/audit/entries.csv?who={colleague.id}&service=loans")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [line["code van de handeling"] for line in lines] == ["ask_for_device", "register_household"]
    assert [line["wat"] for line in lines] == ["Toestel gevraagd", "Gezin ingeschreven"]
    assert {line["dienst"] for line in lines} == {"Gezinnen en leningen"}
    assert {(line["wie"], line["nummer van wie"]) for line in lines} == {("Bo", str(colleague.id))}
    assert not [column for column in lines[0] if not column or "_" in column], "people read the names of the columns"
    assert (await entries(house, "portal", someone.organisation))[-1] == ("export_audit", someone.id, None)


async def test_a_name_is_no_formula(house: House) -> None:
    who = new_id()
    entry = AuditEntry(id=new_id(), at=datetime(2026, 3, 6, tzinfo=UTC), actor=who, act="sign_in", subject=None, detail=None)
    content = as_csv([Line("portal", entry)], {who: "=1+1"}, [], ZoneInfo("Europe/Brussels")).decode("utf-8-sig")
    assert ";'=1+1;" in content


async def test_what_is_older_than_the_organisation_keeps_goes_and_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, usual = await a_coordinator(house), await a_coordinator(house)
    await short.did("/portal/api/organisation/rhythm", {"audit_months": 12})
    await house.run_until_idle()
    running = house.services["portal"]
    ages = {"add_note": 10, "add_person": 18, "claim_visit": 30}  # months, by the act that stands for them
    for someone in (short, usual):
        async with running.units.open(someone.organisation) as unit:
            for act, months in ages.items():
                await unit.connection.execute(
                    text("INSERT INTO bus.audit_entry (id, organisation, at, act) VALUES (:id, :organisation, :at, :act)"),
                    {
                        "id": new_id(),
                        "organisation": someone.organisation,
                        "at": datetime.now(UTC) - timedelta(days=31 * months),
                        "act": act,
                    },
                )
    # PostgreSQL guards these lines by its own clock, so here the relay goes by the real one as well.
    monkeypatch.setattr(running, "clock", SystemClock())
    relay = running.relay(house.transport)
    connection = await relay.connect()
    try:
        await relay.forget_what_is_old(connection)
    finally:
        connection.terminate()
    left = [{act for act, actor, _ in await entries(house, "portal", one.organisation) if actor is None} for one in (short, usual)]
    assert [ages.keys() & acts for acts in left] == [{"add_note"}, {"add_note", "add_person"}]
