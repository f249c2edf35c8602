"""One slice through two services: a laptop that is proven empty finds the family that is next."""

import json
from typing import Any
from uuid import uuid4

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
        await staff.did(
            f"{address}/drives/{drive['id']}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True}
        )
        await staff.did(f"{address}/drives/{drive['id']}/check")
    return await staff.did(f"{address}/ready")


async def test_request_then_device(house: House) -> None:
    staff = house.sign_in()
    request = await staff.did("/loans/api/requests", {"profile": "secondary_school"})
    assert request["status"] == "waiting"
    await house.run_until_idle()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await staff.get(f"/loans/api/requests/{request['id']}")
    assert (request["status"], request["device_id"]) == ("reserved", device["id"])
    device = await staff.get(f"/inventory/api/devices/{device['id']}")
    assert (device["status"], device["reserved_for"]) == ("reserved", request["id"])


async def test_device_then_request(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await staff.did("/loans/api/requests", {"profile": "secondary_school"})
    await house.run_until_idle()
    request = await staff.get(f"/loans/api/requests/{request['id']}")
    assert (request["status"], request["device_id"]) == ("reserved", device["id"])
