"""Inventory in the languages of its staff: every page in each of them, and nothing of it left in Dutch."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.inventory.domain.hardware_report import MAX_REPORT_BYTES
from services.inventory.web.refusal_texts import REFUSALS
from shared.contracts import helpdesk
from shared.contracts.vocabulary import Medium, RepairOutcome
from shared.language.catalogue import found_texts
from shared.language.translate import speaking, translated
from shared.runtime.clock import new_id
from shared.web.speaking import LANGUAGE_COOKIE
from tests.services.test_pages import registered, step
from tests.support.colleagues import alone, they_publish
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device, ended, repaired, triaged
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, another_looks, in_api, prepared

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

LONG = 16
"""Letters from which words stand for themselves; shorter ones may be part of a name or of another language."""


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


def speaks(me: Reader, language: str) -> None:
    me.http.cookies.set(LANGUAGE_COOKIE, language)


def left_in_dutch(shown: Read, language: str) -> list[str]:
    """Texts of inventory that stand on a page in Dutch and have other words in this language."""
    with speaking(language):
        others = [dutch for dutch in found_texts()["inventory"] if translated(dutch) != dutch]
    nodes = {words.strip() for words in shown.words}
    return [dutch for dutch in others if dutch in nodes or (len(dutch) >= LONG and dutch in shown.text)]


async def opened(me: Reader, address: str, language: str) -> Read:
    answer = await me.http.get(address)
    assert answer.status_code == 200, address
    assert f'<html lang="{language}" dir="ltr">' in answer.text
    shown = Read(answer.text)
    assert left_in_dutch(shown, language) == [], address
    return shown


async def in_every_state(house: House, me: Reader) -> list[Any]:
    """Machines in each state in which the page of a machine says something else."""
    staff, loan, ticket, broken_loan = me.staff, new_id(), new_id(), new_id()
    ready, lent = await a_ready_device(staff), await a_lent_device(house, staff, loan)
    coming, back = await a_lent_device(house, staff, other := new_id()), await a_lent_device(house, staff, third := new_id())
    broken, mended = await a_ready_device(staff), await a_lent_device(house, staff, broken_loan)
    gone = await a_ready_device(staff)
    await staff.did(f"/inventory/api/devices/{gone['id']}/retire")
    new = helpdesk.NewDrive(medium=Medium.NVME, capacity_gb=500)
    await they_publish(house, staff.organisation, ended(other, coming), ended(third, back), triaged(broken, new_id()))
    await they_publish(house, staff.organisation, triaged(mended, ticket), repaired(mended, ticket, RepairOutcome.FIXED, new))
    await staff.did(f"/inventory/api/devices/{back['id']}/take-back")
    return [ready, lent, coming, back, broken, mended, gone]


@pytest.mark.parametrize(
    ("language", "devices", "wipe"), [("fr", "Appareils", "Effacer le disque"), ("en", "Devices", "Wipe the drive")]
)
async def test_every_page_in_every_state(house: House, language: str, devices: str, wipe: str) -> None:
    me = reader(house)
    new = await registered(me)
    machines = [new, *(f"/inventory/devices/{device['id']}" for device in await in_every_state(house, me))]
    speaks(me, language)
    listed = await opened(me, "/inventory/devices", language)
    assert devices in listed.text
    assert wipe in listed.text
    for address in (*machines, f"{new}/retire", "/inventory/devices/new"):
        await opened(me, address, language)
    for query in ("q=nothing", "q=lenovo", "status=bench", "status=out", "status=retired", "status=reserved"):
        await opened(me, f"/inventory/devices?{query}", language)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_empty_lists_teach_in_every_language(house: House, language: str) -> None:
    me = reader(house)
    speaks(me, language)
    states = ("arrived", "ready", "reserved", "given_out", "in_repair", "repaired", "return_expected", "returned", "retired")
    for status in ("", "bench", "out", *states):
        await opened(me, f"/inventory/devices?status={status}", language)


@pytest.mark.parametrize(("language", "choose"), [("fr", "Choisissez d’abord un fichier"), ("en", "First choose a file")])
async def test_what_is_wrong_is_said_in_the_same_language(house: House, language: str, choose: str) -> None:
    me = reader(house)
    address = await registered(me)
    speaks(me, language)
    answer = await me.send(await me.form("/inventory/devices/new"))
    assert (answer.status_code, choose in Read(answer.text).text) == (422, True)
    assert left_in_dutch(Read(answer.text), language) == []
    answer = await me.send(await me.form("/inventory/devices/new"), file=b"{}")
    assert (answer.status_code, left_in_dutch(Read(answer.text), language)) == (422, [])
    answer = await step(me, address, "/wipe")
    assert (answer.status_code, left_in_dutch(Read(answer.text), language)) == (422, [])
    refused = await me.staff.http.post(
        f"{address.replace('/inventory/', '/inventory/api/')}/ready",
        headers={"idempotency-key": str(new_id()), "accept-language": language},
    )
    told = refused.json()
    assert (refused.status_code, refused.headers["content-language"]) == (409, language)
    assert "Nog niet klaar" not in told["title"]


async def test_evidence_reads_in_the_language_of_the_page_whoever_noted_it(house: House) -> None:
    """What is kept is the tool, not the words for it in the language of who noted it."""
    me = reader(house)
    address = await registered(me)
    speaks(me, "fr")
    await step(me, address, "/wipe", method="secure_erase", tool="maker", succeeded="yes")
    assert "avec le programme du fabricant" in (await me.open(address)).text
    speaks(me, "nl")
    assert "met het programma van de maker" in (await me.open(address)).text


async def test_a_list_says_the_next_step_of_each(house: House) -> None:
    me = reader(house)
    address = await registered(me)
    for expected, ending, answers in (
        ("Wis de schijf (", "/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": "yes"}),
        ("Vraag een collega (", "/check", {}),
        ("Kijk het na (", "", {}),
        ("Zet het klaar (", "/ready", {}),
        ("Bekijk (", "", {}),
    ):
        assert expected in (await me.open("/inventory/devices")).text
        if expected.startswith("Kijk het na"):
            await prepared(me.staff, in_api(address))
        if ending == "/check":
            await another_looks(me.staff, address)
        elif ending:
            await step(me, address, ending, **answers)
    back = await a_lent_device(house, me.staff, loan := new_id())
    await they_publish(house, me.staff.organisation, ended(loan, back))
    assert "Neem het terug (" in (await me.open("/inventory/devices")).text
    await me.staff.did(f"/inventory/api/devices/{back['id']}/take-back")
    assert "Vraag naar de bestanden (" in (await me.open("/inventory/devices")).text


def test_the_sentences_name_the_real_limit(house: House) -> None:
    assert f"{MAX_REPORT_BYTES // 1_000_000} MB" in str(REFUSALS["report_too_large"].detail)
