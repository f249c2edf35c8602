"""The legacy mode of today's tool: what lshw, dmidecode and smartctl printed. It has no place for wipes."""

from services.inventory.domain.hardware_report import dmidecode, lshw, smartctl, values
from services.inventory.domain.hardware_report.drives import bring_together
from services.inventory.domain.hardware_report.machine import name_of
from services.inventory.domain.hardware_report.report import HardwareReport, ReportFormat
from services.inventory.domain.hardware_report.workbench_snapshot import tool_output
from shared.contracts.vocabulary import Chassis


def recognises(content: object) -> bool:
    """Whether the report is in this format."""
    tools = values.as_dict(values.as_dict(content).get("data"))
    return "lshw" in tools or "smart" in tools


def read(content: object) -> HardwareReport:
    """Read the report.

    Raises:
        ReportRefused: `NO_DEVICE`; `NOT_JSON` or `TOO_COMPLEX` for a damaged part, which may hide a drive; `INCONSISTENT`.
    """
    report = values.as_dict(content)
    tools = values.as_dict(report.get("data"))
    drives_output, tree = tool_output(tools, "smart"), tool_output(tools, "lshw")
    firmware, seen = dmidecode.read_machine(tools.get("dmidecode")), lshw.read_machine(tree)
    maker, model = name_of(firmware, seen)
    return HardwareReport(
        maker=maker,
        model=model,
        serial=firmware.serial or seen.serial,
        chassis=firmware.chassis if firmware.chassis is not Chassis.OTHER else seen.chassis,
        processor=firmware.processor or seen.processor,
        memory_mb=firmware.memory_mb or seen.memory_mb,
        drives=bring_together([smartctl.read_drives(drives_output), lshw.read_drives(tree)]),
        taken_at=values.moment(report.get("timestamp")) or smartctl.read_moment(drives_output),
        format=ReportFormat.TOOL_OUTPUTS,
        report_id=values.report_id(report.get("uuid")),
        system_uuid=firmware.system_uuid or seen.system_uuid,
    )
