"""The board, one step for several machines, the lists of an organisation, what is lost and what to remember, through HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.inventory.domain.checklist import DEFAULTS, Phase
from services.inventory.queries import board
from services.inventory.web import board_pages
from shared.contracts.vocabulary import Chassis, Role
from tests.support.house import House, Staff
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, ask, device_now, in_api, prepared, published, report, request_now
from tests.support.world import sign

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

REGISTER_NUMBER = "85.07.30-033 28"
DEFAULT_LINES = [line.name for line in DEFAULTS[Phase.CHECK] if line.is_for(Chassis.LAPTOP)]
STEP = {"wiped": "check", "checked": "install", "installed": "ready"}


async def wiped(staff: Staff) -> Any:
    """A laptop that is proven empty."""
    device = await staff.did("/inventory/api/devices", content=report())
    drive = f"/inventory/api/devices/{device['id']}/drives/{device['drives'][0]['id']}"
    await staff.did(f"{drive}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
    return await staff.colleague.did(f"{drive}/check")


def api(device: Any) -> str:
    return f"/inventory/api/devices/{device['id']}"


async def chosen(me: Reader, stage: str, *devices: Any, **fields: str) -> Read:
    """What somebody sees who ticked these machines in a column and pressed the button."""
    form = await me.form("/inventory/devices/new")
    data = {name: form.fields[name] for name in ("csrf", "form_key")} | {"step": STEP[stage]} | fields
    answer = await me.http.post(f"/inventory/board/{stage}", data=data | {"device": [device["id"] for device in devices]})
    assert answer.status_code == 200, answer.text
    return Read(answer.text)


async def looked_up(me: Reader, address: str, code: str) -> str:
    """What a page shows; of search, what it shows of the machine with this code while somebody types."""
    if address != "/search":
        return (await me.open(address)).text
    form = await me.form("/search", "/search")
    answer = await me.http.post("/search", data=form.fields | {"find": code}, headers={"hx-request": "true"})
    assert code in answer.text
    return answer.text


async def test_the_board_counts_and_says_what_lacks(house: House) -> None:
    me = reader(house)
    assert "De werkbank is leeg" in (await me.open("/inventory/board")).text
    await me.staff.did("/inventory/api/devices", content=report())
    lacking, fine = await wiped(me.staff), await wiped(me.staff)
    await me.staff.did(f"{api(lacking)}/checked", {"ticked": ["screen", "no such line"]})
    seen = await device_now(me.staff, lacking)
    assert (seen["stage"], len(seen["missing"])) == ("wiped", 9)
    await prepared(me.staff, api(fine))
    counts = (await me.staff.get("/inventory/api/board"))["counts"]
    assert {name: counts[name] for name in ("to_empty", "wiped", "checked", "installed", "ready")} == {
        "to_empty": 1, "wiped": 1, "checked": 0, "installed": 1, "ready": 0,
    }  # fmt: skip
    shown = await me.open("/inventory/board?stage=nonsense")
    assert "Mankeert: toetsenbord, touchpad, batterij en nog 6" in shown.text
    assert f"/inventory/devices/{lacking['id']}/checked?back=board" in shown.links
    form = await me.form(f"/inventory/devices/{lacking['id']}/checked?back=board", f"/inventory/devices/{lacking['id']}/checked")
    assert await me.sent(form, {"anyway": "yes"}) == "/inventory/board?stage=wiped"
    assert (await device_now(me.staff, lacking))["stage"] == "checked"


async def test_one_step_for_several_says_of_each_what_came_of_it(house: House) -> None:
    me, stranger = reader(house), reader(house)
    first, second, dirty = await wiped(me.staff), await wiped(me.staff), await wiped(me.staff)
    theirs = await wiped(stranger.staff)
    drive = f"{api(dirty)}/drives/{dirty['drives'][0]['id']}"
    await me.staff.did(f"{drive}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
    shown = await chosen(me, "wiped", first, second, dirty, theirs)
    assert "2 van de 4 toestellen zijn gedaan" in shown.text
    assert "Nog niet klaar: niet alles is gewist" in shown.text
    assert theirs["code"] not in shown.text
    stages = [(await device_now(me.staff, one))["stage"] for one in (first, second, dirty)]
    assert stages == ["checked", "checked", "to_empty"]
    assert (await device_now(stranger.staff, theirs))["stage"] == "wiped"
    assert "Alle 2 toestellen zijn gedaan" in (await chosen(me, "checked", first, second)).text
    undone = await chosen(me, "wiped", first, step="undo_check")
    assert "Moet opnieuw nagekeken worden" in undone.text
    ready = await chosen(me, "installed", second)
    assert "1 toestel is gedaan" in ready.text
    assert (await device_now(me.staff, second))["status"] == "ready"
    acts = await _acts(house, me.staff)
    assert acts.count("finish_check") == acts.count("finish_installation") == 2, "each stands in the log by itself"


async def test_what_lacks_something_is_left_out_when_all_is_said_to_be_fine(house: House) -> None:
    """In one go nobody looks at each machine: what somebody noted is not wiped away with it, on the page and through the API."""
    me = reader(house)
    fine, flat, anyway = await wiped(me.staff), await wiped(me.staff), await wiped(me.staff)
    every = [line for line in DEFAULT_LINES if line != "battery"]
    await me.staff.did(f"{api(flat)}/checked", {"ticked": every})
    await me.staff.did(f"{api(anyway)}/checked", {"ticked": every, "anyway": True})
    assert "Waar nog iets mankeert, slaan we over" in (await me.open("/inventory/board/wiped")).text
    shown = await chosen(me, "wiped", fine, flat)
    assert "1 van de 2 toestellen zijn gedaan" in shown.text
    assert "Mankeert: batterij" in shown.text
    assert f"/inventory/devices/{flat['id']}/checked?back=board" in shown.links, "where one looks at this machine itself"
    assert [(await device_now(me.staff, one))["stage"] for one in (fine, flat, anyway)] == ["checked", "wiped", "checked"]
    assert (await device_now(me.staff, flat))["missing"] == ["battery"]
    refused = await me.staff.post(f"{api(flat)}/checked", {})
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (409, "still_lacks")
    await me.staff.did(f"{api(flat)}/checked", {"ticked": [*every, "battery"]})
    await me.staff.did(f"{api(flat)}/installed", {"ticked": ["system"]})
    shown = await chosen(me, "checked", fine, flat, anyway)
    assert "2 van de 3 toestellen zijn gedaan" in shown.text
    assert f"/inventory/devices/{flat['id']}/installed?back=board" in shown.links


async def _acts(house: House, staff: Staff) -> list[str]:
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        return list(await unit.connection.scalars(text("SELECT act FROM bus.audit_entry")))


async def test_the_same_form_twice_and_forms_that_choose_nothing(house: House) -> None:
    me = reader(house)
    device = await wiped(me.staff)
    form = next(form for form in (await me.open("/inventory/board/wiped")).forms if form.action.endswith("wiped"))
    data = {name: form.fields[name] for name in ("csrf", "form_key", "step")}
    nothing = await me.http.post(form.action, data=data)
    assert (nothing.status_code, "Kies eerst een toestel" in nothing.text) == (422, True)
    for wrong in ({"device": "not-an-id"}, {"device": device["id"], "step": "retire"}):
        assert (await me.http.post(form.action, data=data | wrong)).status_code == 404
    many = await me.http.post(form.action, data=data | {"device": [str(uuid4()) for _ in range(board_pages.MOST_AT_ONCE + 1)]})
    assert (many.status_code, "Te veel toestellen" in many.text) == (422, True)
    for _ in range(2):
        answer = await me.http.post(form.action, data=data | {"device": device["id"]})
        assert "1 toestel is gedaan" in Read(answer.text).text
    assert (await me.http.post("/inventory/board/nonsense", data=data)).status_code in (404, 422)


async def test_all_on_this_page(house: House) -> None:
    me = reader(house)
    devices = [await wiped(me.staff) for _ in range(3)]
    form = next(form for form in (await me.open("/inventory/board/wiped")).forms if form.action.endswith("wiped"))
    data = {name: form.fields[name] for name in ("csrf", "form_key", "step")}
    answer = await me.http.post(form.action, data=data | {"listed": [one["id"] for one in devices], "all": "yes"})
    assert "Alle 3 toestellen zijn gedaan" in Read(answer.text).text


async def test_an_organisation_makes_a_list_its_own(house: House) -> None:
    me = reader(house)
    page = "/inventory/checklists/check"
    names = [line["name"] for line in (await me.staff.get(in_api(page)))["lines"]]
    carried = {name: (await me.form(page)).fields[name] for name in ("csrf", "form_key")}
    typed = carried | {"line": names, "on": names, "added": "De doos met papieren", "added_kind": "laptop"}
    assert (await me.http.post(page, data=typed)).headers["location"] == page
    lines = (await me.staff.get(in_api(page)))["lines"]
    assert lines[-1] == {"name": "De doos met papieren", "kinds": ["laptop"], "on": True}
    names.append("De doos met papieren")
    moved = {"line": names, "on": ["screen"], f"kinds-{len(names) - 1}": "laptop", "do": "up:De doos met papieren"}
    assert (await me.http.post(page, data=carried | moved | {"form_key": str(uuid4())})).status_code == 303
    lines = (await me.staff.get(in_api(page)))["lines"]
    assert [line["name"] for line in lines[-2:]] == ["De doos met papieren", "clean"]
    assert lines[-2]["kinds"] == ["laptop"]
    assert [line["name"] for line in lines if line["on"]] == ["screen"]
    device = await wiped(me.staff)
    assert (await me.staff.did(f"{api(device)}/checked", {"ticked": ["screen"]}))["stage"] == "checked", "what is off is not asked"
    for words, problem in ((REGISTER_NUMBER, "rijksregisternummer"), ("de DOOS met papieren", "staat al op de lijst")):
        more = carried | {"line": names, "on": names, "added": words, "form_key": str(uuid4())}
        answer = await me.http.post(page, data=more)
        assert (answer.status_code, problem in answer.text) == (422, True)
    other = reader(house)
    assert "De doos met papieren" not in (await other.open(page)).text


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([{"name": ""}], 422),
        ([{"name": "x" * 81}], 422),
        ([{"name": "doos", "kinds": ["nonsense"]}], 422),
        ([{"name": f"regel {number}"} for number in range(41)], 422),
        ("geen lijst", 422),
        ([{"name": f"van {REGISTER_NUMBER}"}], 422),
    ],
)
async def test_a_list_that_cannot_be_is_refused(house: House, lines: object, status: int) -> None:
    staff = house.sign_in()
    before = await staff.get("/inventory/api/checklists/install")
    assert (await staff.post("/inventory/api/checklists/install", {"lines": lines})).status_code == status
    assert await staff.get("/inventory/api/checklists/install") == before


async def test_a_repairer_ticks_a_list_and_does_not_change_it(house: House) -> None:
    staff = house.sign_in(None, Role.REPAIRER)
    assert (await staff.post("/inventory/api/checklists/check", {"lines": []})).status_code == 403
    device = await wiped(staff)
    assert (await staff.did(f"{api(device)}/checked", {}))["stage"] == "checked"
    assert (await staff.did(f"{api(device)}/checked/undo"))["stage"] == "wiped"


async def test_who_was_promised_what_is_lost_gets_another_one(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    request = await ask(staff)
    await house.run_until_idle()
    other = await a_ready_device(staff)
    await house.run_until_idle()
    assert (await request_now(staff, request))["device_id"] == device["id"]
    lost = await staff.did(f"{api(device)}/lost", {"kind": "stolen"})
    assert (lost["status"], lost["lost"], lost["reserved_for"]) == ("returned", "stolen", None)
    await house.run_until_idle()
    kept = await request_now(staff, request)
    assert (kept["status"], kept["device_id"]) == ("reserved", other["id"])
    again = await ask(staff)
    await house.run_until_idle()
    assert (await request_now(staff, again))["status"] == "waiting", "nobody is promised what is lost"
    found = await staff.did(f"{api(device)}/found")
    assert (found["lost"], found["stage"], found["was_in_use"]) == (None, "to_empty", True)
    refused = await staff.post(
        f"{api(device)}/drives/{device['drives'][0]['id']}/wipe", {"method": "secure_erase", "tool": "x", "succeeded": True}
    )
    assert refused.json()["type"].endswith("files_not_asked")


async def test_lost_while_the_claim_is_under_way(house: House) -> None:
    """The other order: loans claimed, inventory did not decide yet, and then it is lost."""
    staff = house.sign_in()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await ask(staff)
    while (await request_now(staff, request))["status"] == "waiting":
        await house.step()
    await staff.did(f"{api(device)}/lost", {"kind": "lost"})
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "waiting"
    assert (await device_now(staff, device))["reserved_for"] is None


async def test_a_loan_goes_on_and_shows_that_its_laptop_is_lost(house: House) -> None:
    me = reader(house)
    request = await ask(me.staff)
    device = await a_ready_device(me.staff)
    await house.run_until_idle()
    loan = await sign(me.staff, request)
    await house.run_until_idle()
    page = f"/inventory/devices/{device['id']}"
    answer = await me.send(await me.form(f"{page}/lost"))
    assert (answer.status_code, "Kies wat er gebeurde" in answer.text) == (422, True)
    assert await me.sent(await me.form(f"{page}/lost"), {"kind": "lost"}) == page
    await house.run_until_idle()
    assert "We vinden dit toestel niet" in (await me.open(page)).text
    assert device["code"] in (await me.open("/inventory/lost")).text
    shown = (await me.open(f"/loans/loans/{loan['id']}")).text
    assert "de lening loopt door, niemand moet iets betalen" in shown
    ticket = await me.staff.did("/helpdesk/api/tickets", {"code": device["code"], "symptom": "slow", "channel": "counter"})
    await house.run_until_idle()
    elsewhere = (f"/helpdesk/tickets/{ticket['id']}", "/search")
    for address in elsewhere:
        assert "erloren" in await looked_up(me, address, device["code"]), address
    start = await me.open("/")
    assert ("Eén toestel vinden we niet." in start.text, "/inventory/lost" in start.links) == (True, True)
    form = next(form for form in (await me.open(page)).forms if form.action.endswith("/found"))
    assert await me.sent(form) == page
    await house.run_until_idle()
    assert "de lening loopt door" not in (await me.open(f"/loans/loans/{loan['id']}")).text
    for address in elsewhere:
        assert "erloren" not in await looked_up(me, address, device["code"]), address
    assert "/inventory/lost" not in (await me.open("/")).links
    assert (await device_now(me.staff, device))["status"] == "given_out"
    assert (await published(house, me.staff, "inventory"))[-2:] == ["device_lost", "device_found"]


async def test_who_found_a_laptop_by_its_sticker_is_heard(house: House) -> None:
    me = reader(house)
    device = await a_ready_device(me.staff)
    await house.run_until_idle()
    ticket = await me.staff.did("/helpdesk/api/tickets", {"code": device["code"], "symptom": "found", "channel": "sticker"})
    await me.staff.did("/helpdesk/api/tickets", {"code": device["code"], "symptom": "slow", "channel": "sticker"})
    await house.run_until_idle()
    pages = (f"/inventory/devices/{device['id']}", "/inventory/lost")
    for page in pages:
        assert f"/helpdesk/tickets/{ticket['id']}" in (await me.open(page)).links
    assert "Er is een vraag over dit toestel" in (await me.open(pages[0])).text, "what was found is told once, above"
    assert "Iemand vond een toestel" in (await me.open("/inventory/board")).text
    start = await me.open("/")
    assert f"/helpdesk/tickets/{ticket['id']}" in start.links
    assert {"/inventory/board", "/inventory/stock-takes"} <= set(start.links)
    await me.staff.did(f"/helpdesk/api/tickets/{ticket['id']}/close", {"resolution": "advice_given"})
    await house.run_until_idle()
    assert "heeft dit toestel gevonden" not in (await me.open(pages[0])).text
    assert f"/helpdesk/tickets/{ticket['id']}" not in (await me.open(pages[1])).links


async def test_remarks_are_short_done_and_undone(house: House) -> None:
    me = reader(house)
    device = await wiped(me.staff)
    page = f"/inventory/devices/{device['id']}"
    for words in ("", "x" * 281, f"van {REGISTER_NUMBER}"):
        answer = await me.send(await me.form(f"{page}/remarks"), {"words": words})
        assert answer.status_code == 422, words
        assert {link[1:] for link in Read(answer.text).links if link.startswith("#")} <= set(Read(answer.text).ids)
    form = await me.form(f"{page}/remarks")
    for _ in range(2):
        assert (await me.send(form, {"words": "Batterij <b>vervangen</b>"})).status_code == 303
    assert "Batterij <b>vervangen</b>" in (await me.open(page)).text
    shown = await me.open("/inventory/remarks")
    [done] = [form for form in shown.forms if form.action.endswith("/done")]
    after = await me.sent(done)
    shown = await me.open(after)
    [undo] = [form for form in shown.forms if form.action.endswith("/reopen")]
    assert "Niets te onthouden" in shown.text
    await me.sent(undo)
    assert len((await me.staff.get(in_api(f"{page}/remarks")))["remarks"]) == 1
    other = house.sign_in()
    assert (await other.post(in_api(done.action))).status_code == 404
    assert (await other.get("/inventory/api/remarks"))["remarks"] == []


async def test_a_long_column_is_read_in_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_pages, "PAGE", 2)
    monkeypatch.setattr(board, "COUNTED", 2)
    me = reader(house)
    codes = [(await me.staff.did("/inventory/api/devices", content=report()))["code"] for _ in range(3)]
    first = await me.open("/inventory/board/to_empty")
    [more] = [link for link in first.links if "after=" in link]
    second = await me.open(more)
    assert [code in first.text for code in codes] == [True, True, False]
    assert [code in second.text for code in codes] == [False, False, True]
    assert "2 of meer" in (await me.open("/inventory/board")).text
