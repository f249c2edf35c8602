"""The pages as a browser without JavaScript uses them: what they say, what they change, and what they refuse."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest

from services.inventory.domain.hardware_report import MAX_REPORT_BYTES
from shared.contracts.vocabulary import Role
from tests.support.access import asks_who_you_are, methods_of, routes_of
from tests.support.house import House, Staff
from tests.support.pages import Read, Reader, a_browser, reader
from tests.support.slice import another_looks, in_api, prepared, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

WIPED = {"method": "secure_erase", "tool": "hdparm", "succeeded": "yes"}
NEED = {"profile": "secondary_school", "school_child": "yes", "internet": "no"}


async def registered(me: Reader, content: bytes | None = None) -> str:
    """Bring a machine in through the form; the address of its page."""
    return await me.sent(await me.form("/inventory/devices/new"), file=content or report())


async def asked(me: Reader, **answers: str) -> str:
    """Put a family in line through the form; the address of its page."""
    return await me.sent(await me.form("/loans/requests/new"), NEED | answers)


async def step(me: Reader, address: str, ending: str, **answers: str) -> httpx.Response:
    """Send the form on a page of which the address ends like this."""
    form = next(form for form in (await me.open(address)).forms if form.action.endswith(ending))
    return await me.send(form, answers)


async def everything(staff: Staff) -> tuple[object, object]:
    """What there is for an organisation, to see that nothing changed."""
    return await staff.get("/inventory/api/devices"), await staff.get("/loans/api/requests")


async def test_the_way_of_a_machine(house: House) -> None:
    me = reader(house)
    address = await registered(me)
    shown = await me.open(address)
    assert "Lenovo ThinkPad X240" in shown.text
    assert "Volgende stap: wis de schijf" in shown.text
    assert (await step(me, address, "/wipe", **WIPED)).headers["location"] == address
    assert "gewist, nog niet nagekeken" in (await me.open(address)).text
    assert "Vraag een collega om dit te bevestigen" in (await me.open(address)).text
    assert not [form for form in (await me.open(address)).forms if form.action.endswith("/check")]
    another = reader(house, me.staff.colleague)
    assert (await step(another, address, "/check")).headers["location"] == address
    assert "door jou" in (await another.open(address)).text
    assert "door een collega" in (await me.open(address)).text
    for ending, words in (("/checked", "kijk het toestel na"), ("/installed", "installeer")):
        shown = await me.open(address)
        assert words in shown.text
        assert address + ending in shown.links
        form = await me.form(address + ending)
        assert await me.sent(form, {}) == address, "begun, and nothing is ticked"
        assert "nog niet rond" in (await me.open(address)).text
        assert (await me.send(await me.form(address + ending), {"anyway": "yes"})).status_code == 303
    assert (await step(me, address, "/ready")).headers["location"] == address
    assert "Dit toestel staat klaar" in (await me.open(address)).text

    request = await asked(me)
    await house.run_until_idle()
    assert "Er ligt een toestel klaar" in (await me.open(request)).text
    assert address in (await me.open(request)).links
    assert request in (await me.open(address)).links


async def test_a_request_in_motion_says_so(house: House) -> None:
    me = reader(house)
    request = await asked(me)
    shown = await me.open(request)
    assert "Eerste in de rij" in shown.text
    assert "35 punten" in shown.text
    async with house.services["loans"].units.open(me.staff.organisation) as unit:
        moving = await unit.requests.get(UUID(request.rsplit("/", 1)[1]))
        moving.claim(uuid4())
        await unit.requests.save(moving)
    shown = await me.open(request)
    assert "Toestel gevonden, we reserveren het nu" in shown.text
    assert "De gegevens van het toestel zijn nog onderweg" in shown.text
    assert request in shown.links  # load again
    await house.run_until_idle()  # inventory does not know that machine
    assert "Eerste in de rij" in (await me.open(request)).text


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "Het verslag is leeg"),
        (report()[:200], 422, "Het verslag is beschadigd"),
        (b"Beste, hierbij het verslag.", 422, "Het verslag is beschadigd"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), 422, "Dit is geen verslag"),
        (b'{"hello": "world"}', 422, "Dit soort verslag kennen we niet"),
        (b" " * (MAX_REPORT_BYTES + 1), 413, "Het bestand is te groot"),
        (b" " * (MAX_REPORT_BYTES + 100_000), 413, "Het bestand is te groot"),
        (None, 422, "Kies eerst een bestand"),
    ],
    ids=["empty", "truncated", "not JSON", "a picture", "unknown format", "just too large", "too large", "no file"],
)
async def test_a_bad_report_is_told_kindly_and_changes_nothing(
    house: House, content: bytes | None, status: int, words: str
) -> None:
    me = reader(house)
    before = await everything(me.staff)
    form = await me.form("/inventory/devices/new")
    answer = await me.send(form, file=content)
    shown = Read(answer.text)
    assert (answer.status_code, shown.text.count(words)) == (status, 2), shown.text  # in the summary and at the field
    assert "#report" in shown.links
    assert "report" in shown.ids
    again = next(other for other in shown.forms if other.action == form.action)
    assert again.fields["form_key"] != form.fields["form_key"]
    assert await everything(me.staff) == before
    assert (await me.send(again, file=report())).status_code == 303


async def test_the_same_machine_again(house: House) -> None:
    me = reader(house)
    content = report("PC-TWICE")
    address = await registered(me, content)
    before = await everything(me.staff)
    shown = await me.open(await me.sent(await me.form("/inventory/devices/new"), file=content))
    assert "Dit toestel kennen we al" in shown.text
    assert address in shown.links
    assert await everything(me.staff) == before


async def test_sending_a_form_twice_is_sending_it_once(house: House) -> None:
    me = reader(house)
    content, form = report(), await me.form("/inventory/devices/new")
    first, second = await asyncio.gather(me.sent(form, file=content), me.sent(form, file=content))
    assert first == second == await me.sent(form, file=content)
    form = await me.form("/loans/requests/new")
    first, second = await asyncio.gather(me.sent(form, NEED), me.sent(form, NEED))
    assert first == second
    devices, requests = await everything(me.staff)
    assert (len(devices["devices"]), len(requests["requests"])) == (1, 1)  # type: ignore[index]


async def test_a_form_that_was_sent_with_something_else(house: House) -> None:
    me = reader(house)
    form = await me.form("/loans/requests/new")
    await me.sent(form, NEED)
    before = await everything(me.staff)
    answer = await me.send(form, NEED | {"profile": "work"})
    shown = Read(answer.text)
    assert answer.status_code == 409
    assert "Dit formulier was al verstuurd" in shown.text
    assert shown.forms[-1].fields["profile"] == "work"
    assert await everything(me.staff) == before


async def test_what_is_missing_is_said_and_what_was_chosen_stays(house: House) -> None:
    me = reader(house)
    form = await me.form("/loans/requests/new")
    before = await everything(me.staff)
    answer = await me.send(form, {"profile": "work", "internet": "sometimes"})
    shown = Read(answer.text)
    assert answer.status_code == 422
    assert shown.links.count("#school_child") == shown.links.count("#internet") == 1
    assert "#profile" not in shown.links
    assert {"school_child", "internet"} <= set(shown.ids)
    assert shown.forms[-1].fields["profile"] == "work"
    assert await everything(me.staff) == before

    address = await registered(me)
    answer = await step(me, address, "/wipe", tool="nwipe", method="magic")
    shown = Read(answer.text)
    again = next(form for form in shown.forms if form.action.endswith("/wipe"))
    assert answer.status_code == 422
    assert again.fields["tool"] == "nwipe"
    assert [link.split("-")[0] for link in shown.links if link.startswith(("#method", "#succeeded"))] == ["#method", "#succeeded"]
    assert {link[1:] for link in shown.links if link.startswith("#")} <= set(shown.ids)
    assert "nog niet gewist" in (await me.open(address)).text


async def test_overwriting_flash_is_not_enough_and_the_page_says_why(house: House) -> None:
    me = reader(house)
    address = await registered(me)
    await step(me, address, "/wipe", **(WIPED | {"method": "overwrite"}))
    shown = await me.open(address)
    assert "Overschrijven is bij deze soort schijf niet genoeg" in shown.text
    assert not [form for form in shown.forms if form.action.endswith(("/check", "/ready"))]


async def test_a_refused_step_says_why_on_the_same_page(house: House) -> None:
    me = reader(house)
    address = await registered(me)
    shown = await me.open(address)
    fields = next(form for form in shown.forms if form.action.endswith("/wipe")).fields
    for ending, words in (("/ready", "niet alles is gewist"), (f"{drive_of(shown)}/check", "Er is nog niet gewist")):
        answer = await me.http.post(address + ending, data=fields | {"form_key": str(uuid4())})
        told = Read(answer.text)
        assert answer.status_code == 409
        assert words in told.text
        assert "Lenovo ThinkPad X240" in told.text
        assert {link[1:] for link in told.links if link.startswith("#")} <= set(told.ids)
    assert "binnengekomen" in (await me.open(address)).text


def drive_of(shown: Read) -> str:
    """The end of the address of the one drive on a machine's page."""
    action = next(form.action for form in shown.forms if form.action.endswith("/wipe"))
    return "/drives/" + action.split("/")[-2]


async def test_stopping_asks_once_and_wants_no_reason(house: House) -> None:
    me = reader(house)
    request = await asked(me)
    form = await me.form(f"{request}/stop")
    assert set(form.fields) == {"csrf", "form_key"}, "a reason may be tapped to be counted, and nobody has to"
    assert set(form.choices) == {"why"}
    other = await me.form(f"{request}/stop")
    assert await me.sent(form) == await me.sent(form) == request
    assert "Deze vraag is gestopt" in (await me.open(request)).text
    answer = await me.send(other)
    assert answer.status_code == 409
    assert "Deze vraag is al gestopt" in Read(answer.text).text
    assert (await me.http.get(f"{request}/stop")).headers["location"] == request


async def test_every_form_refuses_what_did_not_come_from_our_own_page(house: House) -> None:
    me, colleague = reader(house, house.sign_in(None, *Role)), reader(house)
    theirs = (await colleague.form("/loans/requests/new")).fields["csrf"]
    addresses = [
        address
        for _, address, route in routes_of(house)
        if "POST" in methods_of(route) and "/api/" not in address and asks_who_you_are(route)
    ]
    assert len(addresses) >= 6
    before = await everything(me.staff)
    for address in addresses:
        for csrf in ({}, {"csrf": "0" * 32}, {"csrf": "é\x07"}, {"csrf": theirs}):
            answer = await me.http.post(address, data={"form_key": str(uuid4())} | NEED | csrf)
            assert answer.status_code == 403, address
    assert await everything(me.staff) == before


@pytest.mark.parametrize("key", ["", "short", "x" * 101, "\x07" * 20, "é" * 20])
async def test_a_form_without_a_usable_key(house: House, key: str) -> None:
    me = reader(house)
    before = await everything(me.staff)
    answer = await me.send(await me.form("/loans/requests/new"), NEED | {"form_key": key})
    assert answer.status_code == 400
    assert "Dit formulier is niet volledig" in Read(answer.text).text
    assert await everything(me.staff) == before


async def test_another_organisation_sees_and_changes_nothing(house: House) -> None:
    me, stranger = reader(house), reader(house)
    device, request = await registered(me), await asked(me)
    drive = drive_of(await me.open(device))
    own = await stranger.form("/loans/requests/new")
    before = await everything(me.staff)
    for address in (device, request, f"{request}/stop", "/loans/requests/not-an-id", f"/inventory/devices/{uuid4()}"):
        assert "We vinden dit niet" in (await stranger.open(address, 404)).text
    for address in (f"{device}{drive}/wipe", f"{device}{drive}/check", f"{device}/ready", f"{request}/stop"):
        answer = await stranger.http.post(address, data=own.fields | WIPED | {"form_key": str(uuid4())})
        assert answer.status_code == 404, address
    code = (await me.staff.get(device.replace("/inventory/", "/inventory/api/")))["code"]
    assert "Niets gevonden" in (await stranger.open(f"/inventory/devices?q={code}")).text
    assert await everything(me.staff) == before


async def test_a_drive_of_another_machine(house: House) -> None:
    me = reader(house)
    first, second = await registered(me), await registered(me)
    drive = drive_of(await me.open(second))
    form = next(form for form in (await me.open(first)).forms if form.action.endswith("/wipe"))
    answer = await me.http.post(f"{first}{drive}/wipe", data=form.fields | WIPED)
    assert answer.status_code == 404
    assert "nog niet gewist" in (await me.open(second)).text


async def test_pages_ask_to_sign_in_and_lead_back(house: House) -> None:
    browser = a_browser(house)
    assert (await browser.get("/")).headers["location"] == "/sign-in"
    asked_for = (await browser.get("/inventory/devices?status=ready")).headers["location"]
    assert urlsplit(asked_for).path == "/sign-in"
    assert parse_qs(urlsplit(asked_for).query) == {"next": ["/inventory/devices?status=ready"]}
    assert Read((await browser.get(asked_for)).text).forms[0].fields == {"next": "/inventory/devices?status=ready"}
    sent = await browser.post("/loans/requests/new", data=NEED)
    assert sent.status_code == 401
    assert "kwam niet aan" in Read(sent.text).text


async def test_the_start_page_shows_who_waits_and_what_lies_there(house: House) -> None:
    me = reader(house)
    empty = await me.open("/")
    assert "Niemand wacht op een toestel." in empty.text
    assert "Er is nog geen toestel" in empty.text
    late = await asked(me, school_child="no", internet="yes")
    first = await asked(me)
    device = await registered(me)
    await house.run_until_idle()
    shown = await me.open("/")
    assert "Twee gezinnen wachten op een toestel." in shown.text
    assert "Eén toestel" in shown.text
    assert shown.links.index(first) < shown.links.index(late)
    assert "Schoolkind zonder toestel: 28 punten. Geen internet thuis: 7 punten" in (await me.open("/loans/requests")).text
    assert device in (await me.open("/inventory/devices?status=arrived")).links
    await step(me, device, "/wipe", **WIPED)
    await another_looks(me.staff, device)
    await prepared(me.staff, in_api(device))
    await step(me, device, "/ready")
    await house.run_until_idle()
    shown = await me.open("/")
    assert "Eén gezin wacht op een toestel." in shown.text
    assert "Ligt klaar voor een gezin" in shown.text
    assert shown.links.index(first) < shown.links.index(late)


async def test_lists_go_on_where_they_stopped(house: House) -> None:
    me = reader(house)
    devices = {(await me.staff.did("/inventory/api/devices", content=report()))["id"] for _ in range(51)}
    requests = {(await me.staff.did("/loans/api/requests", {"profile": "work"}))["id"] for _ in range(51)}
    for address, ids, onward in (("/inventory/devices", devices, "before="), ("/loans/requests", requests, "after=")):
        first = await me.open(address)
        following = next(link for link in first.links if onward in link)
        second = await me.open(following)
        seen = [link.removeprefix(f"{address}/") for link in first.links + second.links]
        assert sorted(one for one in seen if one in ids) == sorted(ids)
        assert not [link for link in second.links if onward in link]


async def test_empty_lists_teach(house: House) -> None:
    me = reader(house)
    for address, words in (
        ("/inventory/devices", "Nog geen toestellen"),
        ("/inventory/devices?status=arrived", "Alles is gewist en nagekeken"),
        ("/inventory/devices?status=ready", "Geen enkel toestel staat klaar"),
        ("/inventory/devices?status=reserved", "Niets gereserveerd"),
        ("/inventory/devices?q=%00%27;--", "Niets gevonden"),
        ("/loans/requests", "Er wacht nu niemand"),
        ("/loans/requests?status=claimed", "Niets onderweg"),
        ("/loans/requests?status=reserved", "Er ligt niets klaar"),
        ("/loans/requests?status=withdrawn", "Niemand is gestopt"),
        ("/loans/requests?status=nonsense", "Er wacht nu niemand"),
    ):
        assert words in (await me.open(address)).text, address


async def test_pages_are_light_and_hold_no_inline_code_and_no_free_text(house: House) -> None:
    me = reader(house)
    device, request = await registered(me), await asked(me)
    for address in ("/", "/inventory/devices", "/inventory/devices/new", device, "/loans/requests", "/loans/requests/new", request):
        answer = await me.http.get(address)
        shown = Read(answer.text)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert shown.inline == []
        assert shown.typed <= {"q", "find"}, f"{address} lets people type what may be about somebody"
        assert len(shown.ids) == len(set(shown.ids))
    loads = {*Read((await me.http.get("/")).text).loads}
    folder = next(address for address in loads if address.endswith("style.css")).rsplit("/", 1)[0]
    loads |= {f"{folder}/fonts/atkinson-{weight}.woff2" for weight in (400, 700)}
    files = [await me.http.get(address) for address in sorted(loads)]
    assert {answer.status_code for answer in files} == {200}
    assert sum(len(answer.content) for answer in [*files, await me.http.get("/")]) < 100_000


async def test_what_a_report_says_is_shown_as_text(house: House) -> None:
    me = reader(house)
    hostile = json.loads(report())
    hostile["device"]["model"] = model = 'X240"><img src=x onerror=alert(1)'
    answer = await me.http.get(await registered(me, json.dumps(hostile).encode()))
    shown = Read(answer.text)
    assert (shown.inline, shown.text.count(model)) == ([], 2)
    assert "x" not in shown.loads
