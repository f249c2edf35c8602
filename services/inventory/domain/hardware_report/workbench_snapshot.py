"""Today's format: what smartctl, dmidecode and inxi printed, as text.

Its `erase` lists what the wiping commands printed, without saying for which drive, when, or how it ended. That is no
evidence, so no drive of such a report carries a wipe.
"""

from services.inventory.domain.hardware_report import dmidecode, inxi, smartctl, values
from services.inventory.domain.hardware_report.decoding import parse_json
from services.inventory.domain.hardware_report.drives import bring_together
from services.inventory.domain.hardware_report.machine import name_of
from services.inventory.domain.hardware_report.report import HardwareReport, ReportFormat
from shared.contracts.vocabulary import Chassis


def recognises(content: object) -> bool:
    """Whether the report is in this format."""
    tools = values.as_dict(values.as_dict(content).get("data"))
    if "smartctl" in tools or "inxi" in tools:
        return True
    return "dmidecode" in tools and not {"lshw", "smart"} & set(tools)  # the others failed; it still names the machine


def read(content: object) -> HardwareReport:
    """Read the report.

    Raises:
        ReportRefused: `NO_DEVICE`; `NOT_JSON` or `TOO_COMPLEX` for a damaged part, which may hide a drive; `INCONSISTENT`.
    """
    report = values.as_dict(content)
    tools = values.as_dict(report.get("data"))
    drives_output = tool_output(tools, "smartctl")
    overview = tool_output(tools, "inxi")
    firmware, seen = dmidecode.read_machine(tools.get("dmidecode")), inxi.read_machine(overview)
    maker, model = name_of(firmware, seen)
    return HardwareReport(
        maker=maker,
        model=model,
        serial=firmware.serial or seen.serial,
        chassis=firmware.chassis if firmware.chassis is not Chassis.OTHER else seen.chassis,
        processor=firmware.processor or seen.processor,
        memory_mb=firmware.memory_mb or seen.memory_mb,
        drives=bring_together([smartctl.read_drives(drives_output), inxi.read_drives(overview)]),
        taken_at=values.moment(report.get("timestamp")) or smartctl.read_moment(drives_output),
        format=ReportFormat.WORKBENCH_SNAPSHOT,
        report_id=values.report_id(report.get("uuid")),
        system_uuid=firmware.system_uuid,
        battery_percent=inxi.read_battery(overview),
    )


def tool_output(tools: dict[str, object], name: str) -> object:
    """What one tool printed as JSON, whether stored as text or as values; None when it printed nothing.

    Raises:
        ReportRefused: `NOT_JSON` or `TOO_COMPLEX`.
    """
    output = tools.get(name)
    if not isinstance(output, str):
        return output
    return parse_json(output, part=f"data.{name}") if output.strip() else None
