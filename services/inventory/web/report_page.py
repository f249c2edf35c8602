"""The page where a report is added to a machine that is here."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.add_report import AddReport, add_report
from services.inventory.domain.hardware_report import MAX_REPORT_BYTES, ReportProblem, ReportRefused
from services.inventory.queries import devices as queries
from services.inventory.web.intake_page import FIELD, NO_FILE
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.upload import read_outside_loop
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

ENVELOPE = 10_000
"""Bytes that a form needs around the file."""


@router.get("/devices/{device_id}/report", dependencies=[may(Permission.PREPARE_DEVICES)])
async def ask_report(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The form: one file."""
    return await _report_page(request, person.organisation, device_id)


@router.post("/devices/{device_id}/report", dependencies=[may(Permission.PREPARE_DEVICES)])
async def take_report(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """Fill in what the report knows, and go to the machine."""
    size = promised_bytes(request)
    try:
        if size > MAX_REPORT_BYTES + ENVELOPE:
            raise ReportRefused(ReportProblem.TOO_LARGE)
        call = await form_call(request, person)
        upload = (await request.form()).get(FIELD)
        if not isinstance(upload, UploadFile) or not upload.filename:
            return await _report_page(request, person.organisation, device_id, NO_FILE, 422)
        command = AddReport(device_id, await read_outside_loop(await upload.read()), person.id)
        back = Answer(303, f"/inventory/devices/{device_id}")
        return as_redirect(await call.answer(lambda unit: add_report(command, unit), lambda _device: back))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD)
        return await _report_page(request, person.organisation, device_id, problem, status)


async def _report_page(
    request: Request, organisation: UUID, device_id: UUID, problem: FormProblem | None = None, status: int = 200
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
    context = {"device": device, "problems": [problem] if problem else []}
    return page(request, "inventory/add_report.html", context, status=status)
