"""Evidence comes to a drive, and a person confirms it: the same for a drive in a machine and for a loose one."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.inventory.domain.drive import Drive
from services.inventory.domain.refusals import EvidenceTooOld, FileIsThere, NotByYourself, NothingToCheck, WipeNotGoodEnough
from services.inventory.domain.sanitization import Level, WipeEvidence, is_enough


def add_evidence(drive: Drive, evidence: WipeEvidence) -> None:
    """Keep evidence with the drive, not checked yet. Raises `EvidenceTooOld` when the drive has evidence of a later wipe."""
    known = drive.wipe.ended_at if drive.wipe else None
    if known is not None and evidence.ended_at is not None and evidence.ended_at < known:
        raise EvidenceTooOld()
    drive.wipe = replace(evidence, checked_by=None, checked_at=None)


def confirm(drive: Drive, by: UUID, at: datetime, disk_minimum: Level = Level.CLEAR) -> None:
    """A person looked at the drive and found it empty, or saw that it was destroyed, at a moment (UTC).

    Raises:
        NothingToCheck: nobody recorded a wipe of it.
        WipeNotGoodEnough: the wipe failed, or does not reach the level that this medium needs here.
        NotByYourself: only this person's own word shows it.
    """
    wipe = drive.wipe
    if wipe is None:
        raise NothingToCheck()
    if not is_enough(drive.medium, wipe, disk_minimum):
        raise WipeNotGoodEnough(medium=drive.medium.value, method=wipe.method.value)
    if wipe.needs_somebody_else and wipe.recorded_by == by:
        raise NotByYourself()
    drive.wipe = replace(wipe, checked_by=by, checked_at=at)


def attach(drive: Drive, file: str) -> None:
    """Keep a file, by its SHA-256, with the evidence of a drive. What was checked stays checked: the file is not what proves it.

    Raises:
        NothingToCheck: nobody recorded a wipe of it.
        FileIsThere: this evidence has a file already, and that one stays.
    """
    if drive.wipe is None:
        raise NothingToCheck()
    if drive.wipe.file is not None and drive.wipe.file != file:
        raise FileIsThere()
    drive.wipe = replace(drive.wipe, file=file)
