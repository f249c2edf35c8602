"""The page behind a sticker, as somebody without a sign-in uses it on an old phone."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from services.helpdesk.web import sticker_pages
from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.support.helpdesk import a_known_device, a_loan, heard, outbox
from tests.support.house import House, Staff
from tests.support.lending import a_running_loan
from tests.support.pages import Form, Read, Reader, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

SYMPTOMS = ("screen", "keyboard", "charger", "slow", "internet", "password", "strange_notice", "something_else")


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(sticker_pages, "LOOKS", RateLimit(120, 60))
    monkeypatch.setattr(sticker_pages, "TAPS", RateLimit(40, 60))


@pytest.fixture
async def anybody(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A phone without a sign-in."""
    async with a_browser(house) as browser:
        yield browser


@pytest.fixture
async def staff(house: House) -> Staff:
    return house.sign_in()


@pytest.fixture
async def device(house: House, staff: Staff) -> Any:
    return await a_known_device(house, staff)


def form_to(shown: Read, ending: str) -> Form:
    return next(form for form in shown.forms if form.action.endswith(ending))


async def tap(browser: httpx.AsyncClient, code: str, what: str, form: Form | None = None) -> str:
    """Scan and tap; the address that follows."""
    form = form or Read((await browser.get(f"/q/{code}")).text).forms[0]
    answer = await browser.post(form.action, data=form.fields | {"tapped": what})
    assert answer.status_code == 303, Read(answer.text).text
    return answer.headers["location"]


async def tickets(staff: Staff) -> list[Any]:
    return list((await staff.get("/helpdesk/api/tickets"))["tickets"])


async def test_nothing_leads_somebody_without_a_sign_in_to_a_password(anybody: httpx.AsyncClient, device: Any) -> None:
    address = f"/q/{device['code']}"
    after = await tap(anybody, device["code"], "slow")
    for path, status in ((address, 200), (after, 200), (f"{address}/{'x' * 22}", 404), (f"{address}/{'x' * 22}/nothing", 404)):
        answer = await anybody.get(path)
        links = Read(answer.text).links
        assert answer.status_code == status
        assert address in links
        assert not {"/", "/sign-in"} & set(links)


async def test_the_sign_in_page_sends_families_where_no_password_is_needed(anybody: httpx.AsyncClient) -> None:
    assert "/q" in Read((await anybody.get("/sign-in")).text).links


async def test_one_tap_makes_a_ticket_and_changes_no_machine(
    house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any
) -> None:
    before = await staff.get(f"/inventory/api/devices/{device['id']}")
    scanned = Read((await anybody.get(f"/q/{device['code']}")).text)
    assert scanned.forms[0].fields.keys() == {"form_key"}
    for what in SYMPTOMS:
        address = await tap(anybody, device["code"], what)
        shown = Read((await anybody.get(address)).text)
        assert "We weten het. Nummer 10" in shown.text
    found = await tickets(staff)
    assert [one["symptom"] for one in found] == list(SYMPTOMS)
    assert {(one["channel"], one["device_id"], one["status"]) for one in found} == {("sticker", device["id"], "open")}
    await house.run_until_idle()
    assert await staff.get(f"/inventory/api/devices/{device['id']}") == before
    assert [name for name, _ in await outbox(house, staff.organisation)] == ["ticket_opened"] * 8


async def test_call_me_is_one_tap_without_words(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = await tap(anybody, device["code"], "callback")
    assert "We bellen je terug." in Read((await anybody.get(address)).text).text
    (ticket,) = await tickets(staff)
    assert (ticket["symptom"], ticket["callback_open"]) == ("not_said", True)


async def test_whoever_taps_is_the_family_unless_a_colleague_is_signed_in(house: House, anybody: httpx.AsyncClient) -> None:
    staff = house.sign_in()
    helper = house.sign_in(staff.organisation, Role.OUTREACH)
    lent = await a_running_loan(house, staff)
    nothing = {"call_name": None, "telephone": None}
    for browser, known in ((reader(house, helper).http, False), (anybody, True)):
        shown = Read((await browser.get(f"/q/{lent.device['code']}")).text)
        await tap(browser, lent.device["code"], "callback", form_to(shown, f"/q/{lent.device['code']}"))
        ticket = max(await tickets(staff), key=lambda one: one["number"])
        told = (await helper.post(f"/helpdesk/api/tickets/{ticket['id']}/contact")).json()
        assert (told != nothing) is known
    address = await tap(anybody, lent.device["code"], "screen")
    callback = form_to(Read((await anybody.get(address)).text), "/callback")
    for browser, known in ((reader(house, helper).http, False), (anybody, True)):
        fields = callback.fields | {"form_key": str(uuid4())}
        assert (await browser.post(callback.action, data=fields)).status_code == 303
        ticket = max(await tickets(staff), key=lambda one: one["number"])
        told = (await helper.post(f"/helpdesk/api/tickets/{ticket['id']}/contact")).json()
        assert (told != nothing) is known


async def test_another_site_cannot_tap(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = await tap(anybody, device["code"], "screen")
    for where in (f"/q/{device['code']}", f"{address}/note", f"{address}/callback"):
        data = {"form_key": str(uuid4()), "tapped": "screen", "text": "reclame"}
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
            assert (await anybody.post(where, data=data, headers=headers)).status_code == 403
    (ticket,) = await tickets(staff)
    assert ticket["callback_open"] is False


async def test_found(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = await tap(anybody, device["code"], "found")
    assert "Breng het toestel binnen" in Read((await anybody.get(address)).text).text
    assert [one["symptom"] for one in await tickets(staff)] == ["found"]


async def test_tapping_twice_is_one_ticket(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    form = Read((await anybody.get(f"/q/{device['code']}")).text).forms[0]
    first, second = await asyncio.gather(*(tap(anybody, device["code"], "screen", form) for _ in range(2)))
    assert first == second
    answer = await anybody.post(form.action, data=form.fields | {"tapped": "slow"})
    assert (answer.status_code, "was al verstuurd" in answer.text) == (409, True)
    assert len(await tickets(staff)) == 1


async def test_scanning_again_leads_back_to_what_this_phone_asked(
    house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any
) -> None:
    address = f"/q/{device['code']}"
    after = await tap(anybody, device["code"], "slow")
    (ticket,) = await tickets(staff)
    again = Read((await anybody.get(address)).text)
    assert f"Je vroeg al hulp. Nummer {ticket['number']}." in again.text
    assert after in again.links
    assert urlsplit(after).path.rpartition("/")[2] in {
        cookie.value for cookie in anybody.cookies.jar if cookie.path == address and cookie.has_nonstandard_attr("HttpOnly")
    }
    async with a_browser(house) as neighbour:  # another phone learns nothing, and one that makes up a cookie neither
        assert "Je vroeg al hulp" not in (await neighbour.get(address)).text
        for made_up in ("x" * 22, "", "../../" + "x" * 16):
            answer = await neighbour.get(address, headers={"cookie": f"{sticker_pages.ASKED}{device['code']}={made_up}"})
            assert answer.status_code == 200
            assert "Je vroeg al hulp" not in answer.text
    other = await a_known_device(house, staff)
    assert "Je vroeg al hulp" not in (await anybody.get(f"/q/{other['code']}")).text
    await staff.did(f"/helpdesk/api/tickets/{ticket['id']}/close", {"resolution": "solved_itself"})
    assert "Je vroeg al hulp" not in (await anybody.get(address)).text


async def test_what_a_phone_asked_about_two_devices_is_both_known_where_cookies_are_of_the_whole_host(
    house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any
) -> None:
    """Over https a cookie of ours is for all of the host, whatever path it was given: one name for two would be one of them."""
    other = await a_known_device(house, staff)
    for one in (device, other):
        await tap(anybody, one["code"], "slow")
    kept = {cookie.name: cookie.value or "" for cookie in anybody.cookies.jar}
    async with a_browser(house, kept) as phone:
        for one in (device, other):
            assert "Je vroeg al hulp" in (await phone.get(f"/q/{one['code']}")).text, one["code"]


async def test_tell_more_and_be_called(house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = await tap(anybody, device["code"], "screen")
    shown = Read((await anybody.get(address)).text)
    more = form_to(shown, "/note")
    with capture_logs() as logs:
        for _ in range(2):
            answer = await anybody.post(more.action, data=more.fields | {"text": "Quintelier, bel 0470 12 34 56 الشاشة سوداء"})
            assert answer.headers["location"] == address
    assert "Quintelier" not in str(logs)
    assert "Quintelier" not in (await anybody.get(address)).text  # a shared phone tells nobody what was written
    callback = form_to(shown, "/callback")
    for _ in range(2):
        assert (await anybody.post(callback.action, data=callback.fields)).status_code == 303
    (ticket,) = await tickets(staff)
    seen = await staff.get(f"/helpdesk/api/tickets/{ticket['id']}")
    assert [(note["kind"], note["text"]) for note in seen["notes"]] == [
        ("family_said", "Quintelier, bel 0470 12 34 56 الشاشة سوداء")
    ]
    assert seen["callback_open"] is True
    told = await outbox(house, staff.organisation)
    assert [name for name, _ in told] == ["ticket_opened", "callback_requested"]
    assert "Quintelier" not in str(told)


@pytest.mark.parametrize(
    ("words", "title"),
    [("", "Typ eerst iets"), ("x" * 10_000, "Deze tekst is te lang"), ("85.07.30-033.28", "Hier staat een rijksregisternummer")],
)
async def test_words_that_are_refused_stay_in_the_field(
    anybody: httpx.AsyncClient, staff: Staff, device: Any, words: str, title: str
) -> None:
    address = await tap(anybody, device["code"], "screen")
    more = form_to(Read((await anybody.get(address)).text), "/note")
    answer = await anybody.post(more.action, data=more.fields | {"text": words})
    shown = Read(answer.text)
    assert (answer.status_code, shown.text.count(title)) == (422, 2)
    assert "#text" in shown.links
    assert "text" in shown.ids
    assert words in answer.text
    assert form_to(shown, "/note").fields["form_key"] != more.fields["form_key"]
    assert (await tickets(staff))[0]["notes"] == []


async def test_the_page_tells_nothing_about_who_has_it(house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    plain = (await anybody.get(f"/q/{device['code']}")).text
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    lent = (await anybody.get(f"/q/{device['code']}")).text
    address = await tap(anybody, device["code"], "screen")
    after = (await anybody.get(address)).text
    for html in (plain, lent, after):
        for secret in ("KIWI", str(loan.household_id), str(loan.loan_id), str(staff.organisation), device["id"], "Lenovo"):
            assert secret not in html
        assert Read(html).inline == []
    keys = {form.fields["form_key"] for html in (plain, lent) for form in Read(html).forms}
    for key in keys:
        plain, lent = plain.replace(key, ""), lent.replace(key, "")
    assert _squeezed(plain) == _squeezed(lent)


def _squeezed(html: str) -> str:
    return " ".join(html.split())


async def test_where_help_is(house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    said = OrganisationChanged(
        organisation_id=staff.organisation, title="Digibank Zuid", help_line="03 123 45 67", help_place="Plein 1, dinsdag"
    )
    await heard(house, staff.organisation, said)
    shown = Read((await anybody.get(f"/q/{device['code']}")).text)
    assert "tel:031234567" in shown.links
    assert "Plein 1, dinsdag" in shown.text


@pytest.mark.parametrize("typed", ["{lower}", "{bare}", " {spaced} ", "{lower}/"])
async def test_codes_are_read_kindly(anybody: httpx.AsyncClient, device: Any, typed: str) -> None:
    code = device["code"]
    forms = {"lower": code.lower(), "bare": code.replace("-", ""), "spaced": code.replace("-", " ")}
    answer = await anybody.get("/q", params={"code": typed.format(**forms)})
    assert answer.headers["location"] == f"/q/{code}"
    assert (await anybody.get(f"/q/{forms['bare'].lower()}")).status_code == 200


@pytest.mark.parametrize("code", ["ABC-234", "nonsense", "KX0-1O2", "é", "%00", "x" * 500])
async def test_an_unknown_code_is_told_kindly(anybody: httpx.AsyncClient, code: str) -> None:
    for answer in (await anybody.get(f"/q/{code}"), await anybody.post(f"/q/{code}", data={"form_key": str(uuid4())})):
        shown = Read(answer.text)
        assert answer.status_code == 404
        assert "Deze code kennen we niet. Kijk nog eens goed" in shown.text
        assert ("nooit een I, een O, een 0 of een 1" in shown.text) == (code in ("KX0-1O2", "nonsense"))
        assert shown.forms[0].action == "/q"
    assert "Welke code staat op de sticker?" in Read((await anybody.get("/q")).text).text


async def test_what_follows_a_tap_cannot_be_guessed(house: House, anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = await tap(anybody, device["code"], "screen")
    token = address.rpartition("/")[2]
    assert len(token) == 22
    other, stranger = await a_known_device(house, staff), await a_known_device(house, house.sign_in())
    guesses = [f"/q/{code}/{token}" for code in (other["code"], stranger["code"], "ABC-234")]
    guesses += [f"/q/{device['code']}/{guess}" for guess in ("A" * 22, token[:-1], "%00" * 22, "1001", token.swapcase())]
    for guess in guesses:
        assert (await anybody.get(guess)).status_code == 404, guess
        for what in ("note", "callback"):
            answer = await anybody.post(f"{guess}/{what}", data={"form_key": str(uuid4()), "text": "ik was het"})
            assert answer.status_code in (404, 422), guess
    (ticket,) = await tickets(staff)
    assert (await staff.get(f"/helpdesk/api/tickets/{ticket['id']}"))["notes"] == []


async def test_when_it_is_closed_one_tap_asks_again(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = await tap(anybody, device["code"], "screen")
    more = form_to(Read((await anybody.get(address)).text), "/note")
    (ticket,) = await tickets(staff)
    await staff.did(f"/helpdesk/api/tickets/{ticket['id']}/close", {"resolution": "solved_itself"})
    shown = Read((await anybody.get(address)).text)
    assert "is afgerond" in shown.text
    assert f"/q/{device['code']}" in shown.links
    answer = await anybody.post(more.action, data=more.fields | {"text": "toch niet"})
    assert answer.status_code == 409


async def test_nothing_tapped(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    form = Read((await anybody.get(f"/q/{device['code']}")).text).forms[0]
    for what in ({}, {"tapped": "not_said"}, {"tapped": "nonsense"}):
        answer = await anybody.post(form.action, data=form.fields | what)
        assert (answer.status_code, "Tik op wat er is" in answer.text) == (422, True)
    assert (await anybody.post(form.action, data={"tapped": "screen"})).status_code == 400
    assert await tickets(staff) == []


async def test_too_often(anybody: httpx.AsyncClient, staff: Staff, device: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sticker_pages, "LOOKS", RateLimit(3, 60))
    monkeypatch.setattr(sticker_pages, "TAPS", RateLimit(2, 60))
    form = Read((await anybody.get(f"/q/{device['code']}")).text).forms[0]
    statuses = [(await anybody.get(address)).status_code for address in ("/q/ABC-234", f"/q/{device['code']}", "/q/ABC-234")]
    assert statuses == [404, 200, 429]
    answers = [await anybody.post(form.action, data={"form_key": str(uuid4()), "tapped": "slow"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Even wachten" in Read(answers[-1].text).text
    assert len(await tickets(staff)) == 2


@pytest.mark.parametrize("end", ["", "/note", "/callback"])
async def test_too_often_afterwards(anybody: httpx.AsyncClient, device: Any, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    """What follows a tap is no way around: who tries codes there is counted as well, also for codes of no sticker."""
    form = Read((await anybody.get(f"/q/{device['code']}")).text).forms[0]
    asked = await anybody.post(form.action, data={"form_key": str(uuid4()), "tapped": "slow"})
    ours = urlsplit(asked.headers["location"]).path
    nobodys = ours.replace(device["code"], "ABC-234")
    for addresses, statuses in (((ours, ours, ours), [200, 200, 429]), ((nobodys, nobodys, nobodys), [404, 404, 429])):
        monkeypatch.setattr(sticker_pages, "LOOKS" if not end else "TAPS", RateLimit(2, 60))
        answers = [
            await anybody.request("POST" if end else "GET", f"{address}{end}", data={"form_key": str(uuid4()), "text": "Hallo"})
            for address in addresses
        ]
        assert [200 if answer.status_code == 303 else answer.status_code for answer in answers] == statuses


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.STAFF, [True, True]), (Role.REPAIRER, [True, True]), (Role.OUTREACH, [False, True]), (Role.TRAINER, [False, False])],
)
async def test_a_colleague_who_scans(house: House, staff: Staff, device: Any, role: Role, sees: list[bool]) -> None:
    colleague = reader(house, house.sign_in(staff.organisation, role))
    shown = await colleague.open(f"/q/{device['code']}")
    links = [f"/inventory/devices/{device['id']}", f"/helpdesk/tickets/new?code={device['code']}"]
    assert [link in shown.links for link in links] == sees
    stranger: Reader = reader(house)
    assert not set(links) & set((await stranger.open(f"/q/{device['code']}")).links)


async def test_the_search_over_all_organisations_tells_the_minimum(house: House, staff: Staff, device: Any) -> None:
    """What the application role can learn without an organisation: two ids for a whole code, and no rows."""
    async with house.services["helpdesk"].database.transaction_of_all() as connection:
        found = (await connection.execute(text("SELECT * FROM find_public_code(:code)"), {"code": device["code"]})).mappings().all()
        assert [dict(row) for row in found] == [{"organisation": staff.organisation, "device_id": UUID(device["id"])}]
        assert (await connection.execute(text("SELECT count(*) FROM known_device"))).scalar_one() == 0
        for code in ("", "%", device["code"][:3], device["code"].lower()):
            assert not (await connection.execute(text("SELECT * FROM find_public_code(:code)"), {"code": code})).all()


async def test_addresses_hold_codes_only(anybody: httpx.AsyncClient, staff: Staff, device: Any) -> None:
    address = urlsplit(await tap(anybody, device["code"], "screen"))
    assert address.query == ""
    assert address.path.split("/")[:3] == ["", "q", device["code"]]
