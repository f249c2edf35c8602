"""What tests of the slice start from and look at: reports, a laptop that is ready, what both services say now."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from tests.support.house import House, Staff


def report(serial: str | None = None, *, memory_gb: int = 8) -> bytes:
    """A hardware report of a laptop with one solid-state drive, in the component format."""
    return json.dumps(
        {
            "type": "Snapshot",
            "uuid": str(uuid4()),
            "software": "Workbench",
            "version": "11.0b11",
            "endTime": "2026-03-02T10:00:00+00:00",
            "device": {
                "type": "Laptop",
                "chassis": "Netbook",
                "manufacturer": "Lenovo",
                "model": "ThinkPad X240",
                "serialNumber": serial or f"PC{uuid4().hex[:10]}",
                "actions": [],
            },
            "components": [
                {"type": "Processor", "model": "Intel Core i5-4300U", "actions": []},
                {"type": "RamModule", "size": memory_gb * 1024, "actions": []},
                {
                    "type": "SolidStateDrive",
                    "manufacturer": "Samsung",
                    "model": "MZ7TE256",
                    "serialNumber": f"S{uuid4().hex[:12]}",
                    "size": 250000,
                    "actions": [],
                },
            ],
        }
    ).encode()


async def a_ready_device(staff: Staff, **facts: Any) -> Any:
    """Register a laptop, record and check the wipe of its drive, and make it ready."""
    device = await staff.did("/inventory/api/devices", content=report(**facts))
    address = f"/inventory/api/devices/{device['id']}"
    for drive in device["drives"]:
        await staff.did(f"{address}/drives/{drive['id']}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
        await staff.colleague.did(f"{address}/drives/{drive['id']}/check")
    return await made_ready(staff, address)


async def another_looks(staff: Staff, page: str) -> None:
    """A colleague confirms what somebody said of each drive of a machine; `page` is the address of its page."""
    address = f"/inventory/api/devices/{page.rpartition('/')[2]}"
    for drive in (await staff.get(address))["drives"]:
        await staff.colleague.did(f"{address}/drives/{drive['id']}/check")


async def made_ready(staff: Staff, address: str) -> Any:
    """Make a laptop ready that is proven empty: it is looked at and installed first, with nothing missing."""
    await prepared(staff, address)
    return await staff.did(f"{address}/ready")


def in_api(page: str) -> str:
    """The address in the API of what a page shows."""
    return page.replace("/inventory/", "/inventory/api/")


async def prepared(staff: Staff, address: str) -> None:
    """Both lists are finished."""
    await staff.did(f"{address}/checked", {})
    await staff.did(f"{address}/installed", {})


async def ask(staff: Staff, profile: str = "secondary_school", **need: Any) -> Any:
    return await staff.did("/loans/api/requests", {"profile": profile, **need})


async def request_now(staff: Staff, request: Any) -> Any:
    return await staff.get(f"/loans/api/requests/{request['id']}")


async def device_now(staff: Staff, device: Any) -> Any:
    return await staff.get(f"/inventory/api/devices/{device['id']}")


async def assert_kept_for(staff: Staff, device: Any, request: Any) -> None:
    """Both services agree."""
    seen_request, seen_device = await request_now(staff, request), await device_now(staff, device)
    assert (seen_request["status"], seen_request["device_id"]) == ("reserved", device["id"])
    assert (seen_device["status"], seen_device["reserved_for"]) == ("reserved", request["id"])


async def published(house: House, staff: Staff, service: str) -> list[str]:
    """The types of this organisation's events in a service's outbox, oldest first, without prefix and version."""
    async with house.services[service].units.open(staff.organisation) as unit:
        rows = await unit.connection.execute(text("SELECT headers->>'ce_type' AS type FROM bus.outbox ORDER BY id"))
        return [row.type.split(".")[2] for row in rows]


@asynccontextmanager
async def unmatched(house: House) -> AsyncIterator[None]:
    """What happened is known to loans, and in the block it did not react to it yet; it does at the end."""
    consumer, held = house.services["loans"].consumers["loans.reactions"], []
    organised = consumer._of_one_organisation

    async def late(organisation: UUID, deliveries: Any) -> None:
        held.extend(deliveries)

    consumer._of_one_organisation = late  # type: ignore[method-assign]
    try:
        await house.run_until_idle()
        yield
    finally:
        consumer._of_one_organisation = organised  # type: ignore[method-assign]
    await consumer.handle([one.record for one in held])
