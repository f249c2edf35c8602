"""What a machine is and where it is: the facts that every rule about it shares, and the moves that several of them make."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.drive import Drive, VoidedWipe
from services.inventory.domain.fit import fit_of
from services.inventory.domain.refusals import FilesNotAsked, FilesNotSaved, WrongMoment
from shared.contracts.inventory import DeviceReady, DeviceRetired, DeviceReturned, DeviceStatusChanged, WipeVoided
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, VoidReason
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
        repair_tickets: the repairs that are going on; it is in repair as long as there is one.
        was_in_use: a family used the drives that are in it now, and may have left files on them.
        files: what came of the question about these files since it came back; None when nobody asked.
        files_by, files_at: who noted that last, and when (UTC).
        given_out_on, returned_on, retired_on: days where the organisation is; the last time each of these happened.
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
    repair_tickets: set[UUID] = field(default_factory=set)
    was_in_use: bool = False
    files: FilesAnswer | None = None
    files_by: UUID | None = None
    files_at: datetime | None = None
    given_out_on: date | None = None
    returned_on: date | None = None
    retired_on: date | None = None
    drives_changed: bool = field(default=False, compare=False)
    voided: list[VoidedWipe] = field(default_factory=list, compare=False)

    @property
    def is_proven_empty(self) -> bool:
        """Whether a drive is known, and every drive has checked evidence."""
        return bool(self.drives) and all(drive.is_proven_empty for drive in self.drives)

    @property
    def is_on_loan(self) -> bool:
        """Whether a family has it or gets it back; not any more when it is expected back here."""
        return self.loan_id is not None and self.status is not DeviceState.RETURN_EXPECTED

    def _must_be(self, *states: DeviceState) -> None:
        if self.status not in states:
            raise WrongMoment(device_status=self.status.value)

    def _drive(self, drive_id: UUID) -> Drive:
        for drive in self.drives:
            if drive.id == drive_id:
                return drive
        raise NotFound()

    def _must_have_settled_files(self) -> None:
        if self.status is not DeviceState.RETURNED or not self.was_in_use:
            return
        if self.files is None:
            raise FilesNotAsked()
        if self.files is FilesAnswer.KEEP_FIRST:
            raise FilesNotSaved()

    def _move(self, status: DeviceState) -> None:
        """Be somewhere else, where no event of its own tells it."""
        self.status = status
        self.record(DeviceStatusChanged(device_id=self.id, status=status, loan_id=self.loan_id))

    def _publish_ready(self) -> None:
        self.status, self.reserved_for, self.was_in_use = DeviceState.READY, None, False
        self._is_no_loaner()
        self.record(
            DeviceReady(
                device_id=self.id,
                code=self.code,
                chassis=self.chassis,
                maker=self.maker,
                model=self.model,
                memory_mb=self.memory_mb,
                fit=fit_of(self.chassis, self.memory_mb, (drive.medium for drive in self.drives)),
            )
        )

    def _is_no_loaner(self) -> None:
        self.loaner_ticket = self.loaner_for = None

    def _with_a_family(self) -> None:
        """Whatever a family does with it from now on: what is on the drives is theirs, and none of them is new."""
        self.was_in_use, self.files, self.files_by, self.files_at = True, None, None, None
        for drive in self.drives:
            self.drives_changed |= drive.is_new
            drive.is_new = False

    def _go_on(self) -> None:
        """Where a machine goes that is whole: back to its family, apart for whom it is kept for, or to stock."""
        if self.loan_id is not None:
            self._with_a_family()
            self._move(DeviceState.GIVEN_OUT)
        elif self.reserved_for is not None or self.loaner_ticket is not None:
            self._move(DeviceState.RESERVED)
        elif self.is_proven_empty:
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
        used = [drive for drive in self.drives if not drive.is_new]
        self.was_in_use = bool(used)
        self.files = self.files_by = self.files_at = None
        self._void(used, VoidReason.USED_BY_A_FAMILY)

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
        """It goes to no family any more; who has it on loan, or waits for it, learns that from the event."""
        self.record(DeviceRetired(device_id=self.id, retired_on=day, loan_id=self.loan_id))
        self.status, self.retired_on = DeviceState.RETIRED, day
        self.reserved_for = self.loan_id = None
        self.accessories = ()
        self._is_no_loaner()
        self.repair_tickets.clear()
