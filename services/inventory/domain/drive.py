"""A drive and the evidence that it is empty. Evidence belongs to the drive, not to the machine it is in."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.sanitization import (
    FLASH,
    EvidenceSource,
    Judgement,
    Level,
    WipeEvidence,
    WipeMethod,
    is_enough,
    judge,
)
from shared.contracts.vocabulary import Medium, VoidReason

__all__ = ["FLASH", "Drive", "EvidenceSource", "Level", "VoidedWipe", "WipeEvidence", "WipeMethod"]


@dataclass(slots=True)
class Drive:
    """One drive, in a machine or loose.

    Attributes:
        is_new: it was put in new, and no family has used it since.
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
    def judgement(self) -> Judgement:
        """What the evidence proves."""
        return judge(self.medium, self.wipe)

    @property
    def wipe_reaches_everything(self) -> bool:
        """Whether the recorded wipe succeeded with a method that is good enough for this medium."""
        return is_enough(self.medium, self.wipe)

    @property
    def is_proven_empty(self) -> bool:
        """Whether a good enough wipe was checked by a person."""
        return self.wipe_reaches_everything and self.wipe is not None and self.wipe.checked_by is not None

    @property
    def is_destroyed(self) -> bool:
        """Whether somebody says that it was destroyed, so that it goes into no machine any more."""
        return self.wipe is not None and self.wipe.method is WipeMethod.DESTROYED and self.wipe.succeeded


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
