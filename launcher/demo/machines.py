"""Hardware reports of machines that do not exist, in the three formats that inventory reads."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of the demonstration.

    Attributes:
        maker, model, processor: as a survey tool would tell them.
        serial: of the machine; its drive's is derived from it.
        memory_gb: installed memory.
        drive_gb: size of its drive.
        disk: a drive with turning platters; else flash.
    """

    maker: str
    model: str
    processor: str
    serial: str
    memory_gb: int
    drive_gb: int
    disk: bool = False


KINDS = (
    ("Lenovo", "ThinkPad T470", "Intel Core i5-6300U"),
    ("HP", "EliteBook 840 G3", "Intel Core i5-6200U"),
    ("Dell Inc.", "Latitude 5480", "Intel Core i5-7300U"),
    ("Acer", "TravelMate P249", "Intel Core i3-6006U"),
    ("Fujitsu", "LIFEBOOK E557", "Intel Core i5-7200U"),
)


KINDS_OF_DRIVE = (240, 256, 480)


def machines(count: int, seed: str) -> list[Machine]:
    """So many different machines, good for school and daily life; the same seed gives the same ones."""
    chance = Random(seed)  # noqa: S311 - made-up data
    made = []
    for _ in range(count):
        maker, model, processor = chance.choice(KINDS)
        serial = "".join(chance.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8))
        made.append(Machine(maker, model, processor, f"DEMO{serial}", 8, chance.choice(KINDS_OF_DRIVE)))
    return made


def known_of(machine: Machine, number: int, device: Json) -> Json:
    """All that somebody found out about a machine, looking at it; every fourth one was not updated for long."""
    return {
        "chassis": device["chassis"],
        "maker": device["maker"],
        "model": device["model"],
        "serial": device["serial"],
        "processor": device["processor"],
        "memory_mb": device["memory_mb"],
        "year": 2016 + number % 4,
        "screen_tenths": (140, 156, 133)[number % 3],
        "battery_percent": 92 - 4 * (number % 6),
        "battery_on": "2026-01-12",
        "keyboard": "azerty",
        "operating_system": "Linux Mint 22" if number % 2 else "Windows 11",
        "updated_on": "2025-06-03" if number % 4 == 0 else "2026-08-18",
        "looks": "ab"[number % 2],
        "works": "a",
        "labels": ["school"] if machine.drive_gb == KINDS_OF_DRIVE[-1] else [],
    }


def component_report(machine: Machine, chance: Random) -> bytes:
    """What Workbench 11 writes. A disk comes with the evidence of a wipe in it; flash does not: that tool cannot empty it."""
    drive: Json = {
        "type": "HardDrive" if machine.disk else "SolidStateDrive",
        "interface": "ATA",
        "manufacturer": "Toshiba" if machine.disk else "Samsung",
        "model": "MQ01ABD" if machine.disk else "MZ7LN",
        "serialNumber": f"{machine.serial}-D",
        "size": machine.drive_gb * 1000.0,
        "actions": [_overwritten()] if machine.disk else [],
    }
    report = {
        "type": "Snapshot",
        "uuid": _uuid(chance),
        "software": "Workbench",
        "version": "11.0b11",
        "endTime": "2026-03-02T10:30:00+00:00",
        "device": {
            "type": "Laptop",
            "chassis": "Netbook",
            "manufacturer": machine.maker,
            "model": machine.model,
            "serialNumber": machine.serial,
            "actions": [],
        },
        "components": [
            {"type": "Processor", "model": machine.processor, "actions": []},
            {"type": "RamModule", "size": machine.memory_gb * 1024.0, "actions": []},
            drive,
        ],
    }
    return json.dumps(report).encode()


def snapshot_report(machine: Machine, chance: Random) -> bytes:
    """What today's workbench-script writes: the answers of smartctl, dmidecode and inxi as text."""
    inxi = [{"000#1#0#Machine": [{"000#0#1#Type": "Laptop", "001#1#1#System": machine.maker, "002#1#2#product": machine.model}]}]
    report = {
        "timestamp": "2026-03-02 10:30:00.000000",
        "type": "Snapshot",
        "uuid": _uuid(chance),
        "software": "workbench-script",
        "version": "0.0.1",
        "operator_id": "",
        "data": {"smartctl": json.dumps([_smartctl(machine)]), "dmidecode": _dmidecode(machine), "inxi": json.dumps(inxi)},
        "erase": [],
    }
    return json.dumps(report).encode()


def tool_outputs_report(machine: Machine, chance: Random) -> bytes:
    """What workbench-script writes in its older mode: lshw's tree and what the other tools said."""
    lshw = {
        "id": "laptop",
        "class": "system",
        "vendor": machine.maker,
        "product": machine.model,
        "serial": machine.serial,
        "configuration": {"chassis": "notebook"},
        "children": [
            {"id": "cpu", "class": "processor", "product": machine.processor},
            {
                "id": "disk",
                "class": "disk",
                "product": "MZ7LN",
                "serial": f"{machine.serial}-D",
                "logicalname": "/dev/sda",
                "units": "bytes",
                "size": machine.drive_gb * 10**9,
            },
        ],
    }
    report = {
        "timestamp": "2026-03-02T10:30:00.000000",
        "type": "Snapshot",
        "uuid": _uuid(chance),
        "software": "workbench-script",
        "version": "dev",
        "data": {"lshw": lshw, "dmidecode": _dmidecode(machine), "hwinfo": "", "lspci": "", "smart": [_smartctl(machine)]},
    }
    return json.dumps(report).encode()


def nwipe_log(serials: Sequence[str]) -> str:
    """What nwipe writes when it wipes the disks of these serial numbers at once."""
    found, wiped, status = [], [], []
    for letter, serial in zip("abcdefghij", serials, strict=False):
        disk = f"/dev/sd{letter}"
        found.append(f"[2026/03/02 09:00:00]  notice: Found {disk}, ATA, TOSHIBA MQ01ABD0, 500 GB, S/N={serial}")
        wiped.append(f"[2026/03/02 09:00:01]  notice: Invoking method 'PRNG Stream' on {disk}")
        wiped.append(f"[2026/03/02 09:00:01]  notice: Starting pass 1/1, round 1/1, on {disk}")
        wiped.append(f"[2026/03/02 11:30:00]  notice: Verified pass 1 of 1, round 1 of 1, on '{disk}'.")
        status.append(f"       sd{letter} | Erased |  71 MB/s | 02:29:59 | TOSHIBA MQ01ABD0/{serial}")
    line = "-" * 80
    table = [f"{'*' * 33} Drive Status {'*' * 33}", "!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number", line]
    return "\n".join(["[2026/03/02 09:00:00]    info: nwipe 0.37", *found, *wiped, "", *table, *status, line, ""])


FORMATS = (component_report, snapshot_report, tool_outputs_report)


def report_of(machine: Machine, number: int) -> bytes:
    """A report of this machine; the number decides in which of the three formats."""
    return FORMATS[number % len(FORMATS)](machine, Random(machine.serial))  # noqa: S311 - made-up data


def _overwritten() -> Json:
    times = {"severity": "Info", "startTime": "2026-03-02T08:00:00+00:00", "endTime": "2026-03-02T10:00:00+00:00"}
    return {"type": "EraseBasic", **times, "steps": [{"type": "StepRandom", **times}]}


def _smartctl(machine: Machine) -> Json:
    return {
        "device": {"name": "/dev/sda", "info_name": "/dev/sda [SAT]", "type": "sat", "protocol": "ATA"},
        "model_name": "MZ7LN",
        "serial_number": f"{machine.serial}-D",
        "rotation_rate": 5400 if machine.disk else 0,
        "user_capacity": {"bytes": machine.drive_gb * 10**9},
    }


def _dmidecode(machine: Machine) -> str:
    return (
        "# dmidecode 3.4\n"
        "Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n"
        f"\tManufacturer: {machine.maker}\n\tProduct Name: {machine.model}\n\tSerial Number: {machine.serial}\n\n"
        f"Handle 0x0003, DMI type 3, 22 bytes\nChassis Information\n\tManufacturer: {machine.maker}\n\tType: Notebook\n\n"
        f"Handle 0x0004, DMI type 4, 42 bytes\nProcessor Information\n\tType: Central Processor\n\tVersion: {machine.processor}\n"
        "\tStatus: Populated, Enabled\n\n"
        "Handle 0x0010, DMI type 16, 23 bytes\nPhysical Memory Array\n\tUse: System Memory\n\n"
        f"Handle 0x0012, DMI type 17, 40 bytes\nMemory Device\n\tArray Handle: 0x0010\n\tSize: {machine.memory_gb} GB\n"
    )


def _uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
