"""The photo of a paper that was signed with a pen: bring one, see whether one can read it, keep it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.loans.commands.keep_paper_photo import BringPaperPhoto, SettlePaperPhoto, bring_paper_photo, settle_paper_photo
from services.loans.documents.drawing import MOST_BYTES, photographed
from services.loans.domain.refusals import NotOnPaper, PaperPhotoTooLarge
from services.loans.domain.signing import PHOTO_DAYS, FileKind
from services.loans.queries import loans as queries
from services.loans.web.counter_bar import counter_bar
from services.loans.web.signing import SHOWN
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/loans/{loan_id}/paper", include_in_schema=False)

NO_FILE = FormProblem(_("Kies eerst een foto"), field="photo")
ENVELOPE = 10_000
"""Bytes that a form needs around the file."""


@router.get("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def show(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """The photo that is kept, the one that somebody still looks at, and a field for another one."""
    return await _page(request, person.organisation, loan_id)


@router.post("", dependencies=[may(Permission.LEND)])
async def bring(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """Lay one here, to look at. How large the file is, is looked at before it is read: `form_call` reads all of it."""
    size = promised_bytes(request)
    try:
        if size > MOST_BYTES + ENVELOPE:
            raise PaperPhotoTooLarge(megabytes=MOST_BYTES // 1_000_000)
        call = await form_call(request, person)
        upload = (await request.form()).get("photo")
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else None
        if content is None:
            return await _page(request, person.organisation, loan_id, [NO_FILE], 422)
        command = BringPaperPhoto(loan_id, await asyncio.to_thread(photographed, content), person.id)
        return as_redirect(await call.answer(lambda unit: bring_paper_photo(command, unit), lambda _: _to_page(loan_id)))
    except (NotFound, NotOnPaper):
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "photo")
        return await _page(request, person.organisation, loan_id, [problem], status)


@router.post("/settle", dependencies=[may(Permission.LEND)])
async def settle(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """One can read it: keep it. Or not: throw it away."""
    form = await typed(request)
    command = SettlePaperPhoto(loan_id, form.get("readable") == "yes", call.person.id, _moment(form.get("brought_at", "")))
    try:
        return as_redirect(await call.answer(lambda unit: settle_paper_photo(command, unit), lambda _: _to_page(loan_id)))
    except (NotFound, NotOnPaper):
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.organisation, loan_id, [problem], status)


@router.get("/{which}.jpg", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def photo(request: Request, loan_id: UUID, which: Literal["photo", "waiting"], person: SignedIn) -> Response:
    """The picture itself, as we drew it."""
    async with running_service(request).units.open(person.organisation) as unit:
        kept = await unit.files.of(loan_id, FileKind(which))
    if kept is None:
        raise NotFound()
    headers = SHOWN | {"content-disposition": 'inline; filename="blad.jpg"'}
    return Response(kept.content, media_type="image/jpeg", headers=headers)


def _moment(sent: str) -> datetime | None:
    """The moment that the page named; None when that was none."""
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _to_page(loan_id: UUID) -> Answer:
    return Answer(303, f"/loans/loans/{loan_id}/paper")


async def _page(
    request: Request, organisation: UUID, loan_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        signed = await queries.get_signed(unit, loan_id)
        if signed is None or not signed.signature.said.manner.on_paper:
            raise NotOnPaper()
        kept = await unit.files.added_at(loan_id)
        until = signed.signature.at + PHOTO_DAYS
        may_change = FileKind.PHOTO not in kept or unit.now() <= until
        last_day = until.astimezone(unit.zone).date()
        counter = await counter_bar(unit, request, request_id=loan.request_id)
    context = {
        "loan": loan,
        "counter": counter,
        "kept": FileKind.PHOTO in kept,
        "waiting": FileKind.WAITING in kept and may_change,
        "brought_at": kept[FileKind.WAITING].isoformat() if FileKind.WAITING in kept else "",
        "may_change": may_change,
        "last_day": last_day,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/paper_photo.html", context, status=status)
