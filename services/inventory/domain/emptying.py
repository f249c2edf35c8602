"""A machine is emptied: the family's files first, then each drive, then somebody looks."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.inventory.domain.drive import WipeEvidence, WipeMethod
from services.inventory.domain.machine import FilesAnswer, Machine
from services.inventory.domain.refusals import (
    AlreadyWiped,
    FilesNotAsked,
    NothingToCheck,
    NotNewDrive,
    WipeNotGoodEnough,
    WrongMoment,
)
from shared.contracts.inventory import DeviceWiped
from shared.contracts.vocabulary import DeviceState

ON_THE_WORKBENCH = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED)
"""Where a machine lies with us and its drives can be worked on."""


class Emptying(Machine):
    """The rules about files and drives."""

    def answer_files_question(self, answer: FilesAnswer, by: UUID, at: datetime) -> None:
        """Note what the family said to "shall we save your files?", at a moment (UTC). It may change its mind until the wipe.

        Raises:
            WrongMoment: the machine did not come back from a family, or is further.
            AlreadyWiped: a wipe was recorded since.
        """
        self._must_be(DeviceState.RETURNED)
        if any(drive.wipe is not None for drive in self.drives):
            raise AlreadyWiped()
        self.files, self.files_by, self.files_at = answer, by, at

    def note_files_saved(self, by: UUID, at: datetime) -> None:
        """The files that the family wants are saved, at a moment (UTC). Saying it again changes nothing.

        Raises:
            WrongMoment: the machine did not come back from a family, or there was nothing to save.
            FilesNotAsked: nobody knows whether the family wants them.
        """
        self._must_be(DeviceState.RETURNED)
        if self.files is None:
            raise FilesNotAsked()
        if self.files is FilesAnswer.NOTHING_TO_KEEP:
            raise WrongMoment(device_status=self.status.value)
        if self.files is FilesAnswer.KEEP_FIRST:
            self.files, self.files_by, self.files_at = FilesAnswer.SAVED, by, at

    def record_wipe(self, drive_id: UUID, evidence: WipeEvidence) -> None:
        """Keep evidence of a wipe with the drive; newer evidence takes the place of older.

        Raises:
            NotFound: the machine has no such drive.
            WrongMoment: the machine does not lie on the workbench.
            FilesNotAsked, FilesNotSaved: a family used it, and its files may still be on it.
            NotNewDrive: the evidence says new out of the box, and no repair put this drive in.
        """
        self._must_be(*ON_THE_WORKBENCH)
        drive = self._drive(drive_id)
        self._must_have_settled_files()
        if evidence.method is WipeMethod.NEW_DRIVE and not drive.is_new:
            raise NotNewDrive()
        drive.wipe = replace(evidence, checked_by=None, checked_at=None)
        self.drives_changed = True

    def check_wipe(self, drive_id: UUID, by: UUID, at: datetime, day: date) -> None:
        """A person looked at the drive and found it empty, at a moment (UTC) that is this day where the organisation is.

        Raises:
            NotFound: the machine has no such drive.
            NothingToCheck: nobody recorded a wipe of it.
            WipeNotGoodEnough: the wipe failed, or overwrote a drive that overwriting does not empty.
            WrongMoment: the machine does not lie on the workbench.
        """
        self._must_be(*ON_THE_WORKBENCH)
        drive = self._drive(drive_id)
        if drive.wipe is None:
            raise NothingToCheck()
        if not drive.wipe_reaches_everything:
            raise WipeNotGoodEnough(medium=drive.medium.value, method=drive.wipe.method.value)
        was_empty = self.is_proven_empty
        drive.wipe = replace(drive.wipe, checked_by=by, checked_at=at)
        self.drives_changed = True
        if self.is_proven_empty and not was_empty:
            self.record(DeviceWiped(device_id=self.id, drive_ids=tuple(d.id for d in self.drives), verified_on=day))
