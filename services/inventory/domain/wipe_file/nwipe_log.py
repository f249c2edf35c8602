"""The log of nwipe, as version 0.30 and later write it, also under ShredOS.

Each line tells a moment, a level and what happened to a drive by the name the system gives it (`/dev/sda`). At the end stand two
tables: errors by drive, and how each drive ended. A drive of which the tables say nothing is not proven wiped.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from services.inventory.domain.hardware_report import values
from services.inventory.domain.sanitization import WipeMethod
from services.inventory.domain.wipe_file.erasure import ErasureProblem, ReportedErasure

MOST_DRIVES = 500
MOST_LINES = 50_000

_LINE = re.compile(r"\[(\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)\] {1,9}(?:nwipe: )?(\w{1,12}): (.*)")
_VERSION = re.compile(r"nwipe (\d[\w.+-]{0,30})$")
_FOUND = re.compile(r"Found (/dev/[\w/-]{1,40}), *(.*), *S/N=(.*)$")
_SERIAL = re.compile(r"(/dev/[\w/-]{1,40}) has serial number (.*)$")
_SIZE = re.compile(r"(/dev/[\w/-]{1,40}), (?:sect/blk/dev|.*?) \d+/\d+/(\d{6,18})$")
_DEVICE = re.compile(r"/dev/[\w/-]{1,40}")
_METHOD = re.compile(r"Invoking method '([^']{1,60})' on")
_ROUND = re.compile(r"Starting pass \d+(?:/| of )(\d+), round \d+(?:/| of )(\d+)")
_VERIFIED = re.compile(r"Verified (?:pass|that|last|the final)|\[SUCCESS\] Verified")
_HIDDEN = re.compile(r"[X?]{4,}")


@dataclass
class _Drive:
    """What the log told of one drive so far."""

    serial: str | None = None
    model: str | None = None
    size: int | None = None
    method: str | None = None
    began: datetime | None = None
    ended: datetime | None = None
    rounds: int | None = None
    verified: bool = False
    errors: int = 0
    complained: bool = False
    status: str | None = None


@dataclass
class _Log:
    version: str | None = None
    drives: dict[str, _Drive] = field(default_factory=dict)

    def drive(self, name: str) -> _Drive:
        """By the name of the system, such as `sda`."""
        if len(self.drives) >= MOST_DRIVES and name not in self.drives:
            return _Drive()
        return self.drives.setdefault(name, _Drive())


def read_nwipe_log(text: str, zone: tzinfo) -> tuple[ReportedErasure, ...] | None:
    """The wipes that a log tells of, one for each drive that was begun with; None when it is no log of nwipe.

    Args:
        zone: the log tells the time of the wall, without saying where it hangs.
    """
    lines = text.splitlines()[:MOST_LINES]
    log, table, is_log = _Log(), "", False
    for line in _whole(lines):
        told = _LINE.match(line)
        if told is None:
            table = _table_of(line) or table
            _read_row(log, table, line)
            continue
        table = ""
        is_log = is_log or "nwipe" in line
        _read_line(log, _moment(told[1], zone), told[2], told[3].strip())
    if not is_log:
        return None
    return tuple(_erasure(log, drive) for drive in log.drives.values() if drive.method is not None)


def _whole(lines: list[str]) -> list[str]:
    """Lines as they were before nwipe broke them at the width of a screen: what follows is moved far to the right."""
    whole: list[str] = []
    for line in lines:
        if whole and whole[-1].startswith("[") and line.startswith(" " * 20) and "|" not in line:
            whole[-1] = (whole[-1] + line.strip())[:2000]
        else:
            whole.append(line[:2000])
    return whole


def _read_line(log: _Log, moment: datetime | None, level: str, words: str) -> None:
    if version := _VERSION.match(words):
        log.version = version[1]
    if found := _FOUND.match(words):
        _describe(log.drive(_name(found[1])), found[2], found[3])
        return
    if serial := _SERIAL.match(words):
        log.drive(_name(serial[1])).serial = _clean_serial(serial[2])
        return
    if size := _SIZE.match(words):
        log.drive(_name(size[1])).size = int(size[2])
        return
    named = _DEVICE.search(words)
    if named is None:
        return
    drive = log.drive(_name(named[0]))
    if method := _METHOD.search(words):
        drive.method, drive.began, drive.ended, drive.rounds = method[1], moment, None, None
        drive.verified = drive.complained = False
        return
    if drive.method is None:
        return
    drive.ended = moment or drive.ended
    if passes := _ROUND.search(words):
        drive.rounds = min(int(passes[1]) * int(passes[2]), 1000)
    drive.verified = drive.verified or bool(_VERIFIED.search(words))
    drive.complained = drive.complained or level in ("error", "fatal", "sanity") or "[FAILURE]" in words


def _describe(drive: _Drive, facts: str, serial: str) -> None:
    """`ATA, HITACHI HTS543232A7A384, 320 GB`: how it is connected, what it is, how large."""
    parts = [part.strip() for part in facts.split(",")]
    size = re.fullmatch(r"(\d{1,7}) ?([KMGT])B", parts[-1]) if parts else None
    if size:
        drive.size = drive.size or int(size[1]) * 10 ** {"K": 3, "M": 6, "G": 9, "T": 12}[size[2]]
        parts.pop()
    drive.model = values.clean_text(parts[-1], values.MODEL_LENGTH) if parts else None
    drive.serial = _clean_serial(serial)


def _table_of(line: str) -> str:
    if "Error Summary" in line:
        return "errors"
    return "status" if "Drive Status" in line else ""


def _read_row(log: _Log, table: str, line: str) -> None:
    cells = [cell.strip() for cell in line.lstrip("! ").split("|")]
    drive = log.drives.get(cells[0])
    if drive is None or len(cells) < 2:
        return
    if table == "errors":
        drive.errors = sum(int(cell) for cell in cells[1:] if re.fullmatch(r"\d{1,12}", cell))
    elif table == "status":
        drive.status = cells[1].strip("- ").casefold()
        drive.serial = drive.serial or _clean_serial(cells[-1].rpartition("/")[2])


def _erasure(log: _Log, drive: _Drive) -> ReportedErasure:
    method = (drive.method or "").casefold()
    return ReportedErasure(
        serial=drive.serial,
        model=drive.model,
        capacity_gb=values.gigabytes(float(drive.size)) if drive.size else None,
        method=WipeMethod.SECURE_ERASE if "secure erase" in method or "sanitize" in method else WipeMethod.OVERWRITE,
        tool="nwipe",
        tool_version=log.version,
        started_at=drive.began,
        ended_at=drive.ended,
        rounds=drive.rounds,
        verified=drive.verified,
        problem=_problem(drive, method),
    )


def _problem(drive: _Drive, method: str) -> ErasureProblem | None:
    if method.startswith("verify"):
        return ErasureProblem.ONLY_READ
    if drive.status is None or drive.began is None or drive.ended is None:
        return ErasureProblem.NO_END
    if "abort" in drive.status:
        return ErasureProblem.STOPPED
    if drive.status != "erased" or drive.errors or drive.complained or drive.ended < drive.began:
        return ErasureProblem.FAILED
    return None


def _moment(text: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y/%m/%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _clean_serial(text: str) -> str | None:
    """A serial number; None where the log hides it, as nwipe does on request."""
    serial = values.clean_serial(text)
    return None if serial is None or _HIDDEN.fullmatch(serial) else serial
