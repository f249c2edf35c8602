"""A report of a program that we do not know: what can be recognised is read, the rest is left.

It never carries a drive that is not plainly named as one, and never a wipe. A machine without a known drive cannot go to a
family, so what is missing here cannot let one slip through.
"""

from collections.abc import Iterator

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.drives import check_drives
from services.inventory.domain.hardware_report.machine import chassis_called
from services.inventory.domain.hardware_report.report import HardwareReport, ReportedDrive, ReportFormat
from shared.contracts.vocabulary import Medium

_MAKER = ("manufacturer", "vendor", "maker", "sys_vendor")
_MODEL = ("model", "product_name", "productname", "product", "model_name")
_SERIAL = ("serial_number", "serialnumber", "serial", "product_serial")
_UUID = ("system_uuid", "product_uuid", "uuid")
_CHASSIS = ("chassis", "chassis_type", "form_factor", "type")
_PROCESSOR = ("processor", "cpu", "processor_name", "cpu_model")
_MEMORY = ("memory_mb", "ram_mb")
_DRIVES = ("drives", "disks", "storage", "blockdevices")
_MACHINE = ("system", "device", "machine", "computer", "hardware")
"""The words for the machine itself; with none of these, the report as a whole is about it."""
_KINDS = {"hdd": Medium.HDD, "ssd": Medium.SSD, "nvme": Medium.NVME, "emmc": Medium.EMMC}

_Part = dict[str, object]


def recognises(content: object) -> bool:
    """Whether it names the maker and the model of a machine."""
    return _machine(content) is not None


def read(content: object) -> HardwareReport:
    """Read what can be read. Call it when `recognises` says yes.

    Raises:
        ReportRefused: `INCONSISTENT`, two drives share a serial number; `TOO_COMPLEX`, more drives than a machine can have.
    """
    whole, machine = _plain(content), _machine(content) or {}
    maker = values.clean_text(_first(machine, _MAKER), values.MAKER_LENGTH) or ""
    drives = tuple(drive for part in _drive_parts(whole, machine) if (drive := _drive(part)))
    check_drives(drives)
    return HardwareReport(
        maker=maker,
        model=values.machine_model(maker, _first(machine, _MODEL), machine.get("version")) or "",
        serial=values.clean_serial(_first(machine, _SERIAL)),
        chassis=chassis_called(_first(machine, _CHASSIS)),
        processor=values.clean_processor(_first(machine, _PROCESSOR) or _first(whole, _PROCESSOR)),
        memory_mb=values.megabytes(values.number(_first(machine, _MEMORY) or _first(whole, _MEMORY))),
        drives=drives,
        taken_at=None,
        format=ReportFormat.OTHER,
        report_id=None,
        system_uuid=values.system_uuid(_first(machine, _UUID)),
    )


def _machine(content: object) -> _Part | None:
    whole = _plain(content)
    for part in [*(_plain(whole.get(name)) for name in _MACHINE), whole]:
        named = values.clean_text(_first(part, _MAKER), values.MAKER_LENGTH)
        if named and values.clean_text(_first(part, _MODEL), values.MODEL_LENGTH):
            return part
    return None


def _plain(part: object) -> _Part:
    """The names as they are compared, so that `serialNumber` and `serial_number` are one."""
    return {_name(key): value for key, value in values.as_dict(part).items()}


def _name(key: str) -> str:
    spaced = "".join(f"_{letter}" if letter.isupper() else letter for letter in key[:60])
    return "_".join(spaced.casefold().replace("-", " ").replace("_", " ").split())


def _first(part: _Part, names: tuple[str, ...]) -> object:
    return next((part[name] for name in names if isinstance(part.get(name), str | int | float)), None)


def _drive_parts(*parts: _Part) -> Iterator[_Part]:
    for part in parts:
        for name in _DRIVES:
            found = values.as_dicts(part.get(name))
            if found:
                yield from map(_plain, found)
                return


def _drive(part: _Part) -> ReportedDrive | None:
    model = values.clean_text(_first(part, ("model", "model_name", "product", "name")), values.MODEL_LENGTH)
    serial = values.clean_serial(_first(part, _SERIAL))
    size = values.number(part.get("size_bytes")) or values.number(part.get("size"))
    if part.get("type") in ("part", "rom", "loop", "crypt", "lvm") or not (model or serial):
        return None
    return ReportedDrive(
        maker=values.clean_text(_first(part, _MAKER), values.MAKER_LENGTH),
        model=model,
        serial=serial,
        capacity_gb=values.gigabytes(size),
        medium=_medium(part),
        wipe=None,
    )


def _medium(part: _Part) -> Medium:
    words = [values.as_text(part.get(name))[:20].casefold() for name in ("medium", "type", "media_type", "tran")]
    return next((_KINDS[word] for word in words if word in _KINDS), Medium.UNKNOWN)
