"""Whether a paper was changed since we sealed it; and with which certificate papers are sealed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.loans.commands.keep_seal import keep_seal
from services.loans.documents.sealing import Verdict, brought_certificate, look_at, told_of
from services.loans.domain.refusals import NoCertificate
from services.loans.store.seals import SealOrigin
from services.loans.web.seal_state import how_long
from services.loans.web.signing import sealed_pair
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.pages import page

router = APIRouter(prefix="/loans", include_in_schema=False)

MOST_BYTES = 10_000_000
MOST_CERTIFICATE_BYTES = 100_000
LONGEST_PASSWORD = 200
ENVELOPE = 10_000
"""Bytes that a form needs around a file."""
NO_PAPER = FormProblem(_("Kies eerst een bestand"), field="paper")
NO_FILE = FormProblem(_("Kies eerst een bestand"), field="certificate")
PAPER_TOO_LARGE = FormProblem(_("Dit bestand is te groot"), _("Een blad is hoogstens 10 MB."), "paper")


@router.get("/check", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def ask(request: Request, person: SignedIn) -> Response:
    """A field for a PDF."""
    return _check_page(request)


@router.post("/check", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def check(request: Request, person: SignedIn) -> Response:
    """Look at a PDF that somebody brings. Nothing of it is kept."""
    if promised_bytes(request) > MOST_BYTES + ENVELOPE:
        return _check_page(request, problems=[PAPER_TOO_LARGE], status=422)
    await form_call(request, person)
    content = await _file(request, "paper")
    if not content:
        return _check_page(request, problems=[NO_PAPER], status=422)
    running = running_service(request)
    digest = await asyncio.to_thread(lambda: sha256(content).hexdigest())
    async with running.units.open(person.organisation) as unit:
        ours = [one.certificate for one in await unit.seals.all()]
        signed_at = await unit.seals.signed_paper(digest)
        zone = unit.zone
    looked = await asyncio.to_thread(look_at, content, ours)
    at = signed_at or looked.sealed_at
    return _check_page(request, {"verdict": looked.verdict, "at": at.astimezone(zone) if at else None})


@router.get("/seal", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def show(request: Request, person: SignedIn) -> Response:
    """With which certificate papers are sealed, and a field for another one."""
    return await _seal_page(request, person)


@router.post("/seal", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def bring(request: Request, person: SignedIn) -> Response:
    """Seal with this one from now on."""
    if promised_bytes(request) > MOST_CERTIFICATE_BYTES + ENVELOPE:
        status, problem = refused(NoCertificate(), REFUSALS, "certificate")
        return await _seal_page(request, person, [problem], status)
    call = await form_call(request, person)
    content = await _file(request, "certificate")
    if not content:
        return await _seal_page(request, person, [NO_FILE], 422)
    password = str((await request.form()).get("password", ""))[:LONGEST_PASSWORD]
    try:
        pair = await asyncio.to_thread(brought_certificate, content, password, call.running.clock.now())
        async with call.running.units.open(call.organisation) as unit:
            number = await unit.seals.next_number()
        command = sealed_pair(call.running, call.organisation, pair, number, SealOrigin.BROUGHT, person.id)
        return as_redirect(await call.answer(lambda unit: keep_seal(command, unit), lambda _: Answer(303, "/loans/seal")))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "certificate")
        return await _seal_page(request, person, [problem], status)


async def _file(request: Request, field: str) -> bytes | None:
    upload = (await request.form()).get(field)
    return await upload.read() if isinstance(upload, UploadFile) and upload.filename else None


def _check_page(
    request: Request, found: Mapping[str, Any] | None = None, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    context = {
        "verdict": None,
        "at": None,
        "Verdict": Verdict,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/check_paper.html", context | dict(found or {}), status=status)


async def _seal_page(request: Request, person: SignedIn, problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    async with running_service(request).units.open(person.organisation) as unit:
        seals = await unit.seals.all()
        zone, now = unit.zone, unit.now()
    shown = []
    for one in seals:
        name, until, fingerprint = told_of(one.certificate)
        days: tuple[datetime, datetime] = (one.at.astimezone(zone), until.astimezone(zone))
        shown.append((one.origin is SealOrigin.OWN, name, fingerprint, *(day.date() for day in days)))
    context = {
        "seals": shown,
        "state": how_long(seals, now),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/seal.html", context, status=status)
