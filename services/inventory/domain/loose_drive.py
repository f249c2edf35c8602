"""A drive that is in no machine: in the box with parts, or destroyed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.inventory.domain.drive import Drive, WipeEvidence, WipeMethod
from services.inventory.domain.refusals import NotNewDrive, WrongMoment
from services.inventory.domain.sanitization import Level
from services.inventory.domain.wiping import add_evidence, confirm


@dataclass(slots=True)
class LooseDrive:
    """A drive out of its machine. It keeps the evidence that it had.

    Attributes:
        from_device: the machine that it was in last.
        removed_at: since when it is out, UTC.
    """

    drive: Drive
    from_device: UUID
    removed_at: datetime

    @property
    def id(self) -> UUID:
        """Of the drive."""
        return self.drive.id

    @property
    def is_gone(self) -> bool:
        """Whether two people say that it was destroyed."""
        return self.drive.is_destroyed and self.drive.is_proven_empty

    def record_wipe(self, evidence: WipeEvidence) -> None:
        """Keep evidence that it was wiped, or destroyed.

        Raises:
            WrongMoment: it is destroyed already.
            NotNewDrive: a drive that was in a machine is not new out of a box.
            EvidenceTooOld: there is later evidence.
        """
        if self.is_gone:
            raise WrongMoment(device_status="destroyed")
        if evidence.method is WipeMethod.NEW_DRIVE:
            raise NotNewDrive()
        add_evidence(self.drive, evidence)

    def check_wipe(self, by: UUID, at: datetime, disk_minimum: Level = Level.CLEAR) -> None:
        """A person looked, at a moment (UTC). Raises what `confirm` raises."""
        confirm(self.drive, by, at, disk_minimum)
