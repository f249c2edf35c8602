"""Two people have the same form open: nobody loses without a word what the other one saved."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.inventory.commands.arrange_checklist import ArrangeChecklist, arrange_checklist
from services.inventory.commands.change_kits import SaveKit, save_kit
from services.inventory.commands.change_lot import ChangeLot, change_lot
from services.inventory.commands.change_sims import ChangeSim, change_sim
from services.inventory.commands.change_things import ChangeThing, change_thing
from services.inventory.commands.change_use import ChangeUse, change_use
from services.inventory.commands.correct_device import CorrectDevice, correct_device
from services.inventory.commands.finish_checklist import FinishChecklist, finish_check
from services.inventory.commands.open_lot import OpenLot
from services.inventory.commands.prepare_along import PrepareAlong, prepare_along
from services.inventory.domain.checklist import Line, Phase
from services.inventory.domain.lot import DataAgreement, DonorKind
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.domain.thing import ThingKind
from shared.contracts.vocabulary import Chassis, UseProfile
from tests.services.test_inventory_accessories import ICCID, a_hotspot, a_thing
from tests.services.test_inventory_board import wiped
from tests.support.house import House, today
from tests.support.pages import Form, Read, Reader, reader
from tests.support.slice import a_ready_device, device_now, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

ASKED = "Een collega paste dit net ook aan"


@pytest.fixture(params=["tapped once", "tapped twice"], autouse=True)
def taps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever taps twice hears what who taps once hears, and never that a colleague was faster."""
    once = Reader.send

    async def twice(me: Reader, form: Form, answers: Any = None, **files: Any) -> httpx.Response:
        heard = await asyncio.gather(*(once(me, form, answers, **files) for _ in range(2)))
        heard.append(await once(me, form, answers, **files))
        assert len({(one.status_code, one.headers.get("location")) for one in heard}) == 1, [Read(one.text).text for one in heard]
        return heard[-1]

    if request.param == "tapped twice":
        monkeypatch.setattr(Reader, "send", twice)


async def two(house: House) -> tuple[Reader, Reader]:
    me = reader(house)
    return me, reader(house, me.staff)


async def asked(me: Reader, form: Form, answers: dict[str, Any], words: str, address: str) -> Form:
    """Send a form that clashes: the page asks, says what a colleague wrote, and holds what was typed. Gives it again."""
    answer = await me.http.post(form.action, data=form.fields | answers)
    shown = Read(answer.text)
    assert (answer.status_code, ASKED in shown.text, words in shown.text) == (409, True, True), shown.text
    return next(one for one in shown.forms if one.action == address)


async def test_what_is_said_of_a_thing(house: House) -> None:
    mine, theirs = await two(house)
    thing = await a_thing(mine.staff, name="rugzak", lowest=2)
    address = f"/inventory/things/{thing['id']}/change"
    old = await mine.form(address)
    typed = {"name": "rugzak", "lowest": "2"}
    await theirs.sent(await theirs.form(address), typed | {"lowest": "5"})
    await mine.sent(old, typed | {"name": "rugzak blauw"})
    now = await mine.staff.get(f"/inventory/api/things/{thing['id']}")
    assert (now["name"], now["lowest"]) == ("rugzak blauw", 5), "each changed something else: both stay"

    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"name": "rugzak rood", "lowest": "5"})
    again = await asked(mine, old, {"name": "rugzak groen", "lowest": "5"}, "hier net: rugzak rood", address)
    assert (await mine.staff.get(f"/inventory/api/things/{thing['id']}"))["name"] == "rugzak rood", "nothing is kept yet"
    await mine.sent(again, {"name": "rugzak groen", "lowest": "5"})
    assert (await mine.staff.get(f"/inventory/api/things/{thing['id']}"))["name"] == "rugzak groen"


async def test_a_sim_card_and_where_it_sits(house: House) -> None:
    mine, theirs = await two(house)
    sim = await mine.staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID})
    address = f"/inventory/sims/{sim['id']}"
    typed = {"provider": "Orange", "data": "", "valid_until": ""}
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), typed | {"valid_until": "3/2/2027"})
    await mine.sent(old, typed | {"data": "20"})
    [now] = (await mine.staff.get("/inventory/api/sims"))["sims"]
    assert (now["valid_until"], now["data_mb"]) == ("2027-02-03", 20_000)
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), typed | {"data": "20", "valid_until": "3/3/2027"})
    await asked(mine, old, typed | {"data": "20", "valid_until": "4/4/2027"}, "hier net: 3/3/2027", address)

    first, second = await a_hotspot(house, mine.staff), await a_hotspot(house, mine.staff)
    put_in = f"{address}/put-in"
    old = await mine.form(address, put_in)
    await theirs.sent(await theirs.form(address, put_in), {"device": first["code"]})
    answer = await mine.send(old, {"device": second["code"]})
    assert answer.status_code == 409
    assert f"stak de kaart intussen in toestel {first['code']}" in Read(answer.text).text
    again = next(one for one in Read(answer.text).forms if one.action == put_in)
    await mine.sent(again, {"device": second["code"]})
    [now] = (await mine.staff.get("/inventory/api/sims"))["sims"]
    assert now["device_id"] == second["id"]


async def test_a_kit_keeps_what_both_ticked_and_says_that_it_is_gone(house: House) -> None:
    mine, theirs = await two(house)
    kit = await mine.staff.did("/inventory/api/kits", {"name": "School", "chassis": "laptop", "kinds": ["bag"]})
    page, address = f"/inventory/kits?kit={kit['id']}", "/inventory/kits"
    old = await mine.form(page, address)
    typed: dict[str, Any] = {"name": "School", "chassis": "laptop"}
    await theirs.sent(await theirs.form(page, address), typed | {"kinds": ["bag", "mouse"]})
    await mine.sent(old, typed | {"kinds": ["charger", "bag"]})
    [now] = (await mine.staff.get("/inventory/api/kits"))["kits"]
    assert now["kinds"] == ["charger", "mouse", "bag"]
    old = await mine.form(page, address)
    await theirs.sent(await theirs.form(page, address), typed | {"kinds": ["charger", "mouse", "bag"], "chassis": "tablet"})
    both: dict[str, Any] = {"name": "School", "chassis": "desktop", "kinds": ["charger", "mouse", "bag"]}
    await asked(mine, old, both, "hier net: Tablet", address)
    await theirs.sent(await theirs.form(page, f"/inventory/kits/{kit['id']}/remove"))
    answer = await mine.send(old, both)
    assert (answer.status_code, "haalde dit setje intussen weg" in Read(answer.text).text) == (409, True)
    assert (await mine.staff.get("/inventory/api/kits"))["kits"] == [], "it does not come back without a word"
    again = next(one for one in Read(answer.text).forms if one.action == address)
    await mine.sent(again, both)
    assert len((await mine.staff.get("/inventory/api/kits"))["kits"]) == 1


async def test_a_use_and_its_programs(house: House) -> None:
    mine, theirs = await two(house)
    address = "/inventory/uses/work"
    start = await mine.form(address)
    programs = {name: words for name, words in start.fields.items() if name.startswith(("software-", "licence-"))}
    await mine.sent(start, programs | {"minimum-memory_gb": "4", "software-0": "LibreOffice", "software-1": "", "software-2": ""})
    shown, old = await fields(mine, address), await mine.form(address)
    await theirs.sent(await theirs.form(address), shown | {"software-1": "Signal", "minimum-from_year": "2015"})
    await mine.sent(old, shown | {"minimum-camera": "yes"})
    now = (await mine.staff.get("/inventory/api/uses"))["uses"]
    use = now["work"]
    assert [one["name"] for one in use["software"]] == ["LibreOffice", "Signal"], (
        "an empty row says nothing of what stands there now"
    )
    assert (use["minimum"]["camera"], use["minimum"]["from_year"]) == (True, 2015)
    shown = await fields(mine, address)
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), shown | {"minimum-memory_gb": "8"})
    again = await asked(mine, old, shown | {"minimum-memory_gb": "6"}, "hier net: 8", address)
    await mine.sent(again, shown | {"minimum-memory_gb": "6"})


async def fields(me: Reader, address: str) -> dict[str, str]:
    """What a browser would send of a use: what is typed, and what is ticked."""
    html = (await me.http.get(address)).text
    found = {}
    for piece in html.split("<input ")[1:]:
        tag = piece.partition(">")[0]
        name, value = (tag.partition(f'{one}="')[2].partition('"')[0] for one in ("name", "value"))
        kind = tag.partition('type="')[2].partition('"')[0]
        if kind == "text" or (kind == "checkbox" and " checked" in tag):
            found[name] = value
    return found


async def test_a_list_of_the_workbench_keeps_what_both_did(house: House) -> None:
    mine, theirs = await two(house)
    address = "/inventory/checklists/check"
    names = [line.name for line in await lines(house, mine)]
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"line": names, "on": names, "added": "scharnier"})  # type: ignore[dict-item]
    await mine.sent(old, {"line": names, "on": [name for name in names if name != "camera"], "do": "up:clean"})  # type: ignore[dict-item]
    now = await lines(house, mine)
    assert [line.name for line in now] == [*names[:-2], "clean", names[-2], "scharnier"], "the line of a colleague stays"
    assert [line.name for line in now if not line.is_on] == ["camera"]
    await theirs.sent(
        await theirs.form(address),
        {"line": [one.name for one in now], "on": [one.name for one in now], "do": "remove:scharnier"},  # type: ignore[dict-item]
    )
    assert [line.name for line in await lines(house, mine) if not line.is_on] == []


async def test_the_name_of_a_place(house: House) -> None:
    mine, theirs = await two(house)
    location = await mine.sent(await mine.form("/inventory/lists"), {"kind": "place", "name": "Kast 1"})
    [address] = {link for link in (await mine.open(location)).links if link.endswith("/name")}
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"name": "Kast A"})
    await mine.sent(old, {"name": "Kast 1"})
    assert "Andere naam voor Kast A" in (await mine.open(address)).text, "who typed nothing gives nothing back"
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"name": "Kast links"})
    again = await asked(mine, old, {"name": "Kast rechts"}, "hier net: Kast links", address)
    await mine.sent(again, {"name": "Kast rechts"})
    assert "Andere naam voor Kast rechts" in (await mine.open(address)).text


async def lines(house: House, me: Reader) -> list[Line]:
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        return list(await unit.checklists.get(Phase.CHECK))


async def test_the_list_of_one_machine(house: House) -> None:
    """The board is worked at with many hands: who saw a flat battery is not overruled by a page that was open before."""
    mine, theirs = await two(house)
    device = await wiped(mine.staff)
    address = f"/inventory/devices/{device['id']}/checked"
    every = [line.name for line in await lines(house, mine) if line.is_for(Chassis.LAPTOP)]
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"ticked": [name for name in every if name != "battery"]})  # type: ignore[dict-item]
    all_fine: dict[str, Any] = {"ticked": every}
    again = await asked(mine, old, all_fine, "niet in orde", address)
    now = await device_now(mine.staff, device)
    assert (now["stage"], now["missing"]) == ("wiped", ["battery"])
    await mine.sent(again, all_fine)
    assert (await device_now(mine.staff, device))["stage"] == "checked", "they looked again"


async def test_facts_and_a_lot_ask_before_one_of_the_two_is_lost(house: House) -> None:
    mine, theirs = await two(house)
    device = await mine.staff.did("/inventory/api/devices", content=report())
    address = f"/inventory/devices/{device['id']}/facts"
    old, typed = await mine.form(address), {"maker": "Lenovo", "model": "ThinkPad X240", "memory": "8"}
    await theirs.sent(await theirs.form(address), typed | {"model": "ThinkPad X250", "looks": "a"})
    again = await asked(mine, old, typed | {"model": "ThinkPad X260", "looks": "c"}, "hier net: A: als nieuw", address)
    assert (await device_now(mine.staff, device))["model"] == "ThinkPad X250"
    await mine.sent(again, typed | {"model": "ThinkPad X260", "looks": "c"})
    assert (await device_now(mine.staff, device))["model"] == "ThinkPad X260"

    gift = {"donor": "School Zuid", "kind": "school", "received_on": "2026-03-02", "agreement": "we_wipe", "source": "Gent"}
    lot = await mine.staff.did("/inventory/api/lots", gift | {"expected": 20})
    address, typed = f"/inventory/lots/{lot['id']}/change", gift | {"expected": "20"}
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), typed | {"received_on": "2026-03-05"})
    await asked(mine, old, typed | {"received_on": "2026-03-09"}, "5/3/2026", address)


async def test_what_lies_ready_with_a_machine(house: House) -> None:
    mine, theirs = await two(house)
    device = await a_ready_device(mine.staff)
    red, blue = await a_thing(mine.staff, "bag", name="rood"), await a_thing(mine.staff, "bag", name="blauw")
    mouse = await a_thing(mine.staff, "mouse")
    address = f"/inventory/devices/{device['id']}/along"
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"bag": red["id"], "mouse": ""})
    again = await asked(mine, old, {"bag": blue["id"], "mouse": ""}, "hier net: rood", address)
    await mine.sent(again, {"bag": blue["id"], "mouse": ""})
    old = await mine.form(address)
    await theirs.sent(await theirs.form(address), {"bag": "", "mouse": ""})
    await mine.sent(old, {"bag": blue["id"], "mouse": mouse["id"]})
    lines = (await mine.staff.get(f"/inventory/api/devices/{device['id']}/along"))["lines"]
    assert [one["kind"] for one in lines] == ["mouse"], "the bag was left alone here, and a colleague took it away"


async def test_in_the_very_same_moment_one_of_the_two_is_asked(house: House) -> None:
    """After a form was compared a colleague may still save before it is kept: the rule itself looks again, behind a lock."""
    me = reader(house)
    thing = await a_thing(me.staff)
    sim = await me.staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID})
    kit = await me.staff.did("/inventory/api/kits", {"name": "School", "chassis": "laptop", "kinds": ["bag"]})
    device = await wiped(me.staff)
    other = await a_ready_device(me.staff)
    gift = {"kind": "private_person", "donor": "", "received_on": "2026-03-02", "agreement": "we_wipe"}
    lot = await me.staff.did("/inventory/api/lots", gift)
    units = house.services["inventory"].units
    async with units.open(me.staff.organisation) as unit:
        said = (await unit.things.see(UUID(thing["id"]))).said
        agreed = (await unit.sims.get(UUID(sim["id"]))).agreed
        seen_kit = await unit.things.kit(UUID(kit["id"]))
        use = (await unit.uses.all())[UseProfile.WORK]
        check = await unit.checklists.get(Phase.CHECK)
        facts = (await unit.devices.get(UUID(device["id"]))).facts
        seen_lot = await unit.intake.lot(UUID(lot["id"]))
    own = [Line("scharnier"), *check]
    changed = replace(use, software=())
    away = OpenLot(DonorKind.PRIVATE_PERSON, "", today(house), "Gent", DataAgreement.WE_WIPE, 3)
    looked_at = {line.name: "" for line in check if line.is_for(Chassis.LAPTOP)}
    by = uuid4()
    commands: list[Any] = [
        lambda unit: change_thing(ChangeThing(UUID(thing["id"]), uuid4().hex, None, None, 1, said), unit),
        lambda unit: change_sim(ChangeSim(UUID(sim["id"]), uuid4().hex[:9], None, None, agreed), unit),
        lambda unit: save_kit(SaveKit(uuid4().hex, Chassis.LAPTOP, [ThingKind.BAG], UUID(kit["id"]), seen_kit), unit),
        lambda unit: change_use(ChangeUse(UseProfile.WORK, changed, use), unit),
        lambda unit: correct_device(CorrectDevice(UUID(device["id"]), replace(facts, model=uuid4().hex), facts), unit),
        lambda unit: finish_check(FinishChecklist(UUID(device["id"]), ["screen"], False, by, looked_at), unit),
        lambda unit: arrange_checklist(ArrangeChecklist(Phase.CHECK, own, check), unit),
        lambda unit: change_lot(ChangeLot(UUID(lot["id"]), away, seen_lot), unit),
        lambda unit: prepare_along(PrepareAlong(UUID(other["id"]), [UUID(thing["id"])], [], []), unit),
    ]  # fmt: skip

    async def run(command: Any) -> bool:
        try:
            async with units.open(me.staff.organisation) as unit:
                await command(unit)
        except ChangedMeanwhile:
            return False
        return True

    for number, command in enumerate(commands):
        assert sorted(await asyncio.gather(run(command), run(command))) == [False, True], number
