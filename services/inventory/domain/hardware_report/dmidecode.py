"""The text that `dmidecode` prints: what the machine's firmware says about it."""

import re
from dataclasses import dataclass

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.machine import FoundMachine, chassis_called
from shared.contracts.vocabulary import Chassis

_SYSTEM, _BASE_BOARD, _CHASSIS, _PROCESSOR, _MEMORY_ARRAY, _MEMORY_DEVICE = 1, 2, 3, 4, 16, 17
_HEADER = re.compile(r"Handle (0x[0-9A-Fa-f]{1,8}), DMI type (\d{1,3}),")
_SIZE = re.compile(r"(\d{1,9}) (k|M|G|T)i?B")
_IN_MEGABYTES = {"k": 1 / 1024, "M": 1.0, "G": 1024.0, "T": 1024.0 * 1024}


@dataclass(frozen=True, slots=True)
class _Structure:
    handle: str
    kind: int
    fields: dict[str, str]


def read_machine(text: object) -> FoundMachine:
    """The machine; every field may be None, also when `text` is no text at all."""
    structures = _structures(values.as_text(text))
    system, board, chassis = (_first(structures, kind) for kind in (_SYSTEM, _BASE_BOARD, _CHASSIS))
    maker = values.clean_text(system.get("Manufacturer"), values.MAKER_LENGTH)
    model = values.machine_model(maker, system.get("Product Name"), system.get("Version"))
    if maker is None or model is None:
        # Home-built machines leave the system blank; the board is the nearest thing to a name.
        maker = values.clean_text(board.get("Manufacturer"), values.MAKER_LENGTH)
        model = values.clean_text(board.get("Product Name"), values.MODEL_LENGTH)
    return FoundMachine(
        maker=maker,
        model=model,
        serial=values.clean_serial(system.get("Serial Number")) or values.clean_serial(chassis.get("Serial Number")),
        chassis=chassis_called(chassis.get("Type")) if chassis else Chassis.OTHER,
        processor=_processor(structures),
        memory_mb=_memory(structures),
        system_uuid=values.system_uuid(system.get("UUID")),
    )


def _structures(text: str) -> list[_Structure]:
    found: list[_Structure] = []
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header:
            found.append(_Structure(header[1].upper(), int(header[2]), {}))
        # One tab is a field of the structure; more are the items of a list, which nothing here needs.
        elif found and line.startswith("\t") and not line.startswith("\t\t"):
            name, colon, value = line[1:].partition(":")
            if colon:
                found[-1].fields.setdefault(name.strip(), value.strip())
    return found


def _first(structures: list[_Structure], kind: int) -> dict[str, str]:
    return next((s.fields for s in structures if s.kind == kind), {})


def _processor(structures: list[_Structure]) -> str | None:
    for structure in structures:
        if structure.kind == _PROCESSOR and structure.fields.get("Status", "").startswith("Populated"):
            name = values.clean_processor(structure.fields.get("Version"))
            if name:
                return name
    return None


def _memory(structures: list[_Structure]) -> int | None:
    # Flash, cache and video memory are arrays too.
    other_arrays = {
        s.handle for s in structures if s.kind == _MEMORY_ARRAY and s.fields.get("Use", "System Memory") != "System Memory"
    }
    total = 0.0
    for structure in structures:
        if structure.kind != _MEMORY_DEVICE or structure.fields.get("Array Handle", "").upper() in other_arrays:
            continue
        written = structure.fields.get("Size", "")
        if written in ("No Module Installed", "Not Installed"):
            continue
        size = _SIZE.fullmatch(written)
        if not size:
            return None
        total += int(size[1]) * _IN_MEGABYTES[size[2]]
    return values.megabytes(total)
