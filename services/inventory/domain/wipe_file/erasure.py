"""What a file says about the wiping of drives, in our own terms."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.inventory.domain.sanitization import EvidenceSource, WipeMethod
from shared.domain import Refused


class ErasureProblem(StrEnum):
    """Why a wipe that a file tells of is no proof."""

    FAILED = "failed"
    STOPPED = "stopped"
    """Somebody broke it off."""
    NO_END = "no_end"
    """The file ends before the wipe does."""
    ONLY_READ = "only_read"
    """Nothing was written: the program only looked whether the drive is empty."""


@dataclass(frozen=True, slots=True)
class ReportedErasure:
    """The last wipe of one drive.

    Attributes:
        serial: None when the file hides it, or the drive has none.
        capacity_gb: decimal gigabytes.
        started_at, ended_at: UTC; None when the file does not say.
        rounds: how many passes over the whole drive.
        verified: the tool read back what it wrote.
        problem: why it proves nothing; None when all went well.
    """

    serial: str | None
    model: str | None
    capacity_gb: int | None
    method: WipeMethod
    tool: str
    tool_version: str | None
    started_at: datetime | None
    ended_at: datetime | None
    rounds: int | None
    verified: bool
    problem: ErasureProblem | None


@dataclass(frozen=True, slots=True)
class WipeFile:
    """What one file says, drive by drive."""

    source: EvidenceSource
    erasures: tuple[ReportedErasure, ...]


class WipeFileProblem(StrEnum):
    """What is wrong with a file as a whole."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PDF = "pdf"
    UNKNOWN = "unknown"
    NOTHING_WIPED = "nothing_wiped"


class WipeFileRefused(Refused):
    """The file cannot be used as evidence; `reason` says why. It carries nothing of the file itself."""

    def __init__(self, reason: WipeFileProblem) -> None:
        super().__init__()
        self.reason = reason
        self.args = (f"the file is no evidence of a wipe: {reason.value}",)
        self.code = f"wipe_file_{reason.value}"
