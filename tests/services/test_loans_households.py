"""Families: registering, finding, correcting, and what they agree to."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.contracts.helpdesk import TicketClosed, TicketOpened
from shared.contracts.vocabulary import Channel, Role, Symptom, TicketResolution
from shared.runtime.clock import new_id
from tests.support.house import House, Staff
from tests.support.lending import a_family, a_running_loan, told
from tests.support.pages import Read, reader
from tests.support.slice import published

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

NEW = "/loans/households/new"


async def test_a_new_family_goes_straight_on_to_what_it_needs(house: House) -> None:
    me = reader(house)
    form = await me.form(NEW)
    on = await me.sent(form, {"call_name": "Fatima", "visits": "yes", "language": "ar"})
    assert on == await me.sent(form, {"call_name": "Fatima", "visits": "yes", "language": "ar"}), "sent twice is sent once"
    [household] = (await me.staff.get("/loans/api/households"))["households"]
    assert on == f"/loans/requests/new?household={household['id']}"
    assert (household["call_name"], household["telephone"], household["language"]) == ("Fatima", None, "ar")
    assert (household["visits"], household["calls"]) == ("yes", "not_asked")
    assert await published(house, me.staff, "loans") == ["consent_changed"]
    asking = await me.form(on, "/loans/requests/new")
    need = {"profile": "work", "school_child": "no", "internet": "no", "accessory": "headset"}
    request = await me.sent(asking, need)
    shown = await me.open(f"/loans/households/{household['id']}")
    assert request in shown.links
    assert "Fatima" in shown.text
    assert (await me.staff.get(request.replace("/loans/", "/loans/api/")))["wishes"] == ["headset"]


async def test_a_known_family_may_ask_again(house: House) -> None:
    me = reader(house)
    household = await a_family(me.staff)
    for _ in range(2):
        found = await me.send(await me.form("/loans/requests/start"), {"find": "fat"})
        address = next(link for link in Read(found.text).links if "household=" in link)
        need = {"profile": "work", "school_child": "no", "internet": "yes"}
        await me.sent(await me.form(address, "/loans/requests/new"), need)
    detail = await me.staff.get(f"/loans/api/households/{household['id']}")
    assert len(detail["requests"]) == 2
    assert {one["household_code"] for one in detail["requests"]} == {household["code"]}


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"call_name": "  "}, "call_name", "Vul in hoe we het gezin mogen noemen"),
        ({"call_name": "a" * 10_000}, "call_name", "Deze tekst is te lang"),
        ({"call_name": "Jan 85.07.30-033.28"}, "call_name", "Hier staat een rijksregisternummer"),
        ({"call_name": "Jan", "telephone": "bij mijn zus"}, "telephone", "Dit is geen telefoonnummer"),
        ({"call_name": "Jan", "telephone": "85073003328"}, "telephone", "Hier staat een rijksregisternummer"),
    ],
)
async def test_what_is_wrong_is_told_at_the_field(house: House, answers: dict[str, str], field: str, words: str) -> None:
    me = reader(house)
    household = await a_family(me.staff)
    for address in (NEW, f"/loans/households/{household['id']}/correct"):
        answer = await me.send(await me.form(address), {"language": "tr"} | answers)
        shown = Read(answer.text)
        assert answer.status_code == 422
        assert shown.text.count(words) == 2  # in the summary and at the field
        assert f"#{field}" in shown.links
        assert field in shown.ids
        assert f'value="{answers["call_name"].strip()}"' in answer.text, "what was typed stays"
        assert 'value="tr" checked' in answer.text
    [still] = (await me.staff.get("/loans/api/households"))["households"]
    assert (still["call_name"], still["telephone"]) == (household["call_name"], household["telephone"])


async def test_the_api_refuses_the_same(house: House) -> None:
    staff = house.sign_in()
    for body, problem in (
        ({"call_name": "x" * 10_000}, "text_too_long"),
        ({"call_name": "850730-033-28"}, "register_number_in_text"),
        ({"telephone": "0470 <b>"}, "not_a_telephone_number"),
    ):
        answer = await staff.post("/loans/api/households", body)
        assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, problem)
    assert (await staff.get("/loans/api/households"))["households"] == []


async def test_finding_by_code_and_by_the_beginning_of_a_word_of_the_name(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    zoe, ana = await a_family(staff, call_name="Zoë Çelik"), await a_family(staff, call_name="Ana")
    nameless = await staff.did("/loans/api/requests", {"profile": "work"})

    async def found(who: Staff, words: str) -> set[str]:
        return {one["id"] for one in (await who.did("/loans/api/households/search", {"text": words}))["households"]}

    assert await found(staff, "zoe c") == await found(staff, "ZOË") == {zoe["id"]}
    assert await found(staff, "an") >= {ana["id"]}
    assert await found(staff, nameless["household_code"].lower().replace("-", " ")) >= {nameless["household_id"]}
    assert await found(staff, "celik") == {zoe["id"]}
    assert await found(staff, "elik") == await found(staff, "%") == await found(staff, "") == set()
    assert await found(stranger, "zoe") == set()
    me = reader(house, staff)
    answer = await me.send(await me.form("/loans/households"), {"find": "zo"})
    assert f"/loans/households/{zoe['id']}" in Read(answer.text).links
    assert "Niets gevonden voor ‘xyz’" in Read((await me.send(await me.form("/loans/households"), {"find": "xyz"})).text).text
    assert "Nog geen gezinnen" in (await reader(house, stranger).open("/loans/households")).text


async def test_lists_of_families_go_on_where_they_stopped(house: House) -> None:
    me = reader(house)
    ids = {(await a_family(me.staff, call_name=f"Fam {number}"))["id"] for number in range(51)}
    first = await me.open("/loans/households")
    second = await me.open(next(link for link in first.links if "after=" in link))
    assert ids <= {link.rsplit("/", 1)[-1] for link in first.links + second.links}
    assert not [link for link in second.links if "after=" in link]


async def test_consent_changes_in_one_tap_and_only_a_change_is_told(house: House) -> None:
    me = reader(house)
    household = await a_family(me.staff)
    address = f"/loans/households/{household['id']}"
    for answer in ("yes", "yes", "no"):
        await me.sent(await me.form(address, f"{address}/consent/visits"), {"answer": answer})
    await me.staff.did(f"/loans/api/households/{household['id']}/consent", {"purpose": "calls", "answer": "yes"})
    assert await published(house, me.staff, "loans") == ["consent_changed"] * 3
    now = await me.staff.get(f"/loans/api/households/{household['id']}")
    assert (now["visits"], now["calls"]) == ("no", "yes")


async def test_correcting_forgets_what_is_left_out(house: House) -> None:
    me = reader(house)
    household = await a_family(me.staff)
    address = f"/loans/households/{household['id']}"
    form = await me.form(f"{address}/correct")
    assert await me.sent(form, {"call_name": "Fatma", "telephone": ""}) == address
    now = await me.staff.get(f"/loans/api/households/{household['id']}")
    assert (now["call_name"], now["telephone"]) == ("Fatma", None)
    assert await published(house, me.staff, "loans") == []


async def test_another_organisation_and_other_roles_see_no_family(house: House) -> None:
    staff, stranger = house.sign_in(), reader(house)
    household = await a_family(staff)
    csrf = (await stranger.form("/loans/requests/new")).fields
    for address in (f"/loans/households/{household['id']}", f"/loans/requests/new?household={household['id']}"):
        await stranger.open(address, 404)
    for path in ("correct", "consent/visits"):
        answer = await stranger.http.post(
            f"/loans/households/{household['id']}/{path}",
            data=csrf | {"form_key": str(uuid4()), "call_name": "X", "answer": "yes"},
        )
        assert answer.status_code == 404
    assert (await stranger.staff.http.get(f"/loans/api/households/{household['id']}")).status_code == 404
    for role in (Role.COORDINATOR, Role.REPAIRER, Role.TRAINER, Role.OUTREACH):
        other = house.sign_in(staff.organisation, role)
        for address in ("/loans/api/households", f"/loans/api/households/{household['id']}", "/loans/api/loans"):
            assert (await other.http.get(address)).status_code == 403


async def test_open_tickets_are_shown_with_the_family_and_its_loan(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    ticket, other = new_id(), new_id()
    opened = TicketOpened(ticket_id=ticket, device_id=lent.device_id, symptom=Symptom.SCREEN, channel=Channel.STICKER)
    asked = TicketOpened(ticket_id=other, household_id=UUID(lent.household["id"]), symptom=Symptom.SLOW, channel=Channel.CALL)
    await told(house, me.staff, opened, asked, service="helpdesk")
    family, loan = f"/loans/households/{lent.household['id']}", f"/loans/loans/{lent.loan['id']}"
    neighbour = await a_running_loan(house, me.staff)
    for address in (f"/loans/households/{neighbour.household['id']}", f"/loans/loans/{neighbour.loan['id']}"):
        assert "Er is hulp gevraagd" not in (await me.open(address)).text, "that is about somebody else"
    assert {f"/helpdesk/tickets/{one}" for one in (ticket, other)} <= set((await me.open(family)).links)
    assert f"/helpdesk/tickets/{ticket}" in (await me.open(loan)).links
    await told(house, me.staff, TicketClosed(ticket_id=ticket, resolution=TicketResolution.REPAIRED), service="helpdesk")
    for address in (family, loan):
        assert f"/helpdesk/tickets/{ticket}" not in (await me.open(address)).links
    await told(house, me.staff, opened, service="helpdesk")
    assert f"/helpdesk/tickets/{ticket}" in (await me.open(family)).links, "it was opened again"


async def test_ten_families_at_once_get_ten_codes(house: House) -> None:
    staff = house.sign_in()
    families = await asyncio.gather(*(a_family(staff) for _ in range(10)))
    assert len({family["code"] for family in families}) == 10
    async with house.services["loans"].units.open(staff.organisation) as unit:
        assert await unit.connection.scalar(text("SELECT count(*) FROM household")) == 10
