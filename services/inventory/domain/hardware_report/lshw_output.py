"""A file that `lshw -json` wrote by itself: the machine as a tree, bare or in a list. It has no place for wipes."""

from services.inventory.domain.hardware_report import lshw, values
from services.inventory.domain.hardware_report.drives import bring_together
from services.inventory.domain.hardware_report.machine import FoundMachine, name_of
from services.inventory.domain.hardware_report.report import HardwareReport, ReportFormat


def recognises(content: object) -> bool:
    """Whether the report is in this format."""
    roots = values.as_dicts(content) or [values.as_dict(content)]
    return isinstance(roots[0].get("class"), str) and isinstance(roots[0].get("id"), str)


def read(content: object) -> HardwareReport:
    """Read the report.

    Raises:
        ReportRefused: `NO_DEVICE`, also for a list of parts without the machine (`lshw -class disk`); `INCONSISTENT`.
    """
    seen = lshw.read_machine(content) if _is_machine(content) else FoundMachine()
    maker, model = name_of(seen, seen)
    return HardwareReport(
        maker=maker,
        model=model,
        serial=seen.serial,
        chassis=seen.chassis,
        processor=seen.processor,
        memory_mb=seen.memory_mb,
        drives=bring_together([lshw.read_drives(content)]),
        taken_at=None,
        format=ReportFormat.LSHW,
        report_id=None,
        system_uuid=seen.system_uuid,
    )


def _is_machine(content: object) -> bool:
    roots = values.as_dicts(content) or [values.as_dict(content)]
    return roots[0].get("class") == "system"
