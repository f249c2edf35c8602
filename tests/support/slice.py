"""What tests of the slice start from: reports of laptops, and a laptop that is ready."""

import json
from typing import Any
from uuid import uuid4

from tests.support.house import Staff


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
        await staff.did(f"{address}/drives/{drive['id']}/check")
    return await staff.did(f"{address}/ready")
