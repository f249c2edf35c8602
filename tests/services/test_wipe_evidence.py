"""A file that tells of wipes: what it says of which drive, what is kept after a yes, and what is not."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff, today
from tests.support.made_up_loans import a_lent_device, ended
from tests.support.pages import Read, Reader, reader
from tests.support.slice import made_ready, report
from tests.unit.inventory.nwipe_samples import log_of

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

PAGE = "/inventory/wipe-evidence"


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def a_machine(staff: Staff, *serials: str, medium: str = "HardDrive") -> Any:
    """A laptop that came in with drives of these serial numbers."""
    said = json.loads(report())
    [drive] = [part for part in said["components"] if part["type"] == "SolidStateDrive"]
    others = [part for part in said["components"] if part is not drive]
    said["components"] = others + [drive | {"type": medium, "serialNumber": serial} for serial in serials]
    return await staff.did("/inventory/api/devices?another=true", content=json.dumps(said).encode())


async def brought(me: Reader, file: bytes) -> httpx.Response:
    """What the page answers to a file."""
    form = await me.form(PAGE)
    return await me.http.post(form.action, data=form.fields, files={"file": ("nwipe.txt", file, "text/plain")})


async def shown(me: Reader, file: bytes) -> Read:
    answer = await brought(me, file)
    assert answer.status_code == 200, answer.text
    return Read(answer.text)


async def kept_files(house: House, staff: Staff) -> list[str]:
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        return list((await unit.connection.scalars(text("SELECT sha256 FROM evidence_file"))).all())


async def test_one_file_for_drives_of_many_machines(house: House) -> None:
    me = reader(house)
    one, two = await a_machine(me.staff, "SPIN-A"), await a_machine(me.staff, "SPINB")
    flash = await a_machine(me.staff, "FLASH-C", medium="SolidStateDrive")
    twins = [await a_machine(me.staff, "TWIN") for _ in range(2)]
    serials = ("spin a", "SPIN-B", "FLASH-C", "TWIN", "NOBODY", "XXXXXXXXXX")
    log = "".join(
        log_of(serial).replace("/dev/sda", f"/dev/sd{n}").replace(" sda ", f" sd{n} ")
        for n, serial in zip("abcdef", serials, strict=True)
    )
    seen = await shown(me, log.encode())
    for words in ("kan bewaard worden", "niet genoeg", "niet zeker welke", "niet gevonden", "geen serienummer", "nog niets"):
        assert words in seen.text
    assert await kept_files(house, me.staff) == [], "nothing is kept before a yes"
    form = next(form for form in seen.forms if form.action.endswith("/keep"))
    drives = [device["drives"][0]["id"] for device in (one, two)]
    answer = await me.http.post(form.action, data=form.fields | {"drive": drives})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?kept=2")
    again = await me.http.post(form.action, data=form.fields | {"drive": drives})
    assert again.headers["location"] == f"{PAGE}?kept=2", "the same form twice is once"
    assert await kept_files(house, me.staff) == [sha256(log.encode()).hexdigest()]
    for device in (one, two):
        page = await me.open(f"/inventory/devices/{device['id']}")
        assert "logbestand van het wisprogramma" in page.text
        assert "Na het nakijken" not in page.text, "nwipe read it back itself"
        assert f"{PAGE}/{sha256(log.encode()).hexdigest()}" in page.links
    for device in (flash, *twins):
        assert not (await me.staff.get(f"/inventory/api/devices/{device['id']}"))["drives"][0]["wiped"]
    file = await me.http.get(f"{PAGE}/{sha256(log.encode()).hexdigest()}")
    assert (file.content, file.headers["content-type"]) == (log.encode(), "application/octet-stream")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "hebben we al" in (await shown(me, log.encode())).text
    device = f"/inventory/api/devices/{one['id']}"
    await me.staff.did(f"{device}/drives/{drives[0]}/check")
    assert (await made_ready(me.staff, device))["status"] == "ready", "who brought a log may look alone"


async def test_a_log_waits_for_the_files_of_the_family_and_an_old_one_never_counts(house: House) -> None:
    me, loan = reader(house), new_id()
    device = await a_lent_device(house, me.staff, loan)
    await they_publish(house, me.staff.organisation, ended(loan, device))
    address = f"/inventory/api/devices/{device['id']}"
    await me.staff.did(f"{address}/take-back")
    serial = device["drives"][0]["serial"]
    purge = log_of(serial).replace("Fill With Zeros", "Secure Erase")
    day = today(house).strftime("%Y/%m/%d")
    assert "Noteer eerst wat het gezin zei" in (await shown(me, purge.replace("2026/03/02", day).encode())).text
    await me.staff.did(f"{address}/files", {"answer": "nothing_to_keep"})
    assert "Wis opnieuw en breng dat bewijs" in (await shown(me, purge.replace("2026/03/02", "2020/03/02").encode())).text
    assert "kan bewaard worden" in (await shown(me, purge.replace("2026/03/02", day).encode())).text


async def test_what_is_no_evidence_says_why(house: House) -> None:
    me = reader(house)
    for content, status, words in (
        (b"", 422, "Het bestand is leeg"),
        (b"%PDF-1.4 certificate", 422, "Een pdf lezen we niet"),
        (b"\x89PNG\r\n\x1a\n", 422, "Dit soort bestand kennen we niet"),
        (b"x" * 2_100_000, 413, "Het bestand is te groot"),
        (report(), 422, "In dit bestand is niets gewist"),
    ):
        answer = await brought(me, content)
        assert (answer.status_code, words in answer.text) == (status, True), words
    form = await me.form(PAGE)
    answer = await me.http.post(f"{PAGE}/keep", data=form.fields | {"packed": "geen"})
    assert answer.status_code == 422
    assert await kept_files(house, me.staff) == []


async def test_another_organisation_knows_nothing_of_it(house: House) -> None:
    me, stranger = reader(house), reader(house, house.sign_in(None, Role.STAFF))
    device = await a_machine(me.staff, "SPIN-A")
    log = log_of("SPIN-A").encode()
    seen = await shown(stranger, log)
    assert "niet gevonden" in seen.text
    mine = await shown(me, log)
    form = next(form for form in mine.forms if form.action.endswith("/keep"))
    drive = device["drives"][0]["id"]
    theirs = await stranger.form(PAGE)
    answer = await stranger.http.post(form.action, data=form.fields | theirs.fields | {"drive": drive})
    assert answer.status_code == 422, "nothing of theirs is in the file"
    await me.http.post(form.action, data=form.fields | {"drive": drive})
    [name] = await kept_files(house, me.staff)
    assert (await stranger.http.get(f"{PAGE}/{name}")).status_code == 404
    for address in (f"/inventory/drives/{drive}", f"/inventory/devices/{device['id']}/swap"):
        assert (await stranger.http.get(address)).status_code == 404
