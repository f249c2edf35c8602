"""The manners of the API: who may ask, what comes twice, what is refused, what is found. On the log and on Kafka."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from services.loans.commands.ask_for_device import AskForDevice, ask_for_device
from services.loans.domain.priority import Need
from shared.bus.answers import Answer
from shared.bus.envelope import Trace
from shared.contracts.vocabulary import Role, UseProfile
from shared.runtime.clock import new_id
from shared.web.call import OpenToAll, VisitorCall, access_of
from tests.support.access import asks_who_you_are, methods_of, routes_of
from tests.support.house import House
from tests.support.slice import a_ready_device, ask, made_ready, published, report


async def test_two_people_register_the_same_machine_at_once(house: House) -> None:
    staff, content = house.sign_in(), report("SAME-1")
    answers = await asyncio.gather(*(staff.post("/inventory/api/devices", content=content) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_every_real_hardware_report(house: House, device_reports: Any) -> None:
    """All files there are, in all formats, come in; what each says about its drives and their wiping is kept, and no more."""
    staff = house.sign_in()
    known = {
        "hp_probook_450.json": ("Hewlett-Packard", "HP ProBook 450 G2", "laptop", [("hdd", True)]),
        "legacy_0cf11287.json": ("LENOVO", "ThinkCentre M73 (10B4A07JAC)", "desktop", [("ssd", False)]),
        "legacy_522a4403.json": ("LENOVO", "ThinkCentre M73 (10B4A04DAC)", "desktop", [("hdd", False)]),
        "legacy_5d2f7902.json": ("Acer", "Aspire A315-53", "laptop", [("ssd", False)]),
        "workbench_snapshot.json": ("Dell Inc.", "Latitude E7240", "laptop", [("ssd", False), ("ssd", False)]),
    }
    files = sorted(device_reports.glob("*.json"))
    assert {file.name for file in files} >= set(known)
    for file in files:
        content = file.read_bytes()
        device = await staff.did("/inventory/api/devices", content=content)
        assert device["status"] == "arrived"
        drives = [(drive["medium"], drive["wiped"]) for drive in device["drives"]]
        if file.name in known:
            assert (device["maker"], device["model"], device["chassis"], drives) == known[file.name], file.name
        assert not any(drive["wipe_checked"] for drive in device["drives"]), "a report proves nothing before a person looked"
        assert (await staff.post(f"/inventory/api/devices/{device['id']}/ready")).status_code == 409
        again = await staff.post("/inventory/api/devices", content=content)
        assert again.status_code == 409
        assert device["code"] in again.json()["detail"]
    assert len((await staff.get("/inventory/api/devices"))["devices"]) == len(files)


async def test_a_real_wiped_machine_is_ready_after_one_look(house: House, device_reports: Any) -> None:
    """The report of the HP says that its hard disk was overwritten, which is enough for one: somebody looks, and it can go."""
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=(device_reports / "hp_probook_450.json").read_bytes())
    address = f"/inventory/api/devices/{device['id']}"
    for drive in device["drives"]:
        await staff.colleague.did(f"{address}/drives/{drive['id']}/check")
    assert (await made_ready(staff, address))["status"] == "ready"


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"", 422, "report_empty"),
        (report()[:-40], 422, "report_not_json"),
        (b"hello", 422, "report_not_json"),
        (b"\xff\xfe\x00", 422, "report_not_text"),
        (b'{"some": "other file"}', 422, "report_unknown_format"),
        (b"[" * 100_000, 422, "report_too_complex"),
        (b" " * 10_500_000, 413, "report_too_large"),
        (b" " * 50_000_000, 413, "http_413"),
    ],
    ids=["empty", "truncated", "not JSON", "not text", "unknown format", "hostile", "too large", "50 MB"],
)
async def test_a_bad_report_changes_nothing(house: House, content: bytes, status: int, problem: str) -> None:
    staff = house.sign_in()
    answer = await staff.post("/inventory/api/devices", content=content)
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (status, problem)
    assert answer.json()["title"]
    assert (await staff.get("/inventory/api/devices"))["devices"] == []
    assert await published(house, staff, "inventory") == []


async def test_the_same_command_twice_is_one_command(house: House) -> None:
    staff, key = house.sign_in(), str(uuid4())
    answers = await asyncio.gather(*(staff.post("/loans/api/requests", {"profile": "work"}, key=key) for _ in range(5)))
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await published(house, staff, "loans") == ["request_waiting"]
    other = await staff.post("/loans/api/requests", {"profile": "daily_life"}, key=key)
    assert other.status_code == 422
    missing = await staff.http.post("/loans/api/requests", json={"profile": "work"})
    assert missing.status_code == 400
    assert "Idempotency-Key" in missing.json()["detail"]


async def test_the_same_command_to_another_host_of_ours_is_the_same_command(house: House) -> None:
    """A system that moved answers what its old address began; another question is still another one."""
    staff, key, body = house.sign_in(), str(uuid4()), {"profile": "work"}
    first = await staff.post("/loans/api/requests", body, key=key)
    headers = {"idempotency-key": key}
    moved = await staff.http.post("https://elsewhere.test:8443/loans/api/requests", json=body, headers=headers)
    assert (moved.status_code, moved.json()) == (first.status_code, first.json())
    asked = await staff.http.post("https://elsewhere.test/loans/api/requests?x=1", json=body, headers=headers)
    assert asked.status_code == 422
    assert await published(house, staff, "loans") == ["request_waiting"]


@pytest.mark.parametrize("state", ["40P01", "40001", "23505"])
async def test_a_command_that_another_one_got_in_the_way_of_is_done_again(house: House, state: str) -> None:
    """Once, as a whole: nothing of the first time is left, and who asked notices nothing."""
    staff = house.sign_in()
    tries: list[int] = []

    async def answered(key: str, collisions: int) -> Answer:
        async def collide(unit: Any) -> Any:
            request = await ask_for_device(AskForDevice(UseProfile.WORK, Need()), unit)
            tries.append(collisions)
            if len(tries) <= collisions:
                await unit.flush()
                await unit.connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")
            return request

        call = VisitorCall(staff.organisation, house.services["loans"], Trace(new_id()), key, b"the same")
        return await call.answer(collide, lambda one: Answer(201, None, {"id": str(one.id)}))

    first = await answered("in the way once", 1)
    assert (await answered("in the way once", 1)).body == first.body
    assert len(tries) == 2
    assert await published(house, staff, "loans") == ["request_waiting"]
    tries.clear()
    with pytest.raises(DBAPIError):
        await answered("in the way each time", 9)
    assert len(tries) == 2
    assert await published(house, staff, "loans") == ["request_waiting"]


async def test_another_organisation_sees_nothing(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    device, request = await a_ready_device(staff), await ask(staff)
    await house.run_until_idle()
    for address in (f"/inventory/api/devices/{device['id']}", f"/loans/api/requests/{request['id']}"):
        assert (await stranger.http.get(address)).status_code == 404
    assert (await stranger.post(f"/loans/api/requests/{request['id']}/withdraw")).status_code == 404
    assert (await stranger.get(f"/inventory/api/devices?q={device['code']}"))["devices"] == []
    assert (await stranger.get("/loans/api/requests?status=reserved"))["requests"] == []
    foreign = await stranger.post("/loans/api/requests", {"profile": "work", "household_id": request["household_id"]})
    assert foreign.status_code == 404


async def test_every_address_asks_who_you_are(house: House) -> None:
    """All routes of the API that are not open to all on purpose: nobody gets in without a token."""
    anonymous = house.sign_in().http
    anonymous.event_hooks = {}
    checked = 0
    for _, address, route in routes_of(house):
        if "/api/" in address and not isinstance(access_of(route), OpenToAll):
            for method in methods_of(route):
                answer = await anonymous.request(method, address, headers={"idempotency-key": str(uuid4())})
                assert answer.status_code == 401, f"{method} {address}"
                checked += 1
    assert checked >= 9


async def test_every_change_needs_an_idempotency_key(house: House) -> None:
    """All commands of the API: without a key nothing happens, also not a look at what was sent."""
    staff, checked = house.sign_in(None, *Role), 0
    for service, address, route in routes_of(house):
        if "/api/" in address and asks_who_you_are(route):
            for method in methods_of(route) - {"GET", "HEAD"}:
                assert method == "POST", f"{address}: a command is a POST"
                answer = await staff.http.request(method, address, json={"profile": "work", "method": "overwrite"})
                assert answer.status_code in (400, 422), f"{method} {address}"
                assert await published(house, staff, service) == []
                checked += 1
    assert checked >= 6


async def test_search_finds_by_code_model_and_serial(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report("PF0ABC12"))
    await staff.did("/inventory/api/devices", content=report("ZZ999"))
    for words in (device["code"], device["code"].lower().replace("-", ""), "pf0ab", "thinkpad pf0", "X24 PF0ABC12"):
        found = await staff.get(f"/inventory/api/devices?q={words}")
        assert [one["id"] for one in found["devices"]] == [device["id"]], words
    assert (await staff.get("/inventory/api/devices?q=thinkpad banaan"))["devices"] == []
    assert len((await staff.get("/inventory/api/devices?q=%25"))["devices"]) == 0


async def test_the_name_of_a_tool_is_no_place_for_a_person(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    address = f"/inventory/api/devices/{device['id']}/drives/{device['drives'][0]['id']}/wipe"
    for tool, problem in (
        ("85.07.30-033.28", "register_number_in_text"),
        ("x" * 10_000, "invalid_request"),
        ("", "invalid_request"),
    ):
        answer = await staff.post(address, {"method": "secure_erase", "tool": tool, "succeeded": True})
        assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, problem)
        assert not tool or tool not in answer.text
    assert not (await staff.get(f"/inventory/api/devices/{device['id']}"))["drives"][0]["wiped"]
