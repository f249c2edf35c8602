"""All that is known of a machine, through its pages and its API; and what other services hear of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.inventory.domain.identifiers import identifiers
from services.inventory.domain.short_list import ListKind
from shared.bus.envelope import Envelope, Trace
from shared.contracts import helpdesk
from shared.contracts.inventory import DeviceCorrected, DeviceReady, DeviceRegistered
from shared.contracts.vocabulary import Channel, Chassis, DeviceState, Role, Symptom
from shared.runtime.clock import new_id
from tests.services.test_pages import step
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.made_up_loans import a_lent_device, refusal, repaired, told, triaged
from tests.support.pages import Read, Reader, reader
from tests.support.photos import entry_of
from tests.support.slice import a_ready_device, device_now, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

LINES = "SELECT h::text FROM device_history AS h UNION ALL SELECT t::text FROM told_history AS t"
WHAT = {"chassis": "laptop", "maker": "Dell", "model": "Latitude E7240"}


async def came_in(me: Reader, serial: str | None = None) -> Any:
    return await me.staff.did("/inventory/api/devices", content=report(serial))


def page_of(device: Any, rest: str = "") -> str:
    return f"/inventory/devices/{device['id']}{rest}"


async def correct(me: Reader, device: Any, **typed: str) -> str:
    return await me.sent(await me.form(page_of(device, "/facts")), typed)


async def known_by(house: House, service: str, staff: Staff, device: Any) -> tuple[str, str]:
    """Maker and model as another service has them."""
    async with house.services[service].units.open(staff.organisation) as unit:
        query = text("SELECT maker, model FROM known_device WHERE device_id = :device")
        row = (await unit.connection.execute(query, {"device": UUID(device["id"])})).one()
        return row.maker, row.model


async def test_all_facts_on_one_form(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    place = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Rek 3")
    assert await correct(
        me, device, maker="Dell", year="2019", screen="15,6", battery="81", keyboard="azerty", operating_system="Windows 11",
        updated_on="1/2/2026", warranty_until="1/2/2098", looks="b", works="a", place=place, labels="school, actie 2026",
    ) == page_of(device)  # fmt: skip
    shown = (await me.open(page_of(device))).text
    for words in ("Dell ThinkPad X240", "2019", "15,6 inch", "81 procent, gemeten op", "azerty", "Windows 11", "te lang geleden",
                  "B: netjes", "A: alles werkt", "Rek 3", "school", "actie 2026"):  # fmt: skip
        assert words in shown, words
    assert "Gegevens verbeterd: merk, bouwjaar, scherm en nog 9" in shown
    facts = await me.staff.get(f"/inventory/api{page_of(device, '/facts').removeprefix('/inventory')}")
    assert (facts["screen_tenths"], facts["place_id"], facts["labels"]) == (156, place, ["school", "actie 2026"])


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    answer = await me.send(await me.form(page_of(device, "/facts")), {"year": "1066", "labels": "eerste verdieping"})
    shown = Read(answer.text)
    assert (answer.status_code, shown.text.count("Vul een jaar in, zoals 2019")) == (422, 2)
    assert 'value="eerste verdieping"' in answer.text
    assert "#year" in shown.links
    number = await me.send(await me.form(page_of(device, "/facts")), {"labels": "85073003328"})
    assert number.status_code == 422, "a national register number is refused wherever somebody types it"
    assert (await device_now(me.staff, device))["maker"] == "Lenovo"


async def test_it_is_found_by_its_new_words_and_not_by_the_old_ones(house: House) -> None:
    me = reader(house)
    device = await came_in(me, "OUD-123")
    await correct(me, device, maker="Medion", serial="NIEUW-456")
    for word, found in (("medion", 1), ("nieuw-4", 1), ("lenovo", 0), ("oud-1", 0), ("x240", 1), (device["code"], 1)):
        devices = (await me.staff.get(f"/inventory/api/devices?q={word}"))["devices"]
        assert len(devices) == found, word


async def test_the_number_of_its_donor_still_finds_it(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        await unit.intake.identify(UUID(device["id"]), identifiers(None, asset_tag="GEMEENTE-0417"))
    await me.staff.did(f"/inventory/api/devices/{device['id']}/facts", WHAT | {"place_id": None, "labels": ["school"]})
    assert device["code"] in (await me.open("/inventory/devices?q=gemeente-0417")).text


async def test_a_serial_number_that_was_put_right_is_recognised_and_the_wrong_one_is_not(house: House) -> None:
    me = reader(house)
    device = await came_in(me, "WRONG-1")
    await me.staff.did(f"/inventory/api/devices/{device['id']}/facts", WHAT | {"serial": "RIGHT-1"})
    again = await me.staff.post("/inventory/api/devices", content=report("RIGHT-1"))
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "looks_known")
    assert (await came_in(me, "WRONG-1"))["id"] != device["id"]


async def test_others_hear_what_a_later_report_filled_in(house: House) -> None:
    me = reader(house)
    by_hand = {"chassis": "laptop", "maker": "Lenovo", "model": "X240", "count": "1"}
    made = await me.sent(await me.form("/inventory/devices/by-hand"), by_hand)
    await me.sent(await me.form(f"{made}/report"), file=report("LATE-7", memory_gb=16))
    assert [(one.memory_mb, one.processor) for one in await told(house, me.staff, DeviceCorrected)] == [
        (16384, "Intel Core i5-4300U")
    ]


async def test_a_serial_number_belongs_to_one_machine(house: House) -> None:
    me = reader(house)
    first, second = await came_in(me, "EEN"), await came_in(me, "TWEE")
    answer = await me.send(await me.form(page_of(second, "/facts")), {"serial": "EEN"})
    assert (answer.status_code, first["code"] in Read(answer.text).text) == (409, True)
    body = {**WHAT, "maker": "Lenovo", "serial": "EEN"}
    assert await refusal(me.staff, f"/inventory/api/devices/{second['id']}/facts", body) == (409, "serial_elsewhere")
    await me.staff.did(f"/inventory/api/devices/{first['id']}/facts", {**WHAT, "serial": "ANDERS"})
    await me.staff.did(f"/inventory/api/devices/{second['id']}/facts", body)
    assert (await me.staff.post("/inventory/api/devices", content=report("EEN"))).status_code == 409
    assert (await device_now(me.staff, first))["serial"] == "ANDERS"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**WHAT, "chassis": "nonsense"},
        {**WHAT, "maker": " "},
        {**WHAT, "screen_tenths": 9},
        {**WHAT, "price": 100},
        {**WHAT, "updated_on": "2999-01-01"},
        {**WHAT, "labels": ["x" * 25]},
        {**WHAT, "place_id": str(new_id())},
    ],
    ids=["empty", "kind", "blank", "screen", "a field that is not there", "a day to come", "long label", "a place of nobody"],
)
async def test_a_program_is_told_what_is_wrong(house: House, body: dict[str, Any]) -> None:
    me = reader(house)
    device = await came_in(me)
    assert (await me.staff.post(f"/inventory/api/devices/{device['id']}/facts", body)).status_code == 422
    assert await device_now(me.staff, device) == device


async def test_others_hear_of_a_correction(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    await house.run_until_idle()
    await correct(me, device, year="2019")
    assert await told(house, me.staff, DeviceCorrected) == [], "what others need not know is nobody's news"
    await correct(me, device, maker="Dell", model="Latitude E7240")
    await house.run_until_idle()
    for service in ("helpdesk", "loans", "portal"):
        assert await known_by(house, service, me.staff, device) == ("Dell", "Latitude E7240"), service


async def test_a_correction_stays_when_what_is_older_comes_again(house: House) -> None:
    """`device_registered` and `device_corrected` have one key, so the first never comes last; only a replay beside the living
    group brings the old one again."""
    me = reader(house)
    device = await came_in(me)
    await correct(me, device, maker="Dell")
    await house.run_until_idle()
    old = DeviceRegistered(
        device_id=UUID(device["id"]), code=device["code"], chassis=Chassis.LAPTOP, maker="Lenovo", model="ThinkPad X240"
    )
    for service in ("helpdesk", "loans", "portal"):
        running = house.services[service]
        handler = running.service.projects[DeviceRegistered]
        async with running.units.open(me.staff.organisation) as unit:
            await handler(old, unit.because_of(await an_envelope(house, me.staff, sequence=1)))
        assert (await known_by(house, service, me.staff, device))[0] == "Dell", service


async def an_envelope(house: House, staff: Staff, *, sequence: int) -> Any:

    now = house.clock.now()
    return Envelope(new_id(), "x.v1", "/digibank/inventory", new_id(), now, sequence, staff.organisation, Trace(new_id()))


async def test_a_ready_machine_that_is_corrected_says_again_what_it_suits(house: House) -> None:
    me = reader(house)
    device = await a_ready_device(me.staff, memory_gb=16)
    with alone(house, "inventory"):
        await correct(me, device, memory="2")
        ready = (await told(house, me.staff, DeviceReady))[-1]
    assert (ready.memory_mb, (await device_now(me.staff, device))["status"]) == (2048, "ready")


async def test_the_place_is_changed_in_one_go(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    place = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Kast links")
    assert (await step(me, page_of(device), "/place", place=place)).headers["location"] == page_of(device)
    assert "Op zijn plaats gezet: Kast links" in (await me.open(page_of(device))).text
    for wrong in ("geen id", str(new_id())):
        assert (await step(me, page_of(device), "/place", place=wrong)).status_code == 422
    partner = await entry_of(house, me.staff.organisation, ListKind.PARTNER, "Atelier")
    assert (await step(me, page_of(device), "/place", place=partner)).status_code == 422, "a partner is no place"


async def test_a_serial_of_a_report_that_looks_like_a_register_number_stays_and_nobody_types_one(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report("85073003328"))
    address = f"/inventory/api/devices/{device['id']}/facts"
    facts = await me.staff.get(address)
    said = {name: value for name, value in facts.items() if name not in ("id", "partner_id", "out_since")}
    assert (await me.staff.did(address, said | {"model": "ThinkPad X250"}))["serial"] == "85073003328"
    assert (await refusal(me.staff, address, said | {"model": "van 85.07.30-033 28"}))[0] == 422
    assert (await refusal(me.staff, address, said | {"serial": "85.07.30-033 28"}))[0] == 422, "the same, typed by somebody"
    form = await me.form("/inventory/devices/by-hand")
    typed = {"maker": "Acer", "model": "Aspire", "chassis": "laptop", "count": "1"}
    for field in ("serial", "model", "asset_tag"):
        answer = await me.send(form, typed | {field: "85.07.30-033.28"})
        assert (answer.status_code, f"#{field}" in Read(answer.text).links) == (422, True), field


async def test_the_short_lists(house: House) -> None:
    me, address = reader(house), "/inventory/lists"
    form = await me.form(address)
    assert await me.sent(form, {"kind": "place", "name": "  Rek   3 "}) == f"{address}#list-place"
    assert (await me.send(form, {"kind": "place", "name": "  Rek   3 "})).status_code == 303, "the same form twice is once"
    await me.sent(await me.form(address), {"kind": "place", "name": "rek 3"})
    assert (await me.open(address)).text.count("Rek 3") == 4, "once as a row, and on its links and its button"
    answers = [
        await me.send(await me.form(address), {"kind": "partner", "name": name}) for name in ("", "x" * 81, "85.07.30-033.28")
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert (await me.send(await me.form(address), {"kind": "anders", "name": "x"})).status_code == 422
    gone = (await step(me, address, "/remove")).headers["location"]
    assert "staat niet meer op de lijst" in (await me.open(gone)).text
    assert (await step(me, gone, "/put-back")).headers["location"] == f"{address}#list-place"
    assert "Rek 3" in (await me.open(address)).text


async def test_a_name_on_a_short_list_becomes_another_one(house: House) -> None:
    me, other = reader(house), reader(house)
    here = me.staff.organisation
    place = await entry_of(house, here, ListKind.PLACE, "Rek 3")
    await entry_of(house, here, ListKind.PLACE, "Rek 4")
    await entry_of(house, here, ListKind.RECYCLER, "Rek 5")
    address = f"/inventory/lists/{place}/name"
    for name, status in (("", 422), ("x" * 81, 422), ("85.07.30-033.28", 422), ("rek 4", 409)):
        answer = await me.send(await me.form(address, address), {"name": name})
        assert (answer.status_code, "#name" in Read(answer.text).links) == (status, True), name
    assert (await other.http.get(address)).status_code == 404
    assert (await other.send(await other.form("/inventory/lists"), {"kind": "place", "name": "Rek 3"})).status_code == 303
    form = await me.form(address, address)
    for name in ("Rek 5", "REK 5"):  # another list has it, which is fine, and its own name written otherwise is too
        assert (await me.send(form if name == "Rek 5" else await me.form(address, address), {"name": name})).status_code == 303
    assert "REK 5" in (await me.open("/inventory/lists")).text


async def test_out_at_a_partner_and_back(house: House) -> None:
    me = reader(house)
    device = await a_ready_device(me.staff)
    partner = await entry_of(house, me.staff.organisation, ListKind.PARTNER, "Atelier De Schroef")
    nobody = await me.send(await me.form(page_of(device, "/partner")))
    assert (nobody.status_code, "Kies naar welke partner" in nobody.text) == (422, True)
    assert await me.sent(await me.form(page_of(device, "/partner")), {"partner": partner}) == page_of(device)
    shown = await me.open(page_of(device))
    assert "Bij Atelier De Schroef" in shown.text
    assert "Naar een partner: Atelier De Schroef" in shown.text
    assert device["code"] in (await me.open("/inventory/at-partners")).text
    assert (await me.http.get(page_of(device, "/partner"))).status_code == 303, "it is away already"
    assert await refusal(me.staff, f"/inventory/api/devices/{device['id']}/partner", {"partner_id": partner}) == (
        409,
        "wrong_moment",
    )
    assert (await step(me, page_of(device), "/partner/back")).status_code == 303
    assert (await device_now(me.staff, device))["status"] == "ready"
    assert device["code"] not in (await me.open("/inventory/at-partners")).text


async def test_machines_that_were_not_updated_for_long(house: House) -> None:
    """Half a year unless the organisation chose otherwise; without a noted update it counts from the day a family got it."""
    me, address = reader(house), "/inventory/not-updated"
    today = house.clock.now().date()
    old, fresh, never = await came_in(me), await came_in(me), await came_in(me)
    await correct(me, old, updated_on=(today - timedelta(days=200)).isoformat())
    await correct(me, fresh, updated_on=(today - timedelta(days=150)).isoformat())
    with alone(house, "inventory"):
        lent = await a_lent_device(house, me.staff, new_id())
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        await unit.connection.execute(
            text("UPDATE device SET given_out_on = :day WHERE id = :id"),
            {"day": today - timedelta(days=300), "id": UUID(lent["id"])},
        )
    shown = (await me.open(address)).text
    assert [one["code"] in shown for one in (old, fresh, never, lent)] == [True, False, False, True]
    assert shown.index(lent["code"]) < shown.index(old["code"]), "who waits longest comes first"
    assert "Langer dan 6 maanden" in shown
    answer = await step(me, address, f"{old['id']}/updated", **{"from": "list"})
    assert answer.headers["location"] == address
    assert old["code"] not in (await me.open(address)).text
    assert "Updates gedaan" in (await me.open(page_of(old))).text
    await set_update_months(house, me.staff, 4)
    assert fresh["code"] in (await me.open(address)).text
    assert "Langer dan 4 maanden" in (await me.open(f"{address}?after=onzin")).text
    looker = reader(house, house.sign_in(me.staff.organisation, Role.COORDINATOR))
    assert not [form for form in (await looker.open(address)).forms if form.action.endswith("/updated")]


async def set_update_months(house: House, staff: Staff, months: int) -> None:
    from shared.contracts.portal import OrganisationChanged
    from shared.contracts.rhythm import RhythmWish

    changed = OrganisationChanged(organisation_id=staff.organisation, title="De Brug", rhythm=RhythmWish(update_months=months))
    await house.publish("portal", staff.organisation, changed)
    await house.run_until_idle()


async def test_the_story_of_a_machine(house: House) -> None:
    """What people did, what followed, and what helpdesk told, newest first and in words; who, as others see it."""
    me, loan, ticket = reader(house), new_id(), new_id()
    with alone(house, "inventory"):
        device = await a_lent_device(house, me.staff, loan)
        opened = helpdesk.TicketOpened(
            ticket_id=ticket, device_id=UUID(device["id"]), household_id=new_id(), symptom=Symptom.SCREEN, channel=Channel.COUNTER
        )
        await they_publish(house, me.staff.organisation, opened, triaged(device, ticket), repaired(device, ticket))
    shown = (await me.open(page_of(device, "/history"))).text
    story = [
        "Hersteld", "Hulp: we herstellen het", "Vraag om hulp: scherm", "Meegegeven met een gezin", "Gereserveerd voor een gezin",
        "Klaargezet", "Nagekeken dat een schijf leeg is", "Genoteerd hoe een schijf gewist is", "Binnengekomen",
    ]  # fmt: skip
    assert sorted(story, key=shown.rindex) == story
    assert ", jij" in shown
    colleague = await reader(house, house.sign_in(me.staff.organisation, Role.REPAIRER)).open(page_of(device, "/history"))
    assert (", een collega" in colleague.text, ", jij" in colleague.text) == (True, False)
    assert f"/helpdesk/tickets/{ticket}" in colleague.links
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        rows = await unit.connection.execute(
            text("SELECT h::text FROM device_history AS h UNION ALL SELECT t::text FROM told_history AS t")
        )
        said = " ".join(rows.scalars())
    assert str(opened.household_id) not in said
    assert str(loan) not in said


async def test_a_long_story_goes_on_on_the_next_page(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    await me.staff.did(f"/inventory/api/devices/{device['id']}/facts", WHAT)
    for year in range(1990, 2020):
        await me.staff.did(f"/inventory/api/devices/{device['id']}/facts", {**WHAT, "year": year})
    first = await me.open(page_of(device, "/history"))
    following = next(link for link in first.links if "before=" in link)
    second = await me.open(following)
    assert (first.text.count("bouwjaar"), second.text.count("bouwjaar")) == (25, 5)
    assert "Binnengekomen" in second.text
    assert "Toon alles wat er gebeurde" in (await me.open(page_of(device))).text
    for nonsense in ("x", "2026_x", "2026-01-01_" + device["id"], "9" * 300):
        assert (await me.open(page_of(device, f"/history?before={nonsense}"))).text


async def test_what_helpdesk_told_can_be_read_again(house: House) -> None:
    me, ticket = reader(house), new_id()
    device = await came_in(me)
    with alone(house, "inventory"):
        await they_publish(house, me.staff.organisation, triaged(device, ticket))
        before = (await me.open(page_of(device, "/history"))).text
        assert await house.services["inventory"].replay(house.transport) > 0
    assert (await me.open(page_of(device, "/history"))).text == before


async def test_a_step_that_was_not_taken_is_no_part_of_the_story(house: House) -> None:
    me = reader(house)
    device = await came_in(me)
    assert (await me.staff.post(f"/inventory/api/devices/{device['id']}/ready")).status_code == 409
    shown = (await me.open(page_of(device, "/history"))).text
    assert "Klaargezet" not in shown
    assert (await device_now(me.staff, device))["status"] == DeviceState.ARRIVED.value
