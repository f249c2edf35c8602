"""One field for everything: what each role finds, what it never does, and where an exact code leads."""

from typing import Any

import httpx
import pytest

from shared.contracts.finding import DEVICES_ADDRESS, FAMILIES_ADDRESS, MOST_FOUND
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Asking
from shared.web.app import service_app
from shared.web.call import COOKIE
from tests.support.house import House, Staff
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

NAME, SERIAL = "Familie Ooievaarsnest", "ZOEKMIJ8812"


class Place:
    """An organisation with one of everything, known to portal; as the API told each of them."""

    def __init__(self, house: House, staff: Staff, device: Any, request: Any, ticket: Any, household: Any) -> None:
        self.house, self.staff = house, staff
        self.device, self.request, self.ticket, self.household = device, request, ticket, household

    def as_role(self, *roles: Role) -> Reader:
        """A browser of a colleague."""
        return reader(self.house, self.house.sign_in(self.staff.organisation, *roles))


async def a_place(house: House) -> Place:
    """A family that waits, a device with a serial number, and a question for help."""
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", {"call_name": NAME})
    request = await staff.did("/loans/api/requests", {"profile": "work", "household_id": household["id"]})
    device = await staff.did("/inventory/api/devices", content=report(SERIAL))
    ticket = await staff.did("/helpdesk/api/tickets", {"symptom": "screen", "channel": "counter"})
    await house.run_until_idle()
    return Place(house, staff, device, request, ticket, household)


async def found(me: Reader, text: str, *, typing: bool = False) -> httpx.Response:
    """Send the form on the page of search."""
    form = await me.form("/search", "/search")
    headers = {"hx-request": "true"} if typing else {}
    return await me.http.post("/search", data=form.fields | {"find": text}, headers=headers)


async def test_a_whole_code_or_number_leads_to_its_page_at_once(house: House) -> None:
    place = await a_place(house)
    me = place.as_role(Role.STAFF)
    code, household = place.device["code"], place.household["code"]
    device = f"/inventory/devices/{place.device['id']}"
    for text, address in (
        (code, device),
        (code.lower().replace("-", ""), device),
        (f" {code[:3]} {code[4:]} ", device),
        (f"https://digibank.test/q/{code}", device),
        (household, f"/loans/households/{place.household['id']}"),
        (household.lower().replace("-", " "), f"/loans/households/{place.household['id']}"),
        (household.replace("O", "0").replace("I", "1"), f"/loans/households/{place.household['id']}"),
        (str(place.ticket["number"]), f"/helpdesk/tickets/{place.ticket['id']}"),
        (f"nr. {place.ticket['number']}", f"/helpdesk/tickets/{place.ticket['id']}"),
    ):
        answer = await found(me, text)
        assert (answer.status_code, answer.headers.get("location")) == (303, address), text
        shown = await found(me, text, typing=True)
        assert shown.status_code == 200, "whoever still types is not taken away"
        assert address in Read(shown.text).links, text


CODE, SERIAL_NUMBER, HOUSEHOLD, TICKET, NAMED = "a code", "a serial number", "a household code", "a ticket", "a name"


@pytest.mark.parametrize(
    ("role", "finds"),
    [
        (Role.STAFF, {CODE: 1, SERIAL_NUMBER: 1, HOUSEHOLD: 2, TICKET: 1, NAMED: 1}),
        (Role.REPAIRER, {CODE: 1, SERIAL_NUMBER: 1, HOUSEHOLD: 0, TICKET: 1, NAMED: 0}),
        (Role.OUTREACH, {CODE: 1, SERIAL_NUMBER: 0, HOUSEHOLD: 0, TICKET: 1, NAMED: 0}),
        (Role.TRAINER, {CODE: 0, SERIAL_NUMBER: 0, HOUSEHOLD: 0, TICKET: 0, NAMED: 0}),
        (Role.COORDINATOR, {CODE: 1, SERIAL_NUMBER: 1, HOUSEHOLD: 1, TICKET: 0, NAMED: 0}),
    ],
)
async def test_each_role_finds_what_it_may_see_and_only_here(house: House, role: Role, finds: dict[str, int]) -> None:
    place = await a_place(house)
    stranger = reader(house, house.sign_in(None, *Role))
    typed = {
        CODE: place.device["code"],
        SERIAL_NUMBER: SERIAL.lower(),
        HOUSEHOLD: place.household["code"],
        TICKET: str(place.ticket["number"]),
        NAMED: NAME.split()[1],
    }
    targets = {str(place.device["id"]), place.device["code"], place.household["id"], place.request["id"], place.ticket["id"]}
    for kind, text in typed.items():
        for me, many in ((place.as_role(role), finds[kind]), (stranger, 0)):
            answers = [await found(me, text, typing=True), await found(me, text)]
            told = [*Read(answers[0].text).links, *Read(answers[1].text).links, answers[1].headers.get("location", "")]
            seen = {link for link in told if any(target in link for target in targets)}
            assert len(seen) == many, (kind, seen)
            if not many and me is not stranger:
                assert NAME not in answers[1].text


async def test_a_partner_finds_nothing_and_is_told_so(house: House) -> None:
    partner = reader(house, house.sign_in(None, Role.PARTNER))
    assert "Voor jouw rol is er hier nog niets te vinden" in (await partner.open("/search")).text
    assert "/search" not in (await partner.open("/")).links
    form = next(form for form in (await partner.open("/")).forms if form.action == "/sign-out")
    csrf = {"csrf": form.fields["csrf"], "form_key": "12345678"}
    assert (await partner.http.post("/search", data=csrf | {"find": "KIWI-42"})).status_code == 403


async def test_a_name_is_asked_when_the_form_is_sent_and_the_family_can_read_it(house: House) -> None:
    place = await a_place(house)
    me = place.as_role(Role.STAFF)
    address = f"/loans/households/{place.household['id']}"
    looked = "om het gezin op te zoeken"
    typing = (await found(me, "ooievaar", typing=True)).text
    assert NAME not in typing
    assert "Kies Zoek, dan kijken we ook bij de namen" in typing
    assert looked not in (await me.open(address)).text
    answer = await found(me, "ooievaar")
    assert NAME in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "ooievaar" not in str(answer.url)
    assert looked in (await me.open(address)).text


async def test_more_machines_than_a_search_shows_are_in_the_list(house: House) -> None:
    place = await a_place(house)
    all_of_them = "/inventory/devices?q=thinkpad+x240"
    for _number in range(MOST_FOUND - 2):
        await place.staff.did("/inventory/api/devices", content=report())
    me = place.as_role(Role.STAFF)
    assert all_of_them not in Read((await found(me, "thinkpad x240")).text).links, "there is room for one more"
    await place.staff.did("/inventory/api/devices", content=report())
    assert all_of_them in Read((await found(me, "thinkpad x240")).text).links
    assert (await me.open(all_of_them)).text.count("Lenovo ThinkPad X240") == MOST_FOUND
    assert "bij Toestellen" not in (await found(place.as_role(Role.OUTREACH), "thinkpad x240")).text


async def test_nothing_found_leads_to_the_list_of_machines_for_who_may_see_it(house: House) -> None:
    staff = house.sign_in()
    for role, shown in ((Role.STAFF, True), (Role.REPAIRER, True), (Role.OUTREACH, False)):
        me = reader(house, house.sign_in(staff.organisation, role))
        text = Read((await found(me, "bestaat-niet")).text).text
        assert ("Kies uit de lijst van toestellen" in text) is shown
        assert ("de naam van een gever" in text) is shown
        assert "Kies uit de lijst van toestellen" not in (await me.open("/search")).text, "nothing was looked for yet"


async def test_nothing_found_teaches(house: House) -> None:
    me = reader(house, house.sign_in())
    shown = Read((await found(me, "bestaat-niet")).text)
    for words in ("Niets gevonden", "De code op een sticker, zoals KX4-72M.", "Het nummer van een vraag om hulp, zoals 12."):
        assert words in shown.text
    for misread in ("KX0-72M", "kx0"):
        assert "nooit de letter I of O" in Read((await found(me, misread)).text).text
    assert "Wat kun je typen?" in (await me.open("/search")).text
    assert "Wat kun je typen?" in Read((await found(me, "   ")).text).text
    for strange in ("\u202e", "'; DROP TABLE", "%", "x" * 5000, "<script>"):
        assert (await found(me, strange)).status_code == 200


async def test_the_others_being_away_is_said_and_codes_still_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    place = await a_place(house)
    me = place.as_role(Role.STAFF)

    async def nobody(*_: Any) -> None:
        return None

    monkeypatch.setattr(house.services["portal"].colleagues, "post", nobody)
    shown = Read((await found(me, "ooievaar")).text)
    assert "Op naam zoeken lukt nu niet." in shown.text
    assert "Op serienummer zoeken lukt nu niet." in shown.text
    assert (await found(me, place.household["code"])).headers["location"] == f"/loans/households/{place.household['id']}"


@pytest.mark.parametrize(("address", "role"), [(FAMILIES_ADDRESS, Role.REPAIRER), (DEVICES_ADDRESS, Role.TRAINER)])
async def test_only_portal_asks_and_only_for_who_may_see(house: House, address: str, role: Role) -> None:
    place = await a_place(house)
    portal = house.services["portal"].tokens
    seeing, other = place.staff.person, house.sign_in(place.staff.organisation, role).person
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test") as http:
        for service, person, status in (
            ("portal", seeing, 200), ("portal", other, 403), ("portal", None, 403), ("helpdesk", seeing, 403),
        ):  # fmt: skip
            token = portal.sign_question(Asking(service, place.staff.organisation, person))
            answer = await http.post(address, json={"text": "oo"}, headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == status, (service, person)
        bearer = {"authorization": f"Bearer {place.staff.token}"}
        assert (await http.post(address, json={"text": "oo"}, headers=bearer)).status_code == 401


async def test_only_pages_with_a_button_to_scan_may_use_the_camera(house: House) -> None:
    me = reader(house)
    for address, camera in (
        ("/", "camera=(self)"),
        ("/search", "camera=(self)"),
        ("/inventory/devices", "camera=()"),
        ("/q", "camera=()"),
    ):
        assert (await me.http.get(address)).headers["permissions-policy"].startswith(camera), address


async def test_the_start_page_follows_what_happens_elsewhere(house: House) -> None:
    me = reader(house)
    assert "Niemand wacht op een toestel." in (await me.open("/")).text
    request = await me.staff.did("/loans/api/requests", {"profile": "work"})
    await house.run_until_idle()
    assert f"/loans/requests/{request['id']}" in (await me.open("/")).links
    await a_ready_device(me.staff)
    await house.run_until_idle()
    assert "Ligt klaar voor een gezin" in (await me.open("/")).text
    await me.staff.did(f"/loans/api/requests/{request['id']}/withdraw")
    await house.run_until_idle()
    shown = await me.open("/")
    assert f"/loans/requests/{request['id']}" not in shown.links
    assert "Niemand wacht op een toestel." in shown.text


async def test_portal_tells_it_alone(house: House) -> None:
    """As in a process of its own: nothing of the other services runs there."""
    place = await a_place(house)
    alone = service_app(house.services["portal"])
    transport = httpx.ASGITransport(alone)
    async with httpx.AsyncClient(transport=transport, base_url="http://digibank.test", cookies={COOKIE: place.staff.token}) as http:
        shown = Read((await http.get("/")).text)
    for address in (f"/loans/requests/{place.request['id']}", f"/helpdesk/tickets/{place.ticket['id']}"):
        assert address in shown.links
    assert "Eén toestel" in shown.text


async def test_a_replay_builds_the_start_page_again(house: House) -> None:
    place = await a_place(house)
    me = place.as_role(Role.STAFF)
    before = (await me.open("/")).text
    await house.services["portal"].replay(house.transport)
    assert (await me.open("/")).text == before
