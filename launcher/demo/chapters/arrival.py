"""A donor's laptops come in: read from their reports, wiped, checked."""

from typing import Any
from uuid import uuid4

from launcher.demo.asking import Asker
from launcher.demo.machines import Machine, machines, report_of
from launcher.demo.stage import Stage


async def arrival(stage: Stage) -> None:
    """Three laptops, each with a report in another format; two are made ready later, one now."""
    first, second, third = machines(3, str(uuid4()))
    old = Machine("Toshiba", "Satellite Pro R50", "Intel Core i3-4005U", f"{first.serial}H", 8, 500, disk=True)
    for number, machine in enumerate((first, second, third)):
        done = await stage.repairer.do("/inventory/api/devices", content=report_of(machine, number))
        await stage.effect(done, "inventory", "device_registered")
        stage.told(
            f"{machine.maker} {machine.model} komt binnen met een verslag en krijgt de code {done['code']}.",
            f"/inventory/devices/{done['id']}",
        )
        stage.spares.append(done["id"])
    disk = await stage.repairer.do("/inventory/api/devices", content=report_of(old, 0))
    stage.must(disk["drives"][0]["wiped"], "the report of the disk proves its wipe")
    stage.told("Een oude harde schijf: het verslag zegt zelf hoe ze gewist is.", f"/inventory/devices/{disk['id']}")


async def looked_at_and_installed(repairer: Asker, device_id: str) -> None:
    """Go through both lists of the workbench: nothing is missing."""
    for done in ("checked", "installed"):
        await repairer.do(f"/inventory/api/devices/{device_id}/{done}", {})


async def wiped_and_checked(repairer: Asker, another: Asker, device: Any, method: str = "secure_erase") -> None:
    """Note how each drive was emptied, and that another person looked."""
    address = f"/inventory/api/devices/{device['id']}"
    for drive in device["drives"]:
        body = {"method": method, "tool": "hdparm" if method == "secure_erase" else "sealed box", "succeeded": True}
        await repairer.do(f"{address}/drives/{drive['id']}/wipe", body)
        await another.do(f"{address}/drives/{drive['id']}/check")
