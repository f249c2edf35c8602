"""A machine, from the moment it comes in until it is kept for a family."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.drive import Drive, WipeEvidence
from services.inventory.domain.fit import fit_of
from services.inventory.domain.refusals import NoDriveKnown, NothingToCheck, NotWiped, WipeNotGoodEnough, WrongMoment
from shared.contracts.inventory import ClaimRefused, DeviceReady, DeviceRegistered, DeviceReserved, DeviceWiped, DriveFacts
from shared.contracts.vocabulary import Chassis, RefusalReason
from shared.domain import Aggregate, NotFound


class DeviceStatus(StrEnum):
    """Where a machine is in our hands."""

    ARRIVED = "arrived"
    READY = "ready"
    RESERVED = "reserved"


@dataclass
class Device(Aggregate):
    """One machine of one organisation.

    Attributes:
        code: what its sticker says.
        memory_mb: in MiB; None when unknown.
        reserved_for: the request it is kept for.
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
    status: DeviceStatus = DeviceStatus.ARRIVED
    reserved_for: UUID | None = None

    def register(self) -> None:
        """Take the machine in."""
        self.record(
            DeviceRegistered(
                device_id=self.id,
                code=self.code,
                chassis=self.chassis,
                maker=self.maker,
                model=self.model,
                processor=self.processor,
                memory_mb=self.memory_mb,
                drives=tuple(DriveFacts(drive_id=d.id, medium=d.medium, capacity_gb=d.capacity_gb) for d in self.drives),
            )
        )

    def record_wipe(self, drive_id: UUID, evidence: WipeEvidence) -> None:
        """Keep evidence of a wipe with the drive; newer evidence takes the place of older.

        Raises:
            NotFound: the machine has no such drive.
            WrongMoment: the machine is kept for a family already.
        """
        self._must_be(DeviceStatus.ARRIVED)
        self._drive(drive_id).wipe = replace(evidence, checked_by=None, checked_at=None)

    def check_wipe(self, drive_id: UUID, by: UUID, at: datetime, day: date) -> None:
        """A person looked at the drive and found it empty, at a moment (UTC) that is this day where the organisation is.

        Raises:
            NotFound: the machine has no such drive.
            NothingToCheck: nobody recorded a wipe of it.
            WipeNotGoodEnough: the wipe failed, or overwrote a drive that overwriting does not empty.
            WrongMoment: the machine is kept for a family already.
        """
        self._must_be(DeviceStatus.ARRIVED)
        drive = self._drive(drive_id)
        if drive.wipe is None:
            raise NothingToCheck()
        if not drive.wipe_reaches_everything:
            raise WipeNotGoodEnough(medium=drive.medium.value, method=drive.wipe.method.value)
        was_empty = self._is_proven_empty
        drive.wipe = replace(drive.wipe, checked_by=by, checked_at=at)
        if self._is_proven_empty and not was_empty:
            self.record(DeviceWiped(device_id=self.id, drive_ids=tuple(d.id for d in self.drives), verified_on=day))

    def make_ready(self) -> None:
        """The machine can go to a family from now on.

        Raises:
            NoDriveKnown: no drive is registered, so nothing can prove that it is empty.
            NotWiped: a drive lacks checked evidence.
            WrongMoment: it is ready or reserved already.
        """
        self._must_be(DeviceStatus.ARRIVED)
        if not self.drives:
            raise NoDriveKnown()
        unproven = sum(not drive.is_proven_empty for drive in self.drives)
        if unproven:
            raise NotWiped(drives=unproven)
        self._publish_ready()

    def claim(self, request_id: UUID) -> None:
        """Keep the machine for a request, or say why not. Whoever comes first wins; asking again gets the same answer."""
        if self.status is DeviceStatus.READY:
            self.status, self.reserved_for = DeviceStatus.RESERVED, request_id
        if self.reserved_for == request_id:
            self.record(DeviceReserved(device_id=self.id, request_id=request_id))
            return
        reserved = self.status is DeviceStatus.RESERVED
        reason = RefusalReason.ALREADY_RESERVED if reserved else RefusalReason.NOT_READY
        self.record(ClaimRefused(device_id=self.id, request_id=request_id, reason=reason))

    def release(self, request_id: UUID) -> None:
        """The request does not need the machine any more; for another request than the one it is kept for, nothing changes."""
        if self.status is DeviceStatus.RESERVED and self.reserved_for == request_id:
            self._publish_ready()

    @property
    def _is_proven_empty(self) -> bool:
        return bool(self.drives) and all(drive.is_proven_empty for drive in self.drives)

    def _publish_ready(self) -> None:
        self.status, self.reserved_for = DeviceStatus.READY, None
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

    def _must_be(self, status: DeviceStatus) -> None:
        if self.status is not status:
            raise WrongMoment(device_status=self.status.value)

    def _drive(self, drive_id: UUID) -> Drive:
        for drive in self.drives:
            if drive.id == drive_id:
                return drive
        raise NotFound()
