"""The older format: `device` and `components`, each with the actions done to it. Sizes are in megabytes."""

from services.inventory.domain.hardware_report import lshw, values
from services.inventory.domain.hardware_report.drives import check_drives
from services.inventory.domain.hardware_report.erasure import Tool, last_wipe
from services.inventory.domain.hardware_report.machine import chassis_called
from services.inventory.domain.hardware_report.refusal import ReportProblem, ReportRefused
from services.inventory.domain.hardware_report.report import HardwareReport, ReportedDrive, ReportFormat
from shared.contracts.vocabulary import Chassis, Medium

_MEDIA = {"HardDrive": Medium.HDD, "SolidStateDrive": Medium.SSD, "DataStorage": Medium.UNKNOWN}

_Component = dict[str, object]


def recognises(content: object) -> bool:
    """Whether the report is in this format."""
    report = values.as_dict(content)
    return isinstance(report.get("device"), dict) and isinstance(report.get("components"), list)


def read(content: object) -> HardwareReport:
    """Read the report.

    Raises:
        ReportRefused: `NO_DEVICE`, or `INCONSISTENT` when two drives share a serial number.
    """
    report = values.as_dict(content)
    device, components = values.as_dict(report.get("device")), values.as_dicts(report.get("components"))
    maker = values.clean_text(device.get("manufacturer"), values.MAKER_LENGTH)
    model = values.machine_model(maker, device.get("model"), device.get("version"))
    if maker is None or model is None:
        raise ReportRefused(ReportProblem.NO_DEVICE)
    tool = (
        values.clean_text(report.get("software"), values.METHOD_LENGTH) or "unknown",
        values.clean_text(report.get("version"), values.METHOD_LENGTH),
    )
    drives = tuple(_drive(c, tool) for c in components if _is_drive(c))
    check_drives(drives)
    return HardwareReport(
        maker=maker,
        model=model,
        serial=values.clean_serial(device.get("serialNumber")),
        chassis=_chassis(device),
        processor=_processor(components),
        memory_mb=_memory(components),
        drives=drives,
        taken_at=values.moment(report.get("endTime")),
        format=ReportFormat.COMPONENTS,
        report_id=values.report_id(report.get("uuid")),
        system_uuid=lshw.read_machine(values.as_dict(report.get("debug")).get("lshw")).system_uuid,
        battery_percent=_battery(components),
    )


def _battery(components: list[_Component]) -> int | None:
    # The component's size is what it was made to hold, the measurement's what it holds; both in mAh. The last one tells.
    for component in _of_type(components, "Battery"):
        measured = [a for a in values.as_dicts(component.get("actions")) if a.get("type") == "MeasureBattery"]
        new, now = values.number(component.get("size")), values.number(measured[-1].get("size")) if measured else None
        if new and now:
            return values.percentage(100 * now / new)
    return None


def _of_type(components: list[_Component], kind: str) -> list[_Component]:
    return [c for c in components if c.get("type") == kind]


def _chassis(device: _Component) -> Chassis:
    # The type is coarse: an all-in-one is a Desktop there, so the shape goes first.
    shape = chassis_called(device.get("chassis"))
    return shape if shape is not Chassis.OTHER else chassis_called(device.get("type"))


def _processor(components: list[_Component]) -> str | None:
    names = (values.clean_processor(c.get("model")) for c in _of_type(components, "Processor"))
    return next((name for name in names if name), None)


def _memory(components: list[_Component]) -> int | None:
    total = 0.0
    for module in _of_type(components, "RamModule"):
        size = values.number(module.get("size"))
        if size is None:
            return None
        total += size
    return values.megabytes(total)


def _is_drive(component: _Component) -> bool:
    kind = component.get("type")
    if not isinstance(kind, str) or kind not in _MEDIA or component.get("interface") == "USB":
        return False
    return any(component.get(name) for name in ("model", "serialNumber", "size"))


def _drive(component: _Component, tool: Tool) -> ReportedDrive:
    size = values.number(component.get("size"))
    capacity = size * 1e6 if size else None
    nvme = values.as_text(component.get("interface")).casefold() == "nvme"
    return ReportedDrive(
        maker=values.clean_text(component.get("manufacturer"), values.MAKER_LENGTH),
        model=values.clean_text(component.get("model"), values.MODEL_LENGTH),
        serial=values.clean_serial(component.get("serialNumber")),
        capacity_gb=values.gigabytes(capacity),
        medium=Medium.NVME if nvme else _MEDIA[values.as_text(component.get("type"))],
        wipe=last_wipe(component.get("actions"), capacity, tool),
    )
