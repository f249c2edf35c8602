"""Devices and their drives, from intake until they are taken out of use."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.inventory.commands.answer_files_question import AnswerFilesQuestion, answer_files_question
from services.inventory.commands.check_wipe import CheckWipe, check_wipe
from services.inventory.commands.make_ready import MakeReady, make_ready
from services.inventory.commands.note_files_saved import NoteFilesSaved, note_files_saved
from services.inventory.commands.record_wipe import RecordWipe, record_wipe
from services.inventory.commands.register_device import RegisterDevice, register_device
from services.inventory.commands.retire_device import RetireDevice, retire_device
from services.inventory.commands.take_back_device import TakeBackDevice, take_back_device
from services.inventory.queries import devices as queries
from services.inventory.queries.finding import find_devices, place_of
from services.inventory.web.device_asked import Asked
from services.inventory.web.upload import read_outside_loop
from services.inventory.web.views import DeviceLineView, DeviceList, DeviceView, FilesBody, RetireBody, WipeBody, told, view
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["devices"])

REPORT_BODY = {
    "requestBody": {
        "description": "A hardware report, of eReuse Workbench or `lshw -json`. Its content type is not looked at.",
        "required": True,
        "content": {"application/json": {"schema": {"type": ["object", "array"]}}},
    }
}
"""The route reads it itself, in a thread."""


@router.post(
    "/devices",
    status_code=201,
    response_model=DeviceView,
    dependencies=[may(Permission.PREPARE_DEVICES)],
    openapi_extra=REPORT_BODY,
)
async def post_device(
    request: Request,
    call: ApiCall,
    lot_id: Annotated[UUID | None, Query(description="With which others it came.")] = None,
    another: Annotated[bool, Query(description="It is another device than the one that looks like it.")] = False,
) -> Response:
    """Register a device: the body is the hardware report itself, at most 10 MB."""
    report = await read_outside_loop(await request.body())
    command = RegisterDevice(report, call.person.id, lot_id, another)
    answer = await call.answer(lambda unit: register_device(command, unit), lambda device: told(device, 201))
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
    """Say that the device can go to a family, or back to one after a repair; refused while a drive is not proven empty."""
    return as_json(await call.answer(lambda unit: make_ready(MakeReady(device_id), unit), told))


@router.post("/devices/{device_id}/take-back", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_take_back(device_id: UUID, call: ApiCall) -> Response:
    """A device that is expected back lies here again; the evidence of its drives is void from now on."""
    return as_json(await call.answer(lambda unit: take_back_device(TakeBackDevice(device_id), unit), told))


@router.post("/devices/{device_id}/files", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_files(device_id: UUID, body: FilesBody, call: ApiCall) -> Response:
    """Note what the family said about its files; nothing is wiped before."""
    command = AnswerFilesQuestion(device_id, body.answer, call.person.id)
    return as_json(await call.answer(lambda unit: answer_files_question(command, unit), told))


@router.post("/devices/{device_id}/files-saved", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_files_saved(device_id: UUID, call: ApiCall) -> Response:
    """The files that the family wanted are saved."""
    command = NoteFilesSaved(device_id, call.person.id)
    return as_json(await call.answer(lambda unit: note_files_saved(command, unit), told))


@router.post("/devices/{device_id}/retire", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_retire(device_id: UUID, call: ApiCall, body: RetireBody | None = None) -> Response:
    """The device goes to no family any more; with why and where to when that is known."""
    said = body or RetireBody()
    command = RetireDevice(device_id, said.reason, said.destination, said.parts, call.person.id)
    return as_json(await call.answer(lambda unit: retire_device(command, unit), told))


@router.get("/devices", dependencies=[may(Permission.SEE_DEVICES)])
async def get_devices(
    request: Request,
    person: SignedIn,
    asked: Asked,
    before: Annotated[UUID | None, Query(description="The last device of the page before.")] = None,
) -> DeviceList:
    """A page of devices, the newest first unless another order is asked. `next` may lead to an empty page, which has one too.
    A device that is gone by now is no place to go on from: begin again."""
    async with running_service(request).units.open(person.organisation) as unit:
        after = await place_of(unit, before, asked.order) if before else None
        found = await find_devices(unit, asked, families=person.may(Permission.SEE_HOUSEHOLDS), after=after)
    return DeviceList(
        devices=[
            DeviceLineView(id=d.id, code=d.code, maker=d.maker, model=d.model, memory_mb=d.memory_mb, status=d.status)
            for d in found.lines
        ],
        next=asked.address("/inventory/api/devices", ("before", str(found.after.id))) if found.after else None,
    )


@router.get("/devices/{device_id}", dependencies=[may(Permission.SEE_DEVICES)])
async def get_device(request: Request, device_id: UUID, person: SignedIn) -> DeviceView:
    """One device with its drives."""
    async with running_service(request).units.open(person.organisation) as unit:
        return view(await queries.get_device(unit, device_id))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
