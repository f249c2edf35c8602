"""The colour and the logo of the organisation: the forms to choose them, and the picture itself."""

import asyncio
import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.portal.commands.change_look import ChangeColour, ChangeLogo, change_colour, change_logo
from services.portal.domain.refusals import LogoTooHeavy
from services.portal.pictures import MOST_BYTES, read_logo
from services.portal.queries.organisation import find_picture
from services.portal.web.organisation_page import SAVED, organisation_page
from services.portal.web.texts import REFUSALS
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, form_call, may, open_to_all, running_service
from shared.web.colour import STANDARD
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.forms import typed as typed_in
from shared.web.static import FOR_LONG

router = APIRouter(prefix="/organisation", include_in_schema=False)

NO_FILE = FormProblem(_("Kies eerst een bestand"), field="logo")
ENVELOPE = 10_000
"""Bytes that a form needs around the file."""

PictureName = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.post("/colour", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def choose_colour(request: Request, call: FormCall) -> Response:
    """Have another colour from now on, or the standard one."""
    form = await typed_in(request)
    chosen = "" if form.get("standard") else chosen_colour(form)
    command = ChangeColour(chosen)
    try:
        return as_redirect(await call.answer(lambda unit: change_colour(command, unit), lambda _: SAVED))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="colour")
        return await organisation_page(request, call.organisation, {"colour": chosen}, [problem], status)


def chosen_colour(form: dict[str, str]) -> str:
    """What somebody meant, who could type a code, or point at a colour, in a field of the browser that is never empty.

    `shown` is the code that the form showed. What was typed counts when it differs from that; else what was pointed at, when
    that differs from what the form showed there.
    """
    typed, shown, picked = form.get("colour", ""), form.get("shown", ""), form.get("picked", "")
    if typed != shown:
        return typed
    before = shown if re.fullmatch("#[0-9a-f]{6}", shown) else STANDARD
    return picked if picked and picked.lower() != before else shown


@router.post("/logo", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def upload_logo(request: Request, person: SignedIn) -> Response:
    """Show another picture from now on. How large the file is, is looked at before it is read: `form_call` reads all of it."""
    size = promised_bytes(request)
    try:
        if size > MOST_BYTES + ENVELOPE:
            raise LogoTooHeavy(megabytes=MOST_BYTES // 1_000_000)
        call = await form_call(request, person)
        upload = (await request.form()).get("logo")
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else None
        if content is None:
            return await organisation_page(request, person.organisation, problems=[NO_FILE], status=422)
        command = ChangeLogo(await asyncio.to_thread(read_logo, content))
        return as_redirect(await call.answer(lambda unit: change_logo(command, unit), lambda _: SAVED))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="logo")
        return await organisation_page(request, person.organisation, problems=[problem], status=status)


@router.post("/logo/remove", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def remove_logo(call: FormCall) -> Response:
    """Show no picture any more."""
    return as_redirect(await call.answer(lambda unit: change_logo(ChangeLogo(None), unit), lambda _: SAVED))


@router.get("/logo/{organisation_id}/{picture}.png", dependencies=[open_to_all("a family's page shows the logo, without a login")])
async def logo(request: Request, organisation_id: UUID, picture: PictureName) -> Response:
    """The picture. Another one has another address, so it may be kept for long."""
    async with running_service(request).units.open(organisation_id) as unit:
        png = await find_picture(unit, picture)
    if png is None:
        raise NotFound()
    return Response(png, media_type="image/png", headers=FOR_LONG)
