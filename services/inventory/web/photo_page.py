"""The photos of a machine: to look at, to add, to take away and put back."""

import asyncio
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.change_photos import (
    AddPhoto,
    PutBackPhoto,
    RemovePhoto,
    add_photo,
    put_back_photo,
    remove_photo,
)
from services.inventory.domain.device import Device
from services.inventory.domain.photo import MOST_PHOTOS
from services.inventory.domain.refusals import PhotoTooLarge
from services.inventory.pictures import MOST_BYTES, draw_photo
from services.inventory.queries import devices as queries
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
NO_FILE = FormProblem(_("Kies eerst een foto"), field="photo")
ENVELOPE = 10_000
"""Bytes that a form needs around the file."""
SHOWN = {
    "cache-control": "private, max-age=86400",
    "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": 'inline; filename="photo.jpg"',
    "x-content-type-options": "nosniff",
}
"""A photo never changes under its address. It stays in the browser of who looked for a day at most, and is a picture alone."""


@router.get("/devices/{device_id}/photos", dependencies=[SEE])
async def show(request: Request, device_id: UUID, person: SignedIn, gone: UUID | None = None) -> Response:
    """All photos; `gone` was just taken away, and can be put back."""
    return await _page(request, person.organisation, device_id, gone=gone)


@router.post("/devices/{device_id}/photos", dependencies=[PREPARE])
async def add(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """One more. How large the file is, is looked at before it is read: `form_call` reads all of it."""
    size = promised_bytes(request)
    try:
        if size > MOST_BYTES + ENVELOPE:
            raise PhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
        call = await form_call(request, person)
        upload = (await request.form()).get("photo")
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else None
        if content is None:
            return await _page(request, person.organisation, device_id, [NO_FILE], 422)
        command = AddPhoto(device_id, await asyncio.to_thread(draw_photo, content))
        return as_redirect(await call.answer(lambda unit: add_photo(command, unit), _to_photos))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "photo")
        return await _page(request, person.organisation, device_id, [problem], status)


@router.post("/devices/{device_id}/photos/{photo_id}/remove", dependencies=[PREPARE])
async def remove(device_id: UUID, photo_id: UUID, call: FormCall) -> Response:
    """Show it no more."""
    command, back = RemovePhoto(device_id, photo_id), f"/inventory/devices/{device_id}/photos?gone={photo_id}"
    return as_redirect(await call.answer(lambda unit: remove_photo(command, unit), lambda _device: Answer(303, back)))


@router.post("/devices/{device_id}/photos/{photo_id}/put-back", dependencies=[PREPARE])
async def put_back(request: Request, device_id: UUID, photo_id: UUID, call: FormCall) -> Response:
    """Show it again."""
    command = PutBackPhoto(device_id, photo_id)
    try:
        return as_redirect(await call.answer(lambda unit: put_back_photo(command, unit), _to_photos))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "photo")
        return await _page(request, call.organisation, device_id, [problem], status)


@router.get("/devices/{device_id}/photos/{photo_id}/{size}.jpg", dependencies=[SEE])
async def photo(request: Request, device_id: UUID, photo_id: UUID, size: Literal["large", "small"], person: SignedIn) -> Response:
    """The picture itself, as we drew it."""
    async with running_service(request).units.open(person.organisation) as unit:
        content = await unit.photos.bytes_of(device_id, photo_id, small=size == "small")
    if content is None:
        raise NotFound()
    return Response(content, media_type="image/jpeg", headers=SHOWN)


def _to_photos(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}/photos")


async def _page(
    request: Request,
    organisation: UUID,
    device_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    gone: UUID | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        photos = await unit.photos.of(device_id)
    context = {
        "device": device,
        "photos": [one for one in photos if not one.removed],
        "gone": next((one for one in photos if one.removed and one.id == gone), None),
        "most": MOST_PHOTOS,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/photos.html", context, status=status)
