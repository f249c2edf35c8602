"""A machine is emptied: the family's files first, then each drive, then somebody looks."""

from datetime import date, datetime
from uuid import UUID

from services.inventory.domain.drive import Drive, Level, WipeEvidence, WipeMethod
from services.inventory.domain.machine import FilesAnswer, Machine
from services.inventory.domain.refusals import AlreadyWiped, EvidenceTooOld, FilesNotAsked, NotNewDrive, WrongMoment
from services.inventory.domain.wiping import add_evidence, confirm
from shared.contracts.inventory import DeviceWiped, WipeVoided
from shared.contracts.vocabulary import DeviceState, VoidReason

ON_THE_WORKBENCH = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED)
"""Where a machine lies with us and its drives can be worked on."""
EMPTIED_HERE = (*ON_THE_WORKBENCH, DeviceState.RETIRED)
"""The same, and what is out of use: before that leaves the house, its drives are emptied too."""


class Emptying(Machine):
    """The rules about files and drives."""

    def answer_files_question(self, answer: FilesAnswer, by: UUID, at: datetime) -> None:
        """Note what the family said to "shall we save your files?", at a moment (UTC). It may change its mind until the wipe.

        Raises:
            WrongMoment, IsLost: the machine did not come back from a family, nor ended with one, or is further.
            AlreadyWiped: a wipe was recorded since.
        """
        self._must_be_here(DeviceState.RETURNED, DeviceState.RETIRED)
        if any(drive.wipe is not None for drive in self.drives):
            raise AlreadyWiped()
        self.files, self.files_by, self.files_at = answer, by, at

    def note_files_saved(self, by: UUID, at: datetime) -> None:
        """The files that the family wants are saved, at a moment (UTC). Saying it again changes nothing.

        Raises:
            WrongMoment, IsLost: the machine did not come back from a family, or there was nothing to save.
            FilesNotAsked: nobody knows whether the family wants them.
        """
        self._must_be_here(DeviceState.RETURNED, DeviceState.RETIRED)
        if self.files is None:
            raise FilesNotAsked()
        if self.files is FilesAnswer.NOTHING_TO_KEEP:
            raise WrongMoment(device_status=self.status.value)
        if self.files is FilesAnswer.KEEP_FIRST:
            self.files, self.files_by, self.files_at = FilesAnswer.SAVED, by, at

    def record_wipe(self, drive_id: UUID, evidence: WipeEvidence, wiped_on: date | None = None) -> None:
        """Keep evidence of a wipe with the drive; newer evidence takes the place of older. What was installed is gone.

        Args:
            wiped_on: the day where the organisation is on which it ended, when the evidence tells.

        Raises:
            NotFound: the machine has no such drive.
            WrongMoment, IsLost: the machine does not lie on the workbench; or the drive would be destroyed inside it.
            FilesNotAsked, FilesNotSaved: a family used it, and its files may still be on it.
            NotNewDrive: the evidence says new out of the box, and nobody put this drive in new.
            EvidenceTooOld: a family used the drive since, or there is later evidence.
        """
        self._must_be_here(*EMPTIED_HERE)
        drive = self._drive(drive_id)
        self._must_have_settled_files()
        if evidence.method is WipeMethod.NEW_DRIVE and not drive.is_new:
            raise NotNewDrive()
        if evidence.method is WipeMethod.DESTROYED:
            raise WrongMoment(device_status=self.status.value)
        if self.was_in_use and wiped_on is not None and self.returned_on is not None and wiped_on < self.returned_on:
            raise EvidenceTooOld()
        add_evidence(drive, evidence)
        self.installation = None
        self.drives_changed = True

    def check_wipe(self, drive_id: UUID, by: UUID, at: datetime, day: date, disk_minimum: Level = Level.CLEAR) -> None:
        """A person looked at the drive and found it empty, at a moment (UTC) that is this day where the organisation is.

        Raises:
            NotFound: the machine has no such drive.
            NothingToCheck: nobody recorded a wipe of it.
            WipeNotGoodEnough: the wipe failed, or does not reach the level that this medium needs here.
            NotByYourself: only this person's own word shows it, so somebody else has to confirm it.
            WrongMoment, IsLost: the machine does not lie on the workbench.
        """
        self._must_be_here(*EMPTIED_HERE)
        drive = self._drive(drive_id)
        was_empty = self.is_proven_empty
        confirm(drive, by, at, disk_minimum)
        self.drives_changed = True
        if not was_empty:
            self._say_when_empty(day)

    def take_out(self, drive_id: UUID, day: date) -> Drive:
        """A drive leaves the machine; it keeps its own evidence. What was ready is ready no more.

        Raises:
            NotFound: the machine has no such drive.
            WrongMoment, IsLost: the machine does not lie with us, free to be worked on.
            FilesNotAsked, FilesNotSaved: a family used it, and its files may still be on it.
        """
        self._must_be_free_to_open()
        drive = self._drive(drive_id)
        self._must_have_settled_files()
        self.drives = [one for one in self.drives if one.id != drive_id]
        self._has_other_drives(drive, day)
        return drive

    def put_in(self, drive: Drive, day: date) -> None:
        """A drive comes into the machine, with the evidence that it has. What was ready is ready no more.

        Raises:
            WrongMoment, IsLost: the machine does not lie with us, free to be worked on; or the drive was destroyed.
            FilesNotAsked, FilesNotSaved: a family used the machine, and its files may still be in it.
        """
        self._must_be_free_to_open()
        self._must_have_settled_files()
        if drive.is_destroyed:
            raise WrongMoment(device_status=self.status.value)
        self.drives = [*self.drives, drive]
        self._has_other_drives(drive, day)

    def _must_be_free_to_open(self) -> None:
        self._must_be_here(*EMPTIED_HERE, DeviceState.READY)

    def _has_other_drives(self, drive: Drive, day: date) -> None:
        """Say that what was proven about the machine is void. A family used it as long as a drive of theirs is in it."""
        self.drives_changed, self.installation = True, None
        if all(one.is_new for one in self.drives):
            self.was_in_use, self.files, self.files_by, self.files_at = False, None, None, None
        self.record(WipeVoided(device_id=self.id, drive_ids=(drive.id,), reason=VoidReason.DRIVE_REPLACED))
        if self.status is DeviceState.READY:
            self._move(DeviceState.ARRIVED)
        self._say_when_empty(day)

    def _say_when_empty(self, day: date) -> None:
        if self.is_proven_empty:
            self.record(DeviceWiped(device_id=self.id, drive_ids=tuple(d.id for d in self.drives), verified_on=day))
