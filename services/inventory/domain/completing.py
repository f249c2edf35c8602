"""A report is added to a machine that is here: what we did not know is filled in, and nothing that we knew is changed."""

from collections.abc import Callable
from uuid import UUID

from services.inventory.domain.drive import Drive, EvidenceSource, WipeEvidence, WipeMethod
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.hardware_report import HardwareReport, ReportedDrive, ReportedWipe
from services.inventory.domain.intake_refusals import OtherMachine
from services.inventory.domain.machine import FilesAnswer, Machine
from shared.contracts.inventory import WipeVoided
from shared.contracts.vocabulary import Chassis, VoidReason


def reported_drive(reported: ReportedDrive, drive_id: UUID, by: UUID) -> Drive:
    """A drive as a report knows it, with what it says of its wiping as evidence that nobody checked."""
    return Drive(
        id=drive_id,
        maker=reported.maker,
        model=reported.model,
        serial=reported.serial,
        capacity_gb=reported.capacity_gb,
        medium=reported.medium,
        wipe=_evidence(reported.wipe, by) if reported.wipe else None,
    )


class Completing(Machine):
    """The rules about a later report."""

    def add_report(self, report: HardwareReport, new_id: Callable[[], UUID], by: UUID) -> None:
        """Take over what is missing here: serial number, processor, memory, kind, drives, and evidence of a wipe.

        A drive of the report that has no number is one of ours if we know any. The evidence of a drive that has some stays, and
        nothing is said about a drive that the report does not name.

        Raises:
            WrongMoment, IsLost: it does not lie on the workbench, so nobody can look at it.
            OtherMachine: both have a serial number, and not the same one.
        """
        self._must_be_here(*ON_THE_WORKBENCH)
        if self.serial and report.serial and self.serial.casefold() != report.serial.casefold():
            raise OtherMachine()
        known = (self.chassis, self.processor, self.memory_mb)
        self.serial = self.serial or report.serial
        self.processor = self.processor or report.processor
        self.memory_mb = self.memory_mb if self.memory_mb is not None else report.memory_mb
        if self.chassis is Chassis.OTHER:
            self.chassis = report.chassis
        was_proven = self.is_proven_empty
        added = [drive for reported in report.drives if (drive := self._take_drive(reported, new_id, by))]
        if added or known != (self.chassis, self.processor, self.memory_mb):
            self._tell_what_it_is()
        if was_proven and added:
            # Whoever heard that every drive in it is empty hears that one is not.
            ids = tuple(drive.id for drive in added)
            self.record(WipeVoided(device_id=self.id, drive_ids=ids, reason=VoidReason.DRIVE_REPLACED))

    def _take_drive(self, reported: ReportedDrive, new_id: Callable[[], UUID], by: UUID) -> Drive | None:
        """Add a drive, or what is missing of one that is here; gives the one that was added."""
        same = next((drive for drive in self.drives if reported.serial and drive.serial == reported.serial), None)
        if same is None and (reported.serial or not self.drives):
            drive = reported_drive(reported, new_id(), by)
            if reported.wipe and not self._counts(reported.wipe):
                drive.wipe = None
            self.drives.append(drive)
            self.drives_changed, self.installation = True, None
            return drive
        if same is not None and same.wipe is None and reported.wipe and self._counts(reported.wipe):
            same.wipe, self.drives_changed, self.installation = _evidence(reported.wipe, by), True, None
        return None

    def _counts(self, wipe: ReportedWipe) -> bool:
        """Whether the wipe says something about now: no family used the machine since, and its files were asked about before."""
        if self.given_out_on is None and not self.was_in_use:
            return True
        if self.was_in_use and self.files not in (FilesAnswer.SAVED, FilesAnswer.NOTHING_TO_KEEP):
            return False
        return bool(wipe.ended_at and self.returned_on and wipe.ended_at.date() >= self.returned_on)


def _evidence(wipe: ReportedWipe, by: UUID) -> WipeEvidence:
    return WipeEvidence(
        method=WipeMethod.OVERWRITE,  # the only kind that the reports we read can prove
        tool=wipe.tool,
        tool_version=wipe.tool_version,
        started_at=wipe.started_at,
        ended_at=wipe.ended_at,
        succeeded=wipe.succeeded,
        recorded_by=by,
        source=EvidenceSource.REPORT,
        verified=wipe.verified,
        rounds=wipe.rounds,
    )
