"""What a use wishes of a machine is the organisation's to say, and everybody hears how a ready machine fits and why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.inventory.commands.correct_device import CorrectDevice, correct_device
from services.inventory.domain.details import Details
from services.inventory.domain.use_profile import DEFAULTS, MOST_SOFTWARE
from services.inventory.web.use_forms import form_of
from services.loans.queries.known import get_known_device
from shared.contracts.inventory import DeviceReady, FitReason
from shared.contracts.vocabulary import Chassis, DeviceState, FitAspect, FitVerdict, Role, UseProfile
from shared.runtime.clock import new_id
from tests.support.house import House, Staff
from tests.support.pages import reader
from tests.support.slice import a_ready_device, ask, assert_kept_for, device_now, published, report, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

USES = "/inventory/api/uses"


async def choose(staff: Staff, profile: str, minimum: dict[str, Any], comfortable: dict[str, Any] | None = None) -> Any:
    return await staff.did(f"{USES}/{profile}", {"minimum": minimum, "comfortable": comfortable or {}, "software": []})


async def test_what_is_usual_counts_until_somebody_chooses_and_again_after(house: House) -> None:
    staff, others = house.sign_in(), house.sign_in()
    usual = await staff.get(USES)
    assert (set(usual["uses"]), usual["chosen"]) == ({profile.value for profile in UseProfile}, [])
    chosen = await choose(staff, "work", {"memory_gb": 6, "camera": True})
    assert chosen["comfortable"]["camera"], "comfort asks what the minimum asks"
    now = await staff.get(USES)
    assert (now["chosen"], now["uses"]["work"]) == (["work"], chosen)
    assert await others.get(USES) == usual
    assert await staff.did(f"{USES}/work/reset") == usual["uses"]["work"]
    assert await staff.get(USES) == usual
    assert await staff.did(f"{USES}/work", usual["uses"]["work"]) == usual["uses"]["work"]
    assert (await staff.get(USES))["chosen"] == [], "who chooses what is usual chose nothing"


async def test_what_makes_no_sense_changes_nothing(house: House) -> None:
    staff = house.sign_in()
    bodies: list[Any] = [
        {"minimum": {"memory_gb": 8}, "comfortable": {"memory_gb": 4}},
        {"minimum": {"memory_gb": 5000}, "comfortable": {}},
        {"minimum": {"screen": [160, 120]}, "comfortable": {}},
        {"minimum": {"keyboard": "dvorak"}, "comfortable": {}},
        {"minimum": {}, "comfortable": {}, "software": [{"name": f"p{number}"} for number in range(MOST_SOFTWARE + 1)]},
        {"minimum": {}, "comfortable": {}, "software": [{"name": "85.07.30-033.28"}]},
        {"minimum": {}, "comfortable": {}, "software": [{"name": "een\x00twee"}]},
        {"minimum": {"memory_gb": "veel"}, "comfortable": {}},
        {},
        None,
    ]
    for body in bodies:
        answer = await staff.post(f"{USES}/work", body)
        assert answer.status_code == 422, (body, answer.text)
    assert (await staff.post(f"{USES}/spelen", {"minimum": {}, "comfortable": {}})).status_code in (404, 422)
    assert (await staff.get(USES))["chosen"] == []


async def test_a_machine_says_how_it_fits_and_the_counter_shows_why(house: House) -> None:
    staff = house.sign_in(None, *Role)
    request, device = await ask(staff), await a_ready_device(staff)
    fit = await staff.get(f"/inventory/api/devices/{device['id']}/fit")
    assert fit["fits"]["secondary_school"]["score"] == 2
    assert {"about": "screen", "verdict": "unknown", "amount": None} in fit["fits"]["secondary_school"]["why"]
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    loan = (await request_now(staff, request))["loan_id"]
    for address in (f"/loans/requests/{request['id']}", f"/loans/loans/{loan}"):
        page = (await reader(house, staff).open(address)).text
        assert (
            "Omdat: 8 GB geheugen is comfortabel, het kan mee op weg, een schijf van 250 GB is ruim, een snelle schijf en" in page
        )
        assert "en een camera met microfoon." in page
        assert "Let op: scherm niet bekend en bouwjaar niet bekend." in page
        assert "We houden het apart tot en met" in page
    shown = (await reader(house, staff).open(f"/inventory/devices/{device['id']}/fit")).text
    assert "8 GB geheugen is meer dan nodig" in shown, "for a child in primary school"


async def test_when_a_use_wishes_less_waiting_families_are_matched_again(house: House) -> None:
    """Nobody touches the machine: it is judged again, and found for who waited."""
    staff = house.sign_in()
    device, request = await a_ready_device(staff, memory_gb=4), await ask(staff)
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "waiting", "4 GB will do, and is offered to nobody by itself"
    await choose(staff, "secondary_school", {"memory_gb": 4})
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_only_machines_that_fit_otherwise_say_so_again_and_a_kept_one_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.inventory.commands.judge_again.BATCH", 2)
    staff = house.sign_in()
    request = await ask(staff)
    kept = await a_ready_device(staff)
    await house.run_until_idle()
    large = [await a_ready_device(staff, memory_gb=16) for _ in range(3)]
    small = [await a_ready_device(staff, memory_gb=4) for _ in range(3)]
    await house.run_until_idle()
    told = (await published(house, staff, "inventory")).count("device_ready")
    await choose(staff, "study_design", {"memory_gb": 6}, {"memory_gb": 16})
    await house.run_until_idle()
    again = (await published(house, staff, "inventory")).count("device_ready") - told
    assert again == len(large) + len(small), "all of them: what the use wishes of the drive is not asked any more"
    await choose(staff, "study_design", {"memory_gb": 12}, {"memory_gb": 16})
    await house.run_until_idle()
    assert (await published(house, staff, "inventory")).count("device_ready") == told + again, "nobody fits otherwise than before"
    await choose(staff, "secondary_school", {"memory_gb": 64})
    await house.run_until_idle()
    await assert_kept_for(staff, kept, request)


async def test_a_machine_that_became_ready_in_that_very_moment_is_judged_too(house: House) -> None:
    """The other order: `make_ready` read the old wishes, and commits after the first round looked."""
    staff = house.sign_in()
    device = await a_ready_device(staff)
    inventory = house.services["inventory"]
    await choose(staff, "work", {"memory_gb": 64})
    async with inventory.units.open(staff.organisation) as unit:
        late = await unit.devices.get(UUID(device["id"]))
        late.status, late.told_fit = DeviceState.ARRIVED, None
        await unit.devices.save(late)
    await house.run_until_idle()  # the first round does not see it
    async with inventory.units.open(staff.organisation) as unit:
        late = await unit.devices.get(UUID(device["id"]))
        late.status, late.told_fit = DeviceState.READY, "what was told"
        await unit.devices.save(late)
    told = (await published(house, staff, "inventory")).count("device_ready")
    house.clock.move(timedelta(minutes=2))
    await house.run_until_idle()
    assert (await published(house, staff, "inventory")).count("device_ready") == told + 1


def ready(device_id: UUID, why: dict[UseProfile, tuple[FitReason, ...]] | None) -> DeviceReady:
    return DeviceReady(
        device_id=device_id,
        code="KX4-72M",
        chassis=Chassis.LAPTOP,
        maker="Lenovo",
        model="X240",
        memory_mb=8192,
        fit={UseProfile.WORK: 2},
        why=why,
    )


async def test_the_newest_reasons_count_and_an_older_release_tells_none(house: House) -> None:
    staff, device_id = house.sign_in(), new_id()
    enough = FitReason(about=FitAspect.CAMERA, verdict=FitVerdict.ENOUGH)
    known = FitReason(about=FitAspect.CAMERA, verdict=FitVerdict.COMFORTABLE)
    for reason in (enough, known):
        await house.publish("inventory", staff.organisation, ready(device_id, {UseProfile.WORK: (reason,)}))
        await house.run_until_idle()
        async with house.services["loans"].units.open(staff.organisation) as unit:
            seen = await get_known_device(unit, device_id)
            assert seen is not None
            assert (seen.fits[UseProfile.WORK].score, seen.fits[UseProfile.WORK].why) == (2, (reason,))
    await house.publish("inventory", staff.organisation, ready(device_id, None))
    await house.run_until_idle()
    async with house.services["loans"].units.open(staff.organisation) as unit:
        seen = await get_known_device(unit, device_id)
        assert seen is not None
        assert seen.fits == {}


async def test_staff_change_a_use_on_its_page_and_see_what_was_wrong(house: House) -> None:
    staff = house.sign_in()
    me = reader(house, staff)
    shown = (await me.open("/inventory/uses")).text
    assert "4 GB geheugen" in shown
    address = "/inventory/uses/work"
    usual = form_of(DEFAULTS[UseProfile.WORK])
    typed = {"minimum-memory_gb": "acht", "minimum-screen": "13"}
    wrong = await me.send(await me.form(address), usual | typed)
    assert wrong.status_code == 422
    assert "Vul een geheel getal in" in wrong.text
    assert "acht" in wrong.text, "what was typed stays"
    assert "Vul twee maten in" in wrong.text
    less = await me.http.post(address, data=(await me.form(address)).fields | usual | {"comfortable-memory_gb": "2"})
    assert (less.status_code, "Dit kan niet kloppen" in less.text) == (422, True)
    typed = {"minimum-memory_gb": "6", "comfortable-screen": "13,3", "comfortable-screen-most": "15,6", "software-0": "Kassa"}
    await me.sent(await me.form(address), usual | typed)
    shown = (await me.open("/inventory/uses")).text
    assert "6 GB geheugen" in shown
    assert "een scherm van 13,3 tot 15,6 inch" in shown
    assert "Kassa" in shown
    assert "eigen keuze" in shown
    await me.sent(await me.form(f"{address}/reset"), {})
    assert "eigen keuze" not in (await me.open("/inventory/uses")).text
    assert (await me.http.get("/inventory/uses/spelen")).status_code == 404


async def test_a_machine_is_meant_for_uses_and_needs_their_software(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    me, address = reader(house, staff), f"/inventory/devices/{device['id']}/fit"
    form = await me.form(address, address.replace("/fit", "/meant-for"))
    answer = await me.http.post(form.action, data=form.fields | {"profile": ["work", "primary_school", "spelen"]})
    assert answer.status_code == 303
    fit = await staff.get(f"/inventory/api/devices/{device['id']}/fit")
    assert fit["meant_for"] == ["primary_school", "work"]
    names = [one["name"] for one in fit["software"]]
    assert names[:2] == ["Firefox", "GCompris"]
    assert len(set(names)) == len(names)
    assert "eID-software" in (await me.open(address)).text
    assert (await device_now(staff, device))["status"] == "ready"


async def test_installed_means_that_every_program_of_what_it_is_meant_for_is_ticked(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    address = f"/inventory/api/devices/{device['id']}"
    for drive in device["drives"]:
        await staff.did(f"{address}/drives/{drive['id']}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
        await staff.colleague.did(f"{address}/drives/{drive['id']}/check")
    await staff.did(f"{address}/checked", {})
    await staff.did(f"{address}/installed", {})
    await staff.did(f"{address}/meant-for", {"profiles": ["work"]})
    refused = await staff.post(f"{address}/ready")
    assert refused.status_code == 409, "programs came in by it that nobody installed"
    me, page = reader(house, staff), f"/inventory/devices/{device['id']}/installed"
    assert "eID-software" in (await me.open(page)).text
    usual = [one["name"] for one in (await staff.get(f"{address}/fit"))["software"]]
    lines = (await staff.get("/inventory/api/checklists/install"))["lines"]
    ours = [line["name"] for line in lines]
    await staff.did(f"{address}/installed", {"ticked": ours + usual[:-1]})
    assert (await staff.post(f"{address}/ready")).status_code == 409
    await staff.did(f"{address}/installed", {"ticked": ours + usual})
    assert (await staff.did(f"{address}/ready"))["status"] == "ready"
    await staff.did(f"{address}/meant-for", {"profiles": ["study_design"]})
    assert (await device_now(staff, device))["status"] == "ready", "what is ready stays so"


async def test_a_fact_that_is_put_right_is_told_when_the_machine_fits_otherwise(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    inventory = house.services["inventory"]
    told = (await published(house, staff, "inventory")).count("device_ready")
    known = Details(screen_tenths=140, year=2020)
    for details in (known, replace(known, labels=("rek 3",))):
        async with inventory.units.open(staff.organisation) as unit:
            facts = replace((await unit.devices.get(UUID(device["id"]))).facts, details=details)
            await correct_device(CorrectDevice(UUID(device["id"]), facts), unit)
        assert (await published(house, staff, "inventory")).count("device_ready") == told + 1
    fit = await staff.get(f"/inventory/api/devices/{device['id']}/fit")
    assert fit["fits"]["secondary_school"]["score"] == 3
