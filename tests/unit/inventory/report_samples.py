"""Small hardware reports of machines that do not exist, in each format; the tests change them and read them."""

import json
from typing import Any

Json = dict[str, Any]

DMIDECODE = """# dmidecode 3.4
Handle 0x0001, DMI type 1, 27 bytes
System Information
\tManufacturer: Acme
\tProduct Name: Feather 14
\tVersion: 1.0
\tSerial Number: AC-1001
\tUUID: 00000000-0000-0000-0000-000000000000

Handle 0x0002, DMI type 2, 15 bytes
Base Board Information
\tManufacturer: Boardworks
\tProduct Name: BW-77
\tSerial Number: BOARD-1

Handle 0x0003, DMI type 3, 22 bytes
Chassis Information
\tManufacturer: Acme
\tType: Notebook
\tSerial Number: AC-1001

Handle 0x0004, DMI type 4, 42 bytes
Processor Information
\tType: Central Processor
\tFlags:
\t\tStatus: not a field but an item of a list
\tVersion: Fast(R)  Core(TM) 5 CPU @ 2.00GHz
\tStatus: Populated, Enabled

Handle 0x0010, DMI type 16, 23 bytes
Physical Memory Array
\tUse: System Memory

Handle 0x0011, DMI type 16, 23 bytes
Physical Memory Array
\tUse: Flash Memory

Handle 0x0012, DMI type 17, 40 bytes
Memory Device
\tArray Handle: 0x0010
\tSize: 8 GB

Handle 0x0013, DMI type 17, 40 bytes
Memory Device
\tArray Handle: 0x0010
\tSize: 4096 MB

Handle 0x0014, DMI type 17, 40 bytes
Memory Device
\tArray Handle: 0x0010
\tSize: No Module Installed

Handle 0x0015, DMI type 17, 40 bytes
Memory Device
\tArray Handle: 0x0011
\tSize: 16 MB
"""


def component_report() -> Json:
    """The older format: a disk wiped in two passes, a solid state drive without a wipe, and a USB stick."""
    return {
        "type": "Snapshot",
        "uuid": "11111111-2222-4333-8444-555555555555",
        "software": "Workbench",
        "version": "11.0",
        "endTime": "2024-03-01T12:00:00+01:00",
        "device": {
            "type": "Laptop",
            "chassis": "Netbook",
            "manufacturer": "Acme",
            "model": "Feather 14",
            "version": "1.0",
            "serialNumber": "AC-1001",
            "actions": [],
        },
        "components": [
            {"type": "Processor", "model": "Fast(R) Core(TM) 5 CPU @ 2.00GHz", "actions": []},
            {"type": "RamModule", "size": 4096.0, "actions": []},
            {"type": "RamModule", "size": 8192.0, "actions": []},
            {
                "type": "HardDrive",
                "interface": "ATA",
                "manufacturer": "Spinner",
                "model": "SP500",
                "serialNumber": "SPIN-1",
                "size": 500107.862016,
                "actions": [{"type": "TestDataStorage", "severity": "Info"}, erase_action()],
            },
            {
                "type": "SolidStateDrive",
                "interface": "NVMe",
                "manufacturer": None,
                "model": "FL240",
                "serialNumber": "FLASH-1",
                "size": 240057.409536,
                "actions": [],
            },
            {"type": "SolidStateDrive", "interface": "USB", "model": "Stick", "serialNumber": "USB-1", "size": 16000.0},
            {"type": "GraphicCard", "model": "Pixel", "actions": []},
        ],
    }


def erase_action() -> Json:
    """A wipe without a complaint: zeros, then random data with read-back, one hour each."""
    return {
        "type": "EraseSectors",
        "severity": "Info",
        "startTime": "2024-03-01T09:00:00+00:00",
        "endTime": "2024-03-01T11:00:00+00:00",
        "steps": [
            {
                "type": "StepZero",
                "severity": "Info",
                "startTime": "2024-03-01T09:00:00+00:00",
                "endTime": "2024-03-01T10:00:00+00:00",
            },
            {
                "type": "StepRandom",
                "severity": "Info",
                "startTime": "2024-03-01T10:00:00+00:00",
                "endTime": "2024-03-01T11:00:00+00:00",
            },
        ],
    }


def smartctl_answers() -> list[Json]:
    """A disk, an NVMe drive with two namespaces, a stick behind an unknown bridge, an optical drive."""
    return [
        {
            "device": {"name": "/dev/sda", "info_name": "/dev/sda [SAT]", "type": "sat", "protocol": "ATA"},
            "model_name": "SP500",
            "serial_number": "SPIN-1",
            "rotation_rate": 7200,
            "user_capacity": {"blocks": 976773168, "bytes": 500107862016},
            "local_time": {"time_t": 1709287200, "asctime": "Fri Mar  1 11:00:00 2024 CET"},
        },
        {
            "device": {"name": "/dev/nvme0n1", "info_name": "/dev/nvme0n1", "type": "nvme", "protocol": "NVMe"},
            "model_name": "FL240",
            "serial_number": "FLASH-1",
            "nvme_total_capacity": 240057409536,
            "user_capacity": {"bytes": 120000000000},
        },
        {"smartctl": {"exit_status": 1, "messages": [{"string": "/dev/sdb: Unknown USB bridge", "severity": "error"}]}},
        {
            "device": {"name": "/dev/sr0", "type": "scsi", "protocol": "SCSI"},
            "device_type": {"scsi_value": 5, "name": "CD/DVD"},
            "scsi_product": "Burner",
        },
    ]


def inxi_sections() -> list[Json]:
    """The same drives by name, with the disk's maker, the stick as USB, and a built-in eMMC only inxi knows."""
    return [
        {
            "000#1#0#Machine": [
                {
                    "000#0#1#Type": "Laptop",
                    "001#1#1#System": "Acme",
                    "002#1#2#product": "Feather 14",
                    "004#0#3#serial": "AC-1001",
                    "005#1#1#Chassis": "",
                    "007#0#2#serial": "CHASSIS-9",
                }
            ]
        },
        {
            "001#1#0#Memory": [
                {"000#1#1#RAM": "", "001#0#2#total": "11.5 GiB"},
                {"001#1#2#Device": "DIMM A", "004#0#3#size": "8 GiB"},
                {"001#1#2#Device": "DIMM B", "004#0#3#size": "4096 MiB"},
                {"001#1#2#Device": "DIMM C", "004#0#3#size": "No module installed"},
            ]
        },
        {"002#1#0#CPU": [{"000#1#1#Info": "", "001#0#2#model": "Fast Core 5"}]},
        {
            "007#1#0#Drives": [
                {"000#1#1#Local Storage": "", "002#0#3#raw": "1 TiB"},
                {"001#1#1#ID": "/dev/sda", "003#0#2#vendor": "Spinner", "005#0#2#size": "465.76 GiB", "011#0#2#type": "HDD"},
                {"001#1#2#SMART": "yes"},
                {"001#1#1#ID": "/dev/sdb", "004#0#2#model": "Stick", "005#0#2#size": "14.9 GiB", "003#0#2#type": "USB"},
                {"001#1#1#ID": "/dev/mmcblk0", "004#0#2#model": "DF4064", "005#0#2#size": "58.24 GiB", "006#0#2#serial": "0x1a2b"},
            ]
        },
    ]


def snapshot_report() -> Json:
    """Today's format, with the tools' answers still as values; `packed` turns them into text."""
    return {
        "timestamp": "2024-03-01 11:00:00.123456",
        "type": "Snapshot",
        "uuid": "21111111-2222-4333-8444-555555555555",
        "software": "workbench-script",
        "version": "0.0.1",
        "operator_id": "",
        "data": {"smartctl": smartctl_answers(), "dmidecode": DMIDECODE, "inxi": inxi_sections()},
        "erase": [],
    }


def lshw_tree() -> Json:
    """A disk, an NVMe drive, a DVD drive, an SD card, an eMMC, and a stick below a USB bus."""
    return {
        "id": "box",
        "class": "system",
        "vendor": "Acme",
        "product": "Feather 14 (SKU-1)",
        "serial": "AC-1001",
        "configuration": {"chassis": "notebook"},
        "children": [
            {"id": "cpu", "class": "processor", "product": "Fast(R) Core(TM) 5 CPU @ 2.00GHz"},
            {
                "id": "sata",
                "class": "storage",
                "children": [
                    {
                        "id": "disk:0",
                        "class": "disk",
                        "vendor": "Spinner",
                        "product": "SP50",
                        "serial": "SPIN-1",
                        "logicalname": "/dev/sda",
                        "units": "bytes",
                        "size": 500107862016,
                        "children": [{"id": "volume:0", "class": "volume", "logicalname": "/dev/sda1", "serial": "fs-1"}],
                    },
                    {"id": "cdrom:1", "class": "disk", "product": "Burner", "logicalname": ["/dev/cdrom", "/dev/sr0"]},
                ],
            },
            {
                "id": "usb:0",
                "class": "storage",
                "businfo": "usb@2:2",
                "children": [{"id": "disk", "class": "disk", "product": "Stick", "logicalname": "/dev/sdb", "serial": "USB-1"}],
            },
            {"id": "card", "class": "disk", "description": "SD Card", "product": "SD16", "logicalname": "/dev/mmcblk1"},
            {
                "id": "card",
                "class": "disk",
                "description": "SD/MMC Device",
                "product": "DF4064",
                "serial": "439041101",
                "logicalname": "/dev/mmcblk0",
            },
        ],
    }


def tool_outputs_report() -> Json:
    """The legacy mode of today's tool."""
    return {
        "timestamp": "2024-03-01T11:00:00.123456",
        "type": "Snapshot",
        "uuid": "31111111-2222-4333-8444-555555555555",
        "software": "workbench-script",
        "version": "dev",
        "data": {"lshw": lshw_tree(), "dmidecode": DMIDECODE, "hwinfo": "", "lspci": "", "smart": smartctl_answers()},
    }


def packed(report: Any) -> bytes:
    """The report as a file: smartctl's and inxi's answers become text inside the JSON, as the tool stores them."""
    data = report.get("data") if isinstance(report, dict) else None
    if isinstance(data, dict):
        texts = {name: json.dumps(data[name]) for name in ("smartctl", "inxi") if isinstance(data.get(name), list | dict)}
        report = {**report, "data": {**data, **texts}}
    return json.dumps(report).encode()
