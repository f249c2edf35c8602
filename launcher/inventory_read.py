"""`./digibank inventory read`: what a hardware report says, for people who try a survey tool and for other programs."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from launcher.errors import CannotContinue
from services.inventory.domain.hardware_report import (
    MAX_REPORT_BYTES,
    HardwareReport,
    ReportedDrive,
    ReportRefused,
    read_report,
)
from services.inventory.web.refusal_texts import REFUSALS
from shared.web.problems import told


def read_file(file: Path) -> str:
    """What the report in this file says, as JSON. Raises `CannotContinue` with one line on why it cannot be used."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_REPORT_BYTES + 1)
    except OSError as error:
        raise CannotContinue(f"{file}: {error.strerror}") from None
    try:
        report = read_report(content)
    except ReportRefused as refusal:
        text = told(refusal, REFUSALS)
        raise CannotContinue(f"{file}: {text.title}. {text.detail}") from None
    return json.dumps(as_json(report), ensure_ascii=False, indent=2)


def as_json(report: HardwareReport) -> dict[str, Any]:
    """The report as plain values: sizes of memory in MiB, of drives in GB (10⁹ bytes), moments in UTC, null where it is silent."""
    return {
        "format": report.format.value,
        "report_id": str(report.report_id) if report.report_id else None,
        "taken_at": _moment(report.taken_at),
        "maker": report.maker,
        "model": report.model,
        "serial": report.serial,
        "system_uuid": str(report.system_uuid) if report.system_uuid else None,
        "chassis": report.chassis.value,
        "processor": report.processor,
        "memory_mb": report.memory_mb,
        "battery_percent": report.battery_percent,
        "drives": [_drive(drive) for drive in report.drives],
    }


def _drive(drive: ReportedDrive) -> dict[str, Any]:
    wipe = drive.wipe
    return {
        "maker": drive.maker,
        "model": drive.model,
        "serial": drive.serial,
        "capacity_gb": drive.capacity_gb,
        "medium": drive.medium.value,
        "wipe": None
        if wipe is None
        else {
            "method": wipe.method,
            "tool": wipe.tool,
            "tool_version": wipe.tool_version,
            "started_at": _moment(wipe.started_at),
            "ended_at": _moment(wipe.ended_at),
            "succeeded": wipe.succeeded,
        },
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
