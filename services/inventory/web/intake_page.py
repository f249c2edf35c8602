"""The page where a machine comes in: somebody brings the report that a survey program wrote about it."""

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.register_device import RegisterDevice, register_device
from services.inventory.domain.hardware_report import MAX_REPORT_BYTES, ReportProblem, ReportRefused
from services.inventory.domain.refusals import AlreadyRegistered
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.upload import read_outside_loop
from shared.bus.answers import Answer
from shared.domain import Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import SignedIn, as_redirect, form_call, may
from shared.web.forms import FormProblem, refused
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

FIELD = "report"
ENVELOPE = 10_000
"""Bytes that a form needs around the file."""

NO_FILE = FormProblem(_("Kies eerst een bestand"), field=FIELD)


@router.get("/devices/new", dependencies=[may(Permission.PREPARE_DEVICES)])
async def new_device(request: Request, person: SignedIn) -> Response:
    """The form: one file."""
    return _intake(request)


@router.post("/devices/new", dependencies=[may(Permission.PREPARE_DEVICES)])
async def take_in(request: Request, person: SignedIn) -> Response:
    """Register the machine that the uploaded report describes, and go to its page.

    How large it is, is looked at before anything of it is read: `form_call` reads the whole form.
    """
    length = request.headers.get("content-length")
    if length is None:
        raise HTTPException(400, _("Dit formulier is niet volledig. Ga terug en laad de pagina opnieuw."))
    try:
        if int(length) > MAX_REPORT_BYTES + ENVELOPE:
            raise ReportRefused(ReportProblem.TOO_LARGE)
        call = await form_call(request, person)
        upload = (await request.form()).get(FIELD)
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else None
        if content is None:
            return _intake(request, [NO_FILE], 422)
        report = await read_outside_loop(content)
        command = RegisterDevice(report, call.person.id)
        return as_redirect(
            await call.answer(
                lambda unit: register_device(command, unit), lambda device: Answer(303, f"/inventory/devices/{device.id}")
            )
        )
    except AlreadyRegistered as refusal:
        status, problem = refused(refusal, REFUSALS)
        code = refusal.facts["device_code"]
        link = (f"/inventory/devices?q={code}", _("Zoek toestel {code}").format(code=code))
        return _intake(request, [FormProblem(problem.title, problem.detail, FIELD, link)], status)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD)
        return _intake(request, [problem], status)


def _intake(request: Request, problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    return page(request, "inventory/new_device.html", {"problems": problems}, status=status)
