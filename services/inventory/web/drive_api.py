"""Drives by themselves, for programs: swapping those of a device, and what is proven of one that is in no device."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, StringConstraints

from services.inventory.commands.swap_drive import AddDrive, PutInDrive, TakeOutDrive, add_drive, put_in_drive, take_out_drive
from services.inventory.commands.wipe_loose_drive import CheckLooseWipe, RecordLooseWipe, check_loose_wipe, record_loose_wipe
from services.inventory.domain.loose_drive import LooseDrive
from services.inventory.domain.sanitization import WipeMethod
from services.inventory.queries import drives as queries
from services.inventory.queries.drives import KnownDrive
from services.inventory.web.views import DeviceView, DriveView, Tool, drive_view, told
from services.inventory.web.wipe_texts import DESTROYED_HOW
from shared.bus.answers import Answer
from shared.contracts.inventory import CapacityGigabytes
from shared.contracts.vocabulary import Medium
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["drives"])

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
Words = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
How = Annotated[str, StringConstraints(pattern=f"^({'|'.join(DESTROYED_HOW)})$")]


class PutInBody(BaseModel):
    """Which loose drive."""

    drive_id: UUID


class NewDriveBody(BaseModel):
    """A drive that we did not know. `is_new`: it came out of a closed box."""

    medium: Medium
    is_new: bool
    capacity_gb: CapacityGigabytes | None = None
    model: Words | None = None
    serial: Words | None = None


class LooseWipeBody(BaseModel):
    """How a loose drive was wiped, and with what."""

    method: Literal[WipeMethod.OVERWRITE, WipeMethod.SECURE_ERASE, WipeMethod.CRYPTO_ERASE]
    tool: Tool
    succeeded: bool


class DestroyBody(BaseModel):
    """How a drive was destroyed."""

    how: How


class KnownDriveView(DriveView):
    """A drive with the device that it is in, or was in last; `loose_since` is None while it is in one."""

    device_id: UUID
    loose_since: AwareDatetime | None


class DriveList(BaseModel):
    """Drives that are in no device, the newest first; `next` is the address of the following page, if there may be one."""

    drives: list[KnownDriveView]
    next: str | None


@router.get("/drives", dependencies=[SEE])
async def get_loose_drives(request: Request, person: SignedIn, before: UUID | None = None) -> DriveList:
    """Drives that are in no device."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.loose_drives(unit, before=before)
    following = f"/inventory/api/drives?before={found[-1].drive.id}" if len(found) == queries.PAGE else None
    return DriveList(drives=[_view(one) for one in found], next=following)


@router.get("/drives/{drive_id}", dependencies=[SEE])
async def get_drive(request: Request, drive_id: UUID, person: SignedIn) -> KnownDriveView:
    """One drive, in a device or loose."""
    async with running_service(request).units.open(person.organisation) as unit:
        return _view(await queries.get_drive(unit, drive_id))


@router.post("/drives/{drive_id}/wipe", response_model=KnownDriveView, dependencies=[PREPARE])
async def post_loose_wipe(drive_id: UUID, body: LooseWipeBody, call: ApiCall) -> Response:
    """Record how a loose drive was wiped. Somebody has to check it before it counts."""
    command = RecordLooseWipe(drive_id, body.method, body.tool, body.succeeded, call.person.id)
    return as_json(await call.answer(lambda unit: record_loose_wipe(command, unit), _told_drive))


@router.post("/drives/{drive_id}/destroy", response_model=KnownDriveView, dependencies=[PREPARE])
async def post_destroyed(drive_id: UUID, body: DestroyBody, call: ApiCall) -> Response:
    """Record that a loose drive was destroyed. Somebody else has to confirm it."""
    command = RecordLooseWipe(drive_id, WipeMethod.DESTROYED, body.how, True, call.person.id)
    return as_json(await call.answer(lambda unit: record_loose_wipe(command, unit), _told_drive))


@router.post("/drives/{drive_id}/check", response_model=KnownDriveView, dependencies=[PREPARE])
async def post_loose_check(drive_id: UUID, call: ApiCall) -> Response:
    """Confirm that a loose drive is really empty, or destroyed."""
    command = CheckLooseWipe(drive_id, call.person.id)
    return as_json(await call.answer(lambda unit: check_loose_wipe(command, unit), _told_drive))


@router.post("/devices/{device_id}/drives/{drive_id}/take-out", response_model=DeviceView, dependencies=[PREPARE])
async def post_take_out(device_id: UUID, drive_id: UUID, call: ApiCall) -> Response:
    """A drive leaves a device on the workbench, with the evidence it has. What was ready is ready no more."""
    command = TakeOutDrive(device_id, drive_id, call.person.id)
    return as_json(await call.answer(lambda unit: take_out_drive(command, unit), told))


@router.post("/devices/{device_id}/put-in", response_model=DeviceView, dependencies=[PREPARE])
async def post_put_in(device_id: UUID, body: PutInBody, call: ApiCall) -> Response:
    """A loose drive comes into a device, with the evidence it has."""
    command = PutInDrive(device_id, body.drive_id, call.person.id)
    return as_json(await call.answer(lambda unit: put_in_drive(command, unit), told))


@router.post("/devices/{device_id}/add-drive", response_model=DeviceView, dependencies=[PREPARE])
async def post_add_drive(device_id: UUID, body: NewDriveBody, call: ApiCall) -> Response:
    """A drive that we did not know comes into a device, without evidence."""
    command = AddDrive(device_id, body.medium, body.capacity_gb, body.model or "", body.serial or "", body.is_new, call.person.id)
    return as_json(await call.answer(lambda unit: add_drive(command, unit), told))


def _view(one: KnownDrive) -> KnownDriveView:
    return KnownDriveView(**drive_view(one.drive).model_dump(), device_id=one.device_id, loose_since=one.removed_at)


def _told_drive(one: LooseDrive) -> Answer:
    view = KnownDriveView(**drive_view(one.drive).model_dump(), device_id=one.from_device, loose_since=one.removed_at)
    return Answer(200, f"/inventory/api/drives/{one.id}", view.model_dump(mode="json"))
