"""What a hardware report says, in our own terms, the same for every format."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.contracts.vocabulary import Chassis, Medium


class ReportFormat(StrEnum):
    """Which of the known formats the report was in."""

    COMPONENTS = "components"
    """A list of components with the actions done to them: Workbench 11 and older. The one that can prove a wipe."""
    WORKBENCH_SNAPSHOT = "workbench_snapshot"
    """Output of smartctl, dmidecode and inxi as text: today's workbench-script."""
    TOOL_OUTPUTS = "tool_outputs"
    """Output of lshw, hwinfo, dmidecode, lspci and smartctl: workbench-script in its legacy mode."""
    LSHW = "lshw"
    """What `lshw -json` prints, as it stands."""
    OTHER = "other"
    """None of these, but it names a maker and a model: only what can be recognised is read, and no wipe."""


@dataclass(frozen=True, slots=True)
class ReportedWipe:
    """What the report says about the last wipe of a drive.

    Attributes:
        method: such as `overwrite, 1 pass`.
        tool: the program that did it.
        started_at, ended_at: UTC; None when the report does not say, or says it without a time zone.
        succeeded: whether the report proves it: begun and ended at known times, without a single complaint in any step.
        verified: the tool read back what it wrote.
        rounds: how many passes over the whole drive; None when the report does not say.
    """

    method: str
    tool: str
    tool_version: str | None
    started_at: datetime | None
    ended_at: datetime | None
    succeeded: bool
    verified: bool = False
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class ReportedDrive:
    """A drive that belongs to the machine: no optical drive, card reader or USB stick.

    Attributes:
        capacity_gb: decimal gigabytes (10⁹ bytes), rounded, as printed on the drive.
        wipe: the evidence in this report; None when it says nothing, which is not the same as a failed wipe.
    """

    maker: str | None
    model: str | None
    serial: str | None
    capacity_gb: int | None
    medium: Medium
    wipe: ReportedWipe | None


@dataclass(frozen=True, slots=True)
class HardwareReport:
    """One machine as surveyed at one moment.

    Attributes:
        serial: the machine's own; None when the maker left a placeholder.
        memory_mb: installed memory in binary megabytes (8 GiB is 8192); None when any module is of unknown size.
        taken_at: UTC; the moment the report gives for itself, which may lie before a wipe it describes. None when it gives
            a local time only.
        report_id: the report's own id, to recognise the same file twice.
        system_uuid: the machine's own id, as `values.system_uuid` spells it; None when its maker left it out.
        battery_percent: what the battery can still hold of what it held when new; None when the report does not say.
    """

    maker: str
    model: str
    serial: str | None
    chassis: Chassis
    processor: str | None
    memory_mb: int | None
    drives: tuple[ReportedDrive, ...]
    taken_at: datetime | None
    format: ReportFormat
    report_id: UUID | None
    system_uuid: UUID | None = None
    battery_percent: int | None = None
