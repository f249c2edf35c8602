"""What the API says about devices, and what it is told."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive, WipeMethod
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.retirement import MOST_PARTS, Destination, PartKind, RetireReason
from services.inventory.domain.stage import Stage
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, LossKind, Medium


class DriveView(BaseModel):
    """A drive as the API shows it."""

    id: UUID
    maker: str | None
    model: str | None
    serial: str | None
    capacity_gb: int | None
    medium: Medium
    is_new: bool
    wiped: bool
    wipe_checked: bool


class DeviceView(BaseModel):
    """A device as the API shows it."""

    id: UUID
    code: str
    maker: str
    model: str
    serial: str | None
    chassis: Chassis
    processor: str | None
    memory_mb: int | None
    status: DeviceState
    reserved_for: UUID | None
    loan_id: UUID | None
    accessories: list[Accessory]
    loaner_ticket: UUID | None
    loaner_for: UUID | None
    repair_tickets: list[UUID]
    was_in_use: bool
    files: FilesAnswer | None
    given_out_on: date | None
    returned_on: date | None
    retired_on: date | None
    stage: Stage | None
    missing: list[str]
    lost: LossKind | None
    lost_on: date | None
    lot_id: UUID | None
    drives: list[DriveView]


class DeviceLineView(BaseModel):
    """A device as a list shows it."""

    id: UUID
    code: str
    maker: str
    model: str
    memory_mb: int | None
    status: DeviceState


class DeviceList(BaseModel):
    """A page of devices; `next` is the address of the following page, if there may be one."""

    devices: list[DeviceLineView]
    next: str | None


Tool = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]


class WipeBody(BaseModel):
    """How a drive was wiped; times with their time zone."""

    method: Literal[WipeMethod.OVERWRITE, WipeMethod.SECURE_ERASE, WipeMethod.CRYPTO_ERASE, WipeMethod.NEW_DRIVE]
    tool: Tool
    tool_version: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00-\x1f]*$")] = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    succeeded: bool


class RetireBody(BaseModel):
    """Why a device goes out of use, where it goes, and how many of each kind of part stay; all of it may be noted later."""

    reason: RetireReason | None = None
    destination: Destination | None = None
    parts: dict[PartKind, Annotated[int, Field(ge=1, le=MOST_PARTS)]] = Field(default_factory=dict)


class FilesBody(BaseModel):
    """What the family said to "shall we save your files?"."""

    answer: Literal[FilesAnswer.KEEP_FIRST, FilesAnswer.NOTHING_TO_KEEP]


def view(device: Device) -> DeviceView:
    """What the API says about a device."""
    return DeviceView(
        id=device.id,
        code=device.code,
        maker=device.maker,
        model=device.model,
        serial=device.serial,
        chassis=device.chassis,
        processor=device.processor,
        memory_mb=device.memory_mb,
        status=device.status,
        reserved_for=device.reserved_for,
        loan_id=device.loan_id,
        accessories=list(device.accessories),
        loaner_ticket=device.loaner_ticket,
        loaner_for=device.loaner_for,
        repair_tickets=sorted(device.repair_tickets),
        was_in_use=device.was_in_use,
        files=device.files,
        given_out_on=device.given_out_on,
        returned_on=device.returned_on,
        retired_on=device.retired_on,
        stage=device.stage,
        missing=[*(device.check.missing if device.check else ()), *(device.installation.missing if device.installation else ())],
        lost=device.lost,
        lost_on=device.lost_on,
        lot_id=device.lot_id,
        drives=[drive_view(drive) for drive in device.drives],
    )


def drive_view(drive: Drive) -> DriveView:
    """What the API says about a drive."""
    return DriveView(
        id=drive.id,
        maker=drive.maker,
        model=drive.model,
        serial=drive.serial,
        capacity_gb=drive.capacity_gb,
        medium=drive.medium,
        is_new=drive.is_new,
        wiped=drive.wipe is not None and drive.wipe.succeeded,
        wipe_checked=drive.is_proven_empty,
    )


def told(device: Device, status: int = 200) -> Answer:
    """The answer to a command about one device."""
    return Answer(status, f"/inventory/api/devices/{device.id}", view(device).model_dump(mode="json"))
