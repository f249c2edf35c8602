"""The page where machines come in with the reports that a survey program wrote about them; one, or many at once."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.drop_reports import DropReports, drop_report, drop_reports
from services.inventory.commands.register_device import RegisterDevice, register_device
from services.inventory.domain.hardware_report import MAX_REPORT_BYTES, ReportProblem, ReportRefused
from services.inventory.domain.intake_refusals import LooksKnown, TooManyReports
from services.inventory.domain.refusals import AlreadyRegistered
from services.inventory.queries import lots as queries
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.upload import read_outside_loop
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import Call, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

FIELD = "report"
MOST_REPORTS = 100
MOST_BYTES = 10_000_000 + 10_000
"""Of all files of one form, as much as one report may be: real ones are below 200 kB."""

NO_FILE = FormProblem(_("Kies eerst een bestand"), field=FIELD)


@router.get("/devices/new", dependencies=[may(Permission.PREPARE_DEVICES)])
async def new_device(request: Request, person: SignedIn, lot: UUID | None = None) -> Response:
    """The ways in: reports, or by hand; for a lot, or for none."""
    return await _intake(request, person.organisation, lot)


@router.post("/devices/new", dependencies=[may(Permission.PREPARE_DEVICES)])
async def take_in(request: Request, person: SignedIn) -> Response:
    """Register the machine of one report and go to its page; several have their turn a moment later, on a page of their own.

    How large it is, is looked at before anything of it is read: `form_call` reads the whole form.
    """
    size = promised_bytes(request)
    lot_id: UUID | None = None
    try:
        if size > MOST_BYTES:
            raise ReportRefused(ReportProblem.TOO_LARGE)
        call = await form_call(request, person)
        form = await request.form()
        lot_id = read_lot(str(form.get("lot", "")))
        uploads = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and one.filename]
        if not uploads:
            return await _intake(request, person.organisation, lot_id, [NO_FILE], 422)
        if len(uploads) > MOST_REPORTS:
            raise TooManyReports(most=MOST_REPORTS)
        # One byte more than allowed is enough to be refused for.
        files = [(one.filename or "", await one.read(MAX_REPORT_BYTES + 1)) for one in uploads]
        drop = DropReports(files, lot_id, person.id)
        if len(files) > 1:
            return as_redirect(await call.answer(lambda unit: drop_reports(drop, unit), lambda done: _to_drop(done.id)))
        return await _one(call, drop)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD)
        return await _intake(request, person.organisation, lot_id, [problem], status)


async def _one(call: Call, drop: DropReports) -> Response:
    """One report: to the page of its machine; or, when it looks like one that is here, to where a person decides."""
    command = RegisterDevice(await read_outside_loop(drop.files[0][1]), call.person.id, drop.lot_id)
    try:
        return as_redirect(
            await call.answer(
                lambda unit: register_device(command, unit), lambda device: Answer(303, f"/inventory/devices/{device.id}")
            )
        )
    except (AlreadyRegistered, LooksKnown):
        return as_redirect(await call.answer(lambda unit: drop_report(drop, unit), lambda file: _to_drop(file.drop_id)))


def _to_drop(drop_id: UUID) -> Answer:
    return Answer(303, f"/inventory/reports/{drop_id}")


def read_lot(typed: str) -> UUID | None:
    """The lot that a form is for; None for none. Raises `NotFound` for what is no id."""
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotFound() from None


async def _intake(
    request: Request, organisation: UUID, lot_id: UUID | None, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    line = None
    if lot_id is not None:
        async with running_service(request).units.open(organisation) as unit:
            line = await queries.get_lot(unit, lot_id)
    context = {"problems": problems, "lot": line.lot if line else None, "most": MOST_REPORTS, "A_PERSON": A_PERSON}
    return page(request, "inventory/new_device.html", context, status=status)
