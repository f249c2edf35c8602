"""The API of inventory."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, Field

from services.inventory.commands.check_wipe import CheckWipe, check_wipe
from services.inventory.commands.make_ready import MakeReady, make_ready
from services.inventory.commands.record_wipe import RecordWipe, record_wipe
from services.inventory.commands.register_device import RegisterDevice, register_device
from services.inventory.domain.device import Device, DeviceStatus
from services.inventory.domain.drive import WipeMethod
from services.inventory.queries import devices as queries
from services.inventory.web.upload import read_outside_loop
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis, Medium
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["inventory"])


class DriveView(BaseModel):
    """A drive as the API shows it."""

    id: UUID
    maker: str | None
    model: str | None
    serial: str | None
    capacity_gb: int | None
    medium: Medium
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
    status: DeviceStatus
    reserved_for: UUID | None
    drives: list[DriveView]


class DeviceLineView(BaseModel):
    """A device as a list shows it."""

    id: UUID
    code: str
    maker: str
    model: str
    memory_mb: int | None
    status: DeviceStatus


class DeviceList(BaseModel):
    """A page of devices; `next` is the address of the following page, if there may be one."""

    devices: list[DeviceLineView]
    next: str | None


class WipeBody(BaseModel):
    """How a drive was wiped; times with their time zone."""

    method: WipeMethod
    tool: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]+$")]
    tool_version: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00-\x1f]*$")] = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    succeeded: bool


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
        drives=[
            DriveView(
                id=drive.id,
                maker=drive.maker,
                model=drive.model,
                serial=drive.serial,
                capacity_gb=drive.capacity_gb,
                medium=drive.medium,
                wiped=drive.wipe is not None and drive.wipe.succeeded,
                wipe_checked=drive.is_proven_empty,
            )
            for drive in device.drives
        ],
    )


def told(device: Device, status: int = 200) -> Answer:
    """The answer to a command about one device."""
    return Answer(status, f"/inventory/api/devices/{device.id}", view(device).model_dump(mode="json"))


@router.post("/devices", status_code=201, response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_device(request: Request, call: ApiCall) -> Response:
    """Register a device: the body is the hardware report itself, at most 10 MB."""
    report = await read_outside_loop(await request.body())
    answer = await call.answer(
        lambda unit: register_device(RegisterDevice(report, call.person.id), unit), lambda device: told(device, 201)
    )
    return as_json(answer)


@router.post(
    "/devices/{device_id}/drives/{drive_id}/wipe", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)]
)
async def post_wipe(device_id: UUID, drive_id: UUID, body: WipeBody, call: ApiCall) -> Response:
    """Record how a drive was wiped. Somebody has to check it before it counts."""
    command = RecordWipe(
        device_id=device_id,
        drive_id=drive_id,
        method=body.method,
        tool=body.tool,
        tool_version=body.tool_version,
        started_at=_utc(body.started_at),
        ended_at=_utc(body.ended_at),
        succeeded=body.succeeded,
        by=call.person.id,
    )
    return as_json(await call.answer(lambda unit: record_wipe(command, unit), told))


@router.post(
    "/devices/{device_id}/drives/{drive_id}/check", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)]
)
async def post_check(device_id: UUID, drive_id: UUID, call: ApiCall) -> Response:
    """Confirm that a wiped drive is really empty."""
    command = CheckWipe(device_id, drive_id, call.person.id)
    return as_json(await call.answer(lambda unit: check_wipe(command, unit), told))


@router.post("/devices/{device_id}/ready", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_ready(device_id: UUID, call: ApiCall) -> Response:
    """Say that the device can go to a family; refused while a drive is not proven empty."""
    return as_json(await call.answer(lambda unit: make_ready(MakeReady(device_id), unit), told))


@router.get("/devices", dependencies=[may(Permission.SEE_DEVICES)])
async def get_devices(
    request: Request,
    person: SignedIn,
    q: Annotated[str, Query(max_length=100)] = "",
    status: DeviceStatus | None = None,
    before: UUID | None = None,
) -> DeviceList:
    """Devices, newest first; with `q` those of which every word begins a word of code, maker, model or serial number."""
    if "\x00" in q:
        raise HTTPException(400, "Dit kunnen we niet zoeken.")
    async with running_service(request).units.open(person.organisation) as unit:
        if q:
            found = await queries.search_devices(unit, q)
            following = None
        else:
            found = await queries.list_devices(unit, status=status, before=before)
            following = f"/inventory/api/devices?before={found[-1].id}" if len(found) == queries.PAGE else None
            if following and status:
                following += f"&status={status.value}"
    return DeviceList(
        devices=[
            DeviceLineView(id=d.id, code=d.code, maker=d.maker, model=d.model, memory_mb=d.memory_mb, status=d.status)
            for d in found
        ],
        next=following,
    )


@router.get("/devices/{device_id}", dependencies=[may(Permission.SEE_DEVICES)])
async def get_device(request: Request, device_id: UUID, person: SignedIn) -> DeviceView:
    """One device with its drives."""
    async with running_service(request).units.open(person.organisation) as unit:
        return view(await queries.get_device(unit, device_id))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
