"""What a machine is and where it is: the facts that every rule about it shares, and the moves that several of them make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.inventory.domain.checklist import WITH_CAMERA, ChecklistResult
from services.inventory.domain.details import NOTHING_SAID, Details
from services.inventory.domain.drive import Drive, VoidedWipe
from services.inventory.domain.fit import Fit, Specs, digest_of, fits_of, meets_of, unknown_that_hides
from services.inventory.domain.refusals import FilesNotAsked, FilesNotSaved, IsLost, WrongMoment
from services.inventory.domain.stage import NO_COMPUTER, Stage
from services.inventory.domain.thing import COMPANION
from services.inventory.domain.use_profile import DEFAULTS, Use, software_for
from shared.contracts.inventory import (
    DeviceCorrected,
    DeviceFound,
    DeviceReady,
    DeviceRetired,
    DeviceReturned,
    DeviceStatusChanged,
    DriveFacts,
    GoesAlong,
    WipeVoided,
)
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, FitAspect, LossKind, UseProfile, VoidReason
from shared.domain import Aggregate, NotFound


class FilesAnswer(StrEnum):
    """What came of the question "shall we save your files?"."""

    KEEP_FIRST = "keep_first"
    SAVED = "saved"
    NOTHING_TO_KEEP = "nothing_to_keep"


@dataclass
class Machine(Aggregate):
    """One machine of one organisation.

    Attributes:
        code: what its sticker says.
        memory_mb: in MiB; None when unknown.
        drives: those that are in it now.
        reserved_for: the request it is kept for.
        loan_id: the loan it is on; while a return is expected, the loan it comes back from.
        accessories: what went along on that loan.
        loaner_ticket, loaner_for: it is kept, or went along, as a loaner: during which repair, of which machine.
        along_with, along_as, along_missing: with which other machine it lies ready to go along, or went along, and as what;
            see `companions`.
        lay_ready_with: with which machine it lay ready when it was lost or went out of use.
        repair_tickets: the repairs that are going on; it is in repair as long as there is one.
        was_in_use: a family used the drives that are in it now, and may have left files on them.
        files: what came of the question about these files since it came back; None when nobody asked.
        files_by, files_at: who noted that last, and when (UTC).
        details: all else that is known of it.
        partner_id, out_since: at which partner it is for warranty or repair, and since when; in repair as long as it is there.
        given_out_on, returned_on, retired_on: days where the organisation is; the last time each of these happened.
        reserved_until: the last day on which it is kept for that request; see `Keeping.kept_until`.
        warned_on: since when pages say that this day comes near.
        meant_for: what it is prepared for, which says what has to be installed.
        uses: what the organisation wishes of a machine for each use.
        asks_camera: whether the list for the hardware of the organisation has camera and microphone on it.
        told_fit: a digest of what the last `device_ready` said about how it fits.
        check, installation: what came of the two lists on the workbench; None when nobody began, or when it counts no more.
        lost, lost_on: that it is lost or stolen, and since which day where the organisation is.
        lot_id: with which others it came in; None when nobody said.
        drives_changed, voided: what has to be stored, since the machine was loaded.
    """

    id: UUID
    code: str
    maker: str
    model: str
    serial: str | None
    chassis: Chassis
    processor: str | None
    memory_mb: int | None
    registered_at: datetime
    drives: list[Drive] = field(default_factory=list)
    status: DeviceState = DeviceState.ARRIVED
    reserved_for: UUID | None = None
    loan_id: UUID | None = None
    accessories: tuple[Accessory, ...] = ()
    loaner_ticket: UUID | None = None
    loaner_for: UUID | None = None
    along_with: UUID | None = None
    along_as: Accessory | None = None
    along_missing: bool = False
    lay_ready_with: UUID | None = None
    repair_tickets: set[UUID] = field(default_factory=set)
    was_in_use: bool = False
    files: FilesAnswer | None = None
    files_by: UUID | None = None
    files_at: datetime | None = None
    given_out_on: date | None = None
    returned_on: date | None = None
    retired_on: date | None = None
    reserved_until: date | None = None
    warned_on: date | None = None
    meant_for: tuple[UseProfile, ...] = ()
    uses: Mapping[UseProfile, Use] = field(default_factory=lambda: DEFAULTS, compare=False)
    told_fit: str | None = None
    asks_camera: bool = field(default=True, compare=False)
    check: ChecklistResult | None = None
    installation: ChecklistResult | None = None
    lost: LossKind | None = None
    lost_on: date | None = None
    lot_id: UUID | None = None
    details: Details = NOTHING_SAID
    partner_id: UUID | None = None
    out_since: date | None = None
    drives_changed: bool = field(default=False, compare=False)
    voided: list[VoidedWipe] = field(default_factory=list, compare=False)

    @property
    def is_proven_empty(self) -> bool:
        """Whether a drive is known, and every drive has checked evidence."""
        return bool(self.drives) and all(drive.is_proven_empty for drive in self.drives)

    @property
    def camera(self) -> bool | None:
        """Whether camera and microphone work, as somebody noted who went through its hardware; None when nobody looked at them."""
        looked = self.check is not None and self.check.finished and self.check.by is not None
        if self.check is None or not looked or not self.asks_camera or self.chassis not in WITH_CAMERA:
            return None
        return not {"camera", "microphone"} & set(self.check.missing)

    @property
    def specs(self) -> Specs:
        """What of it is held against what a use wishes."""
        drives = tuple((drive.medium, drive.capacity_gb) for drive in self.drives)
        said = self.details
        return Specs(
            self.chassis,
            self.memory_mb,
            drives,
            screen_tenths=said.screen_tenths,
            camera=self.camera,
            keyboard=said.keyboard.value if said.keyboard else None,
            year=said.year,
        )

    @property
    def software(self) -> list[str]:
        """The programs that have to be on it, by name: those of the uses that it is meant for."""
        return [one.name for one in software_for(self.uses, self.meant_for)] if self.runs_programs else []

    @property
    def fits(self) -> dict[UseProfile, Fit]:
        """How well it fits each use, and why."""
        return fits_of(self.specs, {profile: use.wishes for profile, use in self.uses.items()})

    @property
    def hidden_by_unknown(self) -> list[FitAspect]:
        """Of what nobody knows: what keeps it from being offered to a family by itself."""
        return unknown_that_hides(self.specs, [use.wishes for use in self.uses.values()])

    @property
    def is_emptied(self) -> bool:
        """Whether nothing of anybody can be on it: it is proven empty, or it is no computer and has no drive that we know of."""
        return self.is_proven_empty or self.holds_nothing

    @property
    def holds_nothing(self) -> bool:
        """Whether there is nothing to empty at all: its kind keeps no files, and no drive is known of it."""
        return not self.drives and self.chassis in NO_COMPUTER

    @property
    def runs_programs(self) -> bool:
        """Whether there is anything to install."""
        return self.chassis not in NO_COMPUTER

    @property
    def is_checked(self) -> bool:
        """Whether a person went through the list of its hardware."""
        return self.check is not None and self.check.finished

    @property
    def is_prepared(self) -> bool:
        """Whether every stage before ready is behind it."""
        installed = self.installation is not None and self.installation.finished
        return self.is_emptied and self.is_checked and (installed or not self.runs_programs)

    @property
    def stage(self) -> Stage | None:
        """How far it is on the workbench; None where there is nothing to do there: elsewhere, or while it is lost."""
        if self.status not in (DeviceState.ARRIVED, DeviceState.RETURNED) or self.lost is not None:
            return None
        if not self.is_emptied:
            return Stage.TO_EMPTY
        if not self.is_checked:
            return Stage.WIPED
        return Stage.INSTALLED if self.is_prepared else Stage.CHECKED

    @property
    def is_on_loan(self) -> bool:
        """Whether a family has it or gets it back; not any more when it is expected back here."""
        return self.loan_id is not None and self.status is not DeviceState.RETURN_EXPECTED

    @property
    def goes_along(self) -> GoesAlong | None:
        """With which machine it lies ready or went along, and as what; None when it goes alone."""
        accessory = self.along_as or COMPANION.get(self.chassis)
        if self.along_with is None or accessory is None:
            return None
        return GoesAlong(device_id=self.along_with, accessory=accessory)

    def _must_be(self, *states: DeviceState) -> None:
        if self.status not in states:
            raise WrongMoment(device_status=self.status.value)

    def _must_be_here(self, *states: DeviceState) -> None:
        """As `_must_be`, for work that needs the machine in hands."""
        self._must_be(*states)
        if self.lost is not None:
            raise IsLost()

    def _drive(self, drive_id: UUID) -> Drive:
        for drive in self.drives:
            if drive.id == drive_id:
                return drive
        raise NotFound()

    def _must_have_settled_files(self) -> None:
        if self.status not in (DeviceState.RETURNED, DeviceState.RETIRED) or not self.was_in_use:
            return
        if self.files is None:
            raise FilesNotAsked()
        if self.files is FilesAnswer.KEEP_FIRST:
            raise FilesNotSaved()

    def _move(self, status: DeviceState) -> None:
        """Be somewhere else, where no event of its own tells it.

        When it lies apart again, whom it is kept for gets all the days anew.
        """
        self.status = status
        self.reserved_until = self.warned_on = None
        self.record(DeviceStatusChanged(device_id=self.id, status=status, loan_id=self.loan_id))

    def _publish_ready(self) -> None:
        self.status, self.reserved_for, self.was_in_use = DeviceState.READY, None, False
        self._is_no_loaner()
        self.along_with = None
        self._tell_ready()

    def _what_it_is(self) -> dict[str, Any]:
        """The facts by which others know it: of `DeviceRegistered`, and all of them again of `DeviceCorrected`."""
        return {
            "device_id": self.id,
            "code": self.code,
            "chassis": self.chassis,
            "maker": self.maker,
            "model": self.model,
            "processor": self.processor,
            "memory_mb": self.memory_mb,
            "drives": tuple(DriveFacts(drive_id=one.id, medium=one.medium, capacity_gb=one.capacity_gb) for one in self.drives),
        }

    def _tell_what_it_is(self) -> None:
        """Others hear when a fact is put right or filled in."""
        self.record(DeviceCorrected(**self._what_it_is()))

    def _tell_ready(self) -> None:
        fits, meets = self.fits, meets_of(self.specs)
        self.told_fit = digest_of(fits, meets)
        self.record(
            DeviceReady(
                device_id=self.id,
                code=self.code,
                chassis=self.chassis,
                maker=self.maker,
                model=self.model,
                memory_mb=self.memory_mb,
                fit={profile: fit.score for profile, fit in fits.items()},
                why={profile: fit.why for profile, fit in fits.items()},
                meets=meets,
            )
        )

    def judge_again(self) -> bool:
        """What a use wishes may have changed: a ready machine that fits otherwise than was told says so. True when it did."""
        if self.status is not DeviceState.READY or self.told_fit == digest_of(self.fits, meets_of(self.specs)):
            return False
        self._tell_ready()
        return True

    def _is_no_loaner(self) -> None:
        self.loaner_ticket = self.loaner_for = None

    def _with_a_family(self) -> None:
        """Whatever a family does with it from now on: what is on the drives is theirs, and none of them is new."""
        self.was_in_use, self.files, self.files_by, self.files_at = True, None, None, None
        for drive in self.drives:
            self.drives_changed |= drive.is_new
            drive.is_new = False

    def _go_on(self) -> None:
        """Where a machine goes that is whole: back to its family, apart for whom it is kept for, or to stock. What is not prepared
        goes to the workbench instead, to the stage where it is."""
        if self.loan_id is not None:
            self._with_a_family()
            self._move(DeviceState.GIVEN_OUT)
        elif self.reserved_for is not None or self.loaner_ticket is not None or self.along_with is not None:
            self._move(DeviceState.RESERVED)
        elif self.is_prepared:
            self._publish_ready()
        else:
            self._move(DeviceState.RETURNED if self.was_in_use else DeviceState.ARRIVED)

    def _come_back(self, day: date) -> None:
        """It is with us and on no loan any more. Evidence from before the family used it says nothing now.

        A drive that a repair put in and that no family used keeps what is known about it.
        """
        self.record(DeviceReturned(device_id=self.id, loan_id=self.loan_id))
        self.loan_id, self.accessories, self.returned_on = None, (), day
        self._is_no_loaner()
        self.along_with, self.along_missing = None, False
        used = [drive for drive in self.drives if not drive.is_new]
        self.was_in_use = bool(used)
        self.files = self.files_by = self.files_at = None
        self.check = self.installation = None
        self._void(used, VoidReason.USED_BY_A_FAMILY)

    def _is_found(self, day: date) -> None:
        self.lost = self.lost_on = None
        self.record(DeviceFound(device_id=self.id, found_on=day, loan_id=self.loan_id, along=self.goes_along))

    def _void(self, drives: Iterable[Drive], reason: VoidReason) -> None:
        """Take away the evidence of these drives, and say so."""
        ids = []
        for drive in drives:
            ids.append(drive.id)
            if drive.wipe is not None:
                self.voided.append(VoidedWipe(drive.id, drive.wipe, reason))
                drive.wipe, self.drives_changed = None, True
        if ids:
            self.record(WipeVoided(device_id=self.id, drive_ids=tuple(ids), reason=reason))

    def _retire(self, day: date) -> None:
        """It goes to no family any more; who has it on loan, or waits for it, learns that from the event.

        From a loan it did not come back first, so what was proven and looked at before the family used it is void now, and the
        files come first.
        """
        used = [drive for drive in self.drives if not drive.is_new]
        if self.loan_id is not None:
            self.check = self.installation = None
        if self.loan_id is not None and self.was_in_use and used:
            self.files = self.files_by = self.files_at = None
            self._void(used, VoidReason.USED_BY_A_FAMILY)
        self.record(DeviceRetired(device_id=self.id, retired_on=day, loan_id=self.loan_id, along=self.goes_along))
        if self.loan_id is None:
            self.lay_ready_with = self.along_with or self.lay_ready_with
        self.status, self.retired_on = DeviceState.RETIRED, day
        self.reserved_for = self.loan_id = None
        self.accessories = ()
        self._is_no_loaner()
        self.along_with, self.along_missing = None, False
        self.repair_tickets.clear()
        self.partner_id = self.out_since = None
