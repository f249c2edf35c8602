"""A drive and the evidence that it is empty. Evidence belongs to the drive, not to the machine it is in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.contracts.vocabulary import Medium, VoidReason

FLASH = frozenset({Medium.SSD, Medium.NVME, Medium.EMMC, Medium.UNKNOWN})
"""Media that keep spare blocks which overwriting does not reach. A medium we do not know is treated as one of these."""


class WipeMethod(StrEnum):
    """How a drive was emptied."""

    OVERWRITE = "overwrite"
    SECURE_ERASE = "secure_erase"
    CRYPTO_ERASE = "crypto_erase"
    NEW_DRIVE = "new_drive"
    """Nothing was wiped: the drive came new, out of a closed box. Counts only for a drive that a repair put in."""


@dataclass(frozen=True, slots=True)
class WipeEvidence:
    """What shows that a drive was wiped, after NIST SP 800-88 Rev. 2 (2025): how, with what, when, result, who, who checked.

    Attributes:
        method: how.
        tool, tool_version: with what.
        started_at, ended_at: when, UTC; None where a report does not say.
        succeeded: what the tool said.
        recorded_by: the person who did it or brought the report.
        checked_by, checked_at: the person who looked whether the drive is really empty, and when (UTC); None until then.
    """

    method: WipeMethod
    tool: str
    tool_version: str | None
    started_at: datetime | None
    ended_at: datetime | None
    succeeded: bool
    recorded_by: UUID
    checked_by: UUID | None = None
    checked_at: datetime | None = None


@dataclass(slots=True)
class Drive:
    """One drive in one machine.

    Attributes:
        is_new: a repair put it in, and no family has used it since.
    """

    id: UUID
    maker: str | None
    model: str | None
    serial: str | None
    capacity_gb: int | None
    medium: Medium
    wipe: WipeEvidence | None = None
    is_new: bool = False

    @property
    def wipe_reaches_everything(self) -> bool:
        """Whether the recorded wipe succeeded with a method that is good enough for this medium.

        Overwriting clears a hard disk; on flash it leaves spare blocks, so flash needs the drive's own erase command
        (NIST SP 800-88 Rev. 2: purge).
        """
        if self.wipe is None or not self.wipe.succeeded:
            return False
        return self.medium not in FLASH or self.wipe.method is not WipeMethod.OVERWRITE

    @property
    def is_proven_empty(self) -> bool:
        """Whether a good enough wipe was checked by a person."""
        return self.wipe_reaches_everything and self.wipe is not None and self.wipe.checked_by is not None


@dataclass(frozen=True, slots=True)
class VoidedWipe:
    """Evidence that once counted and does not any more, kept as history.

    Attributes:
        drive_id: of which drive.
        wipe: what was recorded then.
        reason: why it says nothing any more.
    """

    drive_id: UUID
    wipe: WipeEvidence
    reason: VoidReason
