"""Bringing together what several tools say about the drives of one machine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.inventory.domain.hardware_report import values
from services.inventory.domain.hardware_report.refusal import ReportProblem, ReportRefused
from services.inventory.domain.hardware_report.report import ReportedDrive
from shared.contracts.vocabulary import Medium

_MAX_DRIVES = 100
"""Every drive is compared with every other: without a bound a small file could keep a processor busy for minutes."""


@dataclass(frozen=True, slots=True)
class FoundDrive:
    """A drive as one tool sees it.

    Attributes:
        path: the system's name for it, such as `/dev/sda`; None when the tool gives none.
        external: plugged in from outside, such as a USB stick or an SD card.
    """

    path: str | None
    maker: str | None = None
    model: str | None = None
    serial: str | None = None
    capacity_bytes: float | None = None
    medium: Medium = Medium.UNKNOWN
    external: bool = False


def bring_together(sources: Sequence[Iterable[FoundDrive]]) -> tuple[ReportedDrive, ...]:
    """The machine's own drives, each once; an earlier source is believed before a later one.

    A drive that only one source knows counts: missing one would let a machine go out with a drive that nobody wiped.

    Raises:
        ReportRefused: see `check_drives`.
    """
    found: list[FoundDrive] = []
    for source in sources:
        for drive in source:
            place = next((i for i, known in enumerate(found) if _same(known, drive)), None)
            if place is None:
                found.append(drive)
                _check_count(len(found))
            else:
                found[place] = _fill_in(found[place], drive)
    drives = tuple(
        ReportedDrive(d.maker, d.model, d.serial, values.gigabytes(d.capacity_bytes), d.medium, wipe=None)
        for d in found
        if not d.external and (d.model or d.serial or d.capacity_bytes)
    )
    check_drives(drives)
    return drives


def check_drives(drives: Sequence[ReportedDrive]) -> None:
    """Make sure that the drives can be those of one machine and that a serial number, on which wipe evidence hangs, names one.

    Raises:
        ReportRefused: `INCONSISTENT`, two drives share a serial number; `TOO_COMPLEX`, more drives than a machine can have.
    """
    _check_count(len(drives))
    serials = [d.serial.casefold() for d in drives if d.serial]
    if len(set(serials)) < len(serials):
        raise ReportRefused(ReportProblem.INCONSISTENT, "two drives have the same serial number")


def _check_count(drives: int) -> None:
    if drives > _MAX_DRIVES:
        raise ReportRefused(ReportProblem.TOO_COMPLEX, f"more than {_MAX_DRIVES} drives")


def _same(one: FoundDrive, other: FoundDrive) -> bool:
    if one.path and other.path:
        return one.path == other.path
    return one.serial is not None and one.serial == other.serial


def _fill_in(first: FoundDrive, second: FoundDrive) -> FoundDrive:
    return replace(
        first,
        path=first.path or second.path,
        maker=first.maker or second.maker,
        model=first.model or second.model,
        serial=first.serial or second.serial,
        capacity_bytes=first.capacity_bytes or second.capacity_bytes,
        medium=first.medium if first.medium is not Medium.UNKNOWN else second.medium,
        external=first.external or second.external,
    )
