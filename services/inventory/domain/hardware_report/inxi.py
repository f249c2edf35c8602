"""The JSON that `inxi` prints: a list of sections whose keys look like `004#0#2#model`."""

import re

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.drives import FoundDrive
from services.inventory.domain.hardware_report.machine import FoundMachine, chassis_called
from shared.contracts.vocabulary import Medium

_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) (M|G|T)iB")
_CONDITION = re.compile(r"\((\d{1,3}(?:\.\d{1,3})?)%\)")
_IN_BYTES = {"M": 1024.0**2, "G": 1024.0**3, "T": 1024.0**4}
_EXTERNAL = {"USB", "Firewire"}

_Row = list[tuple[str, object]]


def read_machine(output: object) -> FoundMachine:
    """The machine; every field may be None."""
    rows = _section(output, "Machine")
    row = rows[0] if rows else []
    maker = values.clean_text(_value(row, "System"), values.MAKER_LENGTH)
    return FoundMachine(
        maker=maker,
        model=values.machine_model(maker, _value(row, "product"), _value(row, "v")),
        serial=_system_serial(row),
        chassis=chassis_called(_value(row, "Type")),
        processor=next((p for r in _section(output, "CPU") if (p := values.clean_processor(_value(r, "model")))), None),
        memory_mb=_memory(output),
    )


def read_drives(output: object) -> list[FoundDrive]:
    """The drives it lists, in its order."""
    drives = []
    for row in _section(output, "Drives"):
        path = values.clean_text(_value(row, "ID"), values.MODEL_LENGTH)
        if path is None or not path.startswith("/dev/"):
            continue
        # Older versions write SSD or HDD under `type`, newer ones under `tech`; USB always stands under `type`.
        kinds = {value for name, value in row if name in ("type", "tech") and isinstance(value, str)}
        drives.append(
            FoundDrive(
                path=path,
                maker=values.clean_text(_value(row, "vendor"), values.MAKER_LENGTH),
                model=values.clean_text(_value(row, "model"), values.MODEL_LENGTH),
                serial=values.clean_serial(_value(row, "serial")),
                capacity_bytes=_bytes(_value(row, "size")),
                medium=_medium(path, kinds),
                external=bool(kinds & _EXTERNAL),
            )
        )
    return drives


def read_battery(output: object) -> int | None:
    """What its first battery still holds, of what it held when new; a mouse or keyboard has none that counts."""
    for row in _section(output, "Battery"):
        condition = _CONDITION.search(values.as_text(_value(row, "condition"))[:80])
        if condition and values.as_text(_value(row, "ID")).startswith("BAT"):
            return values.percentage(float(condition[1]))
    return None


def _section(output: object, title: str) -> list[_Row]:
    for section in values.as_dicts(output):
        for key, rows in section.items():
            if key.rpartition("#")[2] == title:
                return [_row(row) for row in values.as_dicts(rows)]
    return []


def _row(row: dict[str, object]) -> _Row:
    # The number in front gives the order, which tells the machine's serial from its chassis'.
    return [(key.rpartition("#")[2], row[key]) for key in sorted(row)]


def _value(row: _Row, name: str) -> object:
    return next((value for key, value in row if key == name), None)


def _system_serial(row: _Row) -> str | None:
    for name, value in row:
        if name == "Chassis":
            return None
        if name == "serial":
            return values.clean_serial(value)
    return None


def _bytes(written: object) -> float | None:
    size = _SIZE.fullmatch(values.as_text(written)[:40])
    return float(size[1]) * _IN_BYTES[size[2]] if size else None


def _memory(output: object) -> int | None:
    # The total it prints is what is left for use; only the modules say what is installed.
    total = 0.0
    for row in _section(output, "Memory"):
        written = _value(row, "size")
        if _value(row, "Device") is None or (isinstance(written, str) and "no module" in written.casefold()):
            continue
        size = _bytes(written)
        if size is None:
            return None
        total += size
    return values.megabytes(total / 1024**2)


def _medium(path: str, kinds: set[str]) -> Medium:
    if path.startswith("/dev/nvme"):
        return Medium.NVME
    if path.startswith("/dev/mmcblk"):
        return Medium.EMMC
    if "SSD" in kinds:
        return Medium.SSD
    return Medium.HDD if "HDD" in kinds else Medium.UNKNOWN
