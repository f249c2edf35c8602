"""Drives are swapped at the workbench; a loose one is wiped or destroyed; the donor gets it on paper."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.services.test_pages import step
from tests.support import paper
from tests.support.colleagues import alone, they_publish
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device, ended, refusal
from tests.support.pages import Reader, reader
from tests.support.slice import a_ready_device, device_now, made_ready, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


def page_of(device: Any) -> str:
    return f"/inventory/devices/{device['id']}"


async def taken_out(me: Reader, device: Any) -> str:
    """Its first drive is out; the address of the drive's page."""
    answer = await step(me, f"{page_of(device)}/swap", "/take-out")
    assert answer.status_code == 303, answer.text
    return f"/inventory/drives/{device['drives'][0]['id']}"


async def text_of(me: Reader, address: str) -> str:
    """The words of a PDF."""
    answer = await me.http.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    return paper.text_of(answer.content)


async def test_a_drive_goes_from_one_machine_to_another_with_its_evidence(house: House) -> None:
    me = reader(house)
    giver, taker = await a_ready_device(me.staff), await me.staff.did("/inventory/api/devices", content=report())
    drive = await taken_out(me, giver)
    assert (await device_now(me.staff, giver))["status"] == "arrived"
    assert drive in (await me.open("/inventory/drives")).links
    assert "Leeg en nagekeken" in (await me.open(drive)).text
    await taken_out(me, taker)
    loose = drive.rpartition("/")[2]
    assert (await step(me, f"{page_of(taker)}/swap", "/put-in")).status_code == 422
    assert (await step(me, f"{page_of(taker)}/swap", "/put-in", drive=loose)).status_code == 303
    seen = await device_now(me.staff, taker)
    assert [(one["id"], one["wipe_checked"]) for one in seen["drives"]] == [(loose, True)]
    assert drive not in (await me.open("/inventory/drives")).links
    shown = (await me.open(drive)).text
    assert f"uit toestel {giver['code']} gehaald" in shown
    assert f"in toestel {taker['code']} gestoken" in shown
    assert (await made_ready(me.staff, f"/inventory/api/devices/{taker['id']}"))["status"] == "ready"
    answer = await step(me, f"{page_of(giver)}/swap", "/add-drive", medium="ssd", capacity="240 GB", serial="NEW-1", new="yes")
    assert answer.status_code == 303
    [new] = (await device_now(me.staff, giver))["drives"]
    assert (new["serial"], new["capacity_gb"], new["is_new"], new["wiped"]) == ("NEW-1", 240, True, False)
    wrong = await step(me, f"{page_of(giver)}/swap", "/add-drive", medium="floppy", capacity="veel", new="misschien")
    assert (wrong.status_code, wrong.text.count("Kies de soort schijf") > 0) == (422, True)


async def test_no_drive_leaves_before_the_question_about_files(house: House) -> None:
    me, loan = reader(house), new_id()
    device = await a_lent_device(house, me.staff, loan)
    assert "ligt nu niet vrij" in (await me.open(f"{page_of(device)}/swap")).text
    await they_publish(house, me.staff.organisation, ended(loan, device))
    await me.staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    shown = await me.open(f"{page_of(device)}/swap")
    assert "Zonder antwoord gaat er geen schijf uit" in shown.text
    assert not [form for form in shown.forms if form.action.startswith(page_of(device))]
    form = (await me.form("/inventory/wipe-evidence")).fields
    drive = device["drives"][0]["id"]
    for action in (f"drives/{drive}/take-out", "add-drive", "put-in"):
        sent = form | {"form_key": str(new_id()), "medium": "ssd", "new": "yes", "drive": str(new_id())}
        answer = await me.http.post(f"{page_of(device)}/{action}", data=sent)
        assert answer.status_code in (404, 409), action
        assert action == "put-in" or "Vraag eerst: zullen we je bestanden bewaren?" in answer.text
    assert [one["id"] for one in (await device_now(me.staff, device))["drives"]] == [drive]


async def test_a_loose_drive_is_wiped_or_destroyed_by_two_people(house: House) -> None:
    me = reader(house)
    another = reader(house, me.staff.colleague)
    device = await me.staff.did("/inventory/api/devices", content=report())
    drive = await taken_out(me, device)
    assert (await step(me, drive, "/wipe")).status_code == 422
    said = {"method": "overwrite", "tool": "nwipe", "succeeded": "yes"}
    await step(me, drive, "/wipe", **said)
    assert "Deze soort schijf houdt stukjes achter" in (await me.open(drive)).text
    assert (await step(me, drive, "/destroy", how="weg")).status_code == 422
    assert (await step(me, drive, "/destroy", how="shredded")).status_code == 303
    assert "Vraag een collega" in (await me.open(drive)).text
    form = (await me.form("/inventory/wipe-evidence")).fields
    answer = await me.http.post(f"{drive}/check", data=form)
    assert (answer.status_code, "Vraag een collega" in answer.text) == (409, True)
    assert (await step(another, drive, "/check")).status_code == 303
    shown = await me.open(drive)
    assert "Vernietigd (destroy)" in shown.text
    assert "Stukgemaakt: versnipperd." in shown.text
    assert [one.action for one in shown.forms if one.action.startswith(drive)] == [f"{drive}/paper"], "a recycler may send one"
    answer = await me.http.post(
        f"{page_of(device)}/put-in", data=form | {"form_key": str(new_id()), "drive": drive.rpartition("/")[2]}
    )
    assert answer.status_code == 409, "what is destroyed goes into no machine"
    paper = await text_of(me, f"/inventory/wipe-certificate.pdf?ids={device['id']}&language=en")
    assert "destroy" in paper


async def test_the_certificate_names_every_drive_that_came_with_a_machine(house: House) -> None:
    me = reader(house)
    devices = [await a_ready_device(me.staff) for _ in range(2)]
    waiting = await me.staff.did("/inventory/api/devices", content=report())
    await taken_out(me, devices[0])
    await step(me, f"{page_of(devices[0])}/swap", "/add-drive", medium="ssd", serial="NEW-1", new="yes")
    ids = ",".join(device["id"] for device in (*devices, waiting))
    assert "2 schijven zijn bewezen leeg" in (await me.open(f"/inventory/wipe-certificate?ids={ids}")).text
    paper = await text_of(me, f"/inventory/wipe-certificate.pdf?ids={ids}")
    for device in devices:
        assert device["code"] in paper
        assert device["drives"][0]["serial"] in paper
    assert waiting["drives"][0]["serial"] not in paper
    assert waiting["code"] in paper, "it says what is not done yet"
    assert "NEW-1" not in paper, "that drive is no donor's"
    assert "Bladzijde 1 van 1" in paper
    assert "Grondig gewist (purge)" in " ".join(paper.split())
    for language, title in (("fr", "Certificat d’effacement"), ("en", "Wipe certificate"), ("xx", "Wisbewijs")):
        assert title in await text_of(me, f"/inventory/wipe-certificate.pdf?ids={ids}&language={language}")
    assert (await me.http.get(f"/inventory/wipe-certificate.pdf?ids={waiting['id']},nonsense")).status_code == 404
    stranger = reader(house)
    assert (await stranger.http.get(f"/inventory/wipe-certificate.pdf?ids={ids}")).status_code == 404


async def test_an_organisation_that_asks_more_of_a_disk(house: House) -> None:
    me = reader(house, house.sign_in(None, Role.STAFF, Role.COORDINATOR))
    said = report().replace(b"SolidStateDrive", b"HardDrive")
    device = await me.staff.did("/inventory/api/devices", content=said)
    wipe = f"/inventory/api/devices/{device['id']}/drives/{device['drives'][0]['id']}"
    assert (await step(me, "/inventory/wipe-rule", "/wipe-rule", disk="none")).status_code == 422
    assert (await step(me, "/inventory/wipe-rule", "/wipe-rule", disk="purge")).status_code == 303
    await me.staff.did(f"{wipe}/wipe", {"method": "overwrite", "tool": "nwipe", "succeeded": True})
    assert await refusal(me.staff.colleague, f"{wipe}/check") == (409, "wipe_not_good_enough")
    assert (await step(me, "/inventory/wipe-rule", "/wipe-rule", disk="clear")).status_code == 303
    await me.staff.colleague.did(f"{wipe}/check")
    repairer = reader(house, house.sign_in(me.staff.organisation, Role.REPAIRER))
    assert (await repairer.http.get("/inventory/wipe-rule")).status_code == 403


async def test_a_certificate_as_pdf_is_kept_with_what_a_person_typed(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    drive = f"/inventory/drives/{device['drives'][0]['id']}"

    async def brought(content: bytes) -> httpx.Response:
        form = (await me.form("/inventory/wipe-evidence")).fields | {"form_key": str(new_id())}
        return await me.http.post(f"{drive}/paper", data=form, files={"paper": ("c.pdf", content, "application/pdf")})

    assert (await brought(b"%PDF-1.7 one")).status_code == 409, "there is nothing it could belong to"
    said = {"method": "secure_erase", "tool": "blancco", "succeeded": True}
    await me.staff.did(f"/inventory/api/devices/{device['id']}/drives/{device['drives'][0]['id']}/wipe", said)
    for content, status in ((b"", 422), (b"\x89PNG\r\n\x1a\n", 422), (b"MZ\x00\x01", 422), (b"%PDF-" + b"x" * 2_100_000, 413)):
        assert (await brought(content)).status_code == status
    assert (await brought(b"%PDF-1.7 one")).status_code == 303
    [link] = [link for link in (await me.open(drive)).links if link.startswith("/inventory/wipe-evidence/")]
    file = await me.http.get(link)
    assert (file.content, file.headers["content-type"]) == (b"%PDF-1.7 one", "application/octet-stream")
    assert (await brought(b"%PDF-1.7 two")).status_code == 409, "the first one stays"
    assert not (await device_now(me.staff, device))["drives"][0]["wipe_checked"], "a paper is no proof by itself"


async def test_programs_swap_drives_as_people_do(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    giver, taker = await a_ready_device(staff), await staff.did("/inventory/api/devices", content=report())
    of = {name: f"/inventory/api/devices/{one['id']}" for name, one in (("giver", giver), ("taker", taker))}
    drive, own = giver["drives"][0]["id"], taker["drives"][0]["id"]
    out = await staff.did(f"{of['giver']}/drives/{drive}/take-out", {})
    assert (out["status"], out["drives"]) == ("arrived", [])
    assert (await staff.post(f"{of['giver']}/drives/{drive}/take-out", {})).status_code == 404, "it is out already"
    [loose] = (await staff.get("/inventory/api/drives"))["drives"]
    assert (loose["id"], loose["device_id"], loose["wipe_checked"], bool(loose["loose_since"])) == (drive, giver["id"], True, True)
    assert (await stranger.get("/inventory/api/drives"))["drives"] == []
    assert (await stranger.http.get(f"/inventory/api/drives/{drive}")).status_code == 404
    strange = await stranger.did("/inventory/api/devices", content=report())
    assert (await stranger.post(f"/inventory/api/devices/{strange['id']}/put-in", {"drive_id": drive})).status_code == 404
    into = await staff.did(f"{of['taker']}/put-in", {"drive_id": drive})
    assert [(one["id"], one["wipe_checked"]) for one in into["drives"]] == [(own, False), (drive, True)]
    assert (await staff.get(f"/inventory/api/drives/{drive}"))["loose_since"] is None
    added = await staff.did(f"{of['giver']}/add-drive", {"medium": "ssd", "is_new": True, "capacity_gb": 256, "serial": "S3-77"})
    assert [(one["serial"], one["is_new"]) for one in added["drives"]] == [("S3-77", True)]
    for body in ({}, {"medium": "brood", "is_new": True}, {"medium": "ssd", "is_new": True, "serial": "85.07.30-033 28"}):
        assert (await staff.post(f"{of['giver']}/add-drive", body)).status_code == 422, body


async def test_programs_say_what_became_of_a_loose_drive(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    drive = f"/inventory/api/drives/{device['drives'][0]['id']}"
    wiped = {"method": "secure_erase", "tool": "hdparm", "succeeded": True}
    assert (await staff.post(f"{drive}/wipe", wiped)).status_code == 404, "it is in a machine, and is wiped there"
    await staff.did(f"/inventory/api/devices/{device['id']}/drives/{device['drives'][0]['id']}/take-out", {})
    assert (await staff.post(f"{drive}/destroy", {"how": "opgegeten"})).status_code == 422
    assert (await staff.did(f"{drive}/wipe", wiped))["wipe_checked"] is False
    assert (await refusal(staff, f"{drive}/check", {}))[0] == 409, "only this person's own word shows it"
    assert (await staff.colleague.did(f"{drive}/check"))["wipe_checked"] is True
    assert (await staff.did(f"{drive}/destroy", {"how": "drilled"}))["wipe_checked"] is False
    assert (await staff.colleague.did(f"{drive}/check"))["wipe_checked"] is True
