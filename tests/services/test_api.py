"""The manners of the API: who may ask, what comes twice, what is refused, what is found. On the log and on Kafka."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.vocabulary import Role
from tests.support.house import House
from tests.support.slice import a_ready_device, ask, published, report


async def test_two_people_register_the_same_machine_at_once(house: House) -> None:
    staff, content = house.sign_in(), report("SAME-1")
    answers = await asyncio.gather(*(staff.post("/inventory/api/devices", content=content) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_real_hardware_report(house: House, device_reports: Any) -> None:
    staff = house.sign_in()
    content = (device_reports / "hp_probook_450.json").read_bytes()
    device = await staff.did("/inventory/api/devices", content=content)
    assert (device["maker"], device["model"], device["serial"]) == ("Hewlett-Packard", "HP ProBook 450 G2", "CND4286ZJ2")
    assert device["drives"]
    again = await staff.post("/inventory/api/devices", content=content)
    assert again.status_code == 409
    assert device["code"] in again.json()["detail"]


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
    """All routes of the API, from their description: nobody gets in without a token."""
    anonymous = house.sign_in().http
    anonymous.event_hooks = {}
    checked = 0
    for service in house.services:
        described = (await anonymous.get(f"/{service}/openapi.json")).json()
        for path, methods in described["paths"].items():
            if "/health/" in path or path.endswith("/metrics"):
                continue
            for method in methods:
                address = re.sub(r"\{\w+\}", lambda match: str(uuid4()), path)
                answer = await anonymous.request(method, address, headers={"idempotency-key": str(uuid4())})
                assert answer.status_code == 401, f"{method} {path}"
                checked += 1
    assert checked >= 9


async def test_every_change_needs_an_idempotency_key(house: House) -> None:
    """All commands of the API, from their description: without a key nothing happens, also not a look at what was sent."""
    staff, checked = house.sign_in(None, *Role), 0
    for service in house.services:
        described = (await staff.http.get(f"/{service}/openapi.json")).json()
        for path, methods in described["paths"].items():
            for method in set(methods) - {"get"}:
                assert method == "post", f"{path}: a command is a POST"
                address = re.sub(r"\{\w+\}", lambda match: str(uuid4()), path)
                answer = await staff.http.request(method, address, json={"profile": "work", "method": "overwrite"})
                assert answer.status_code in (400, 422), f"{method} {path}"
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
