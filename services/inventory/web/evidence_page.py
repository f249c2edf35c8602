"""Bring a file that tells of wipes: first what it says of which drive of ours, then, after a yes, it is kept.

Until then nothing of it is kept anywhere: the file goes to the page and comes back with the answer, packed.
"""

import asyncio
import zlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.bring_wipe_evidence import BringWipeEvidence, bring_wipe_evidence, evidence_of
from services.inventory.domain.device import Device
from services.inventory.domain.sanitization import Judgement, WipeEvidence, is_enough, judge
from services.inventory.domain.wipe_file import (
    MAX_WIPE_FILE_BYTES,
    ReportedErasure,
    WipeFile,
    WipeFileProblem,
    WipeFileRefused,
    is_pdf,
    read_wipe_file,
)
from services.inventory.queries import devices as device_queries
from services.inventory.queries import drives as queries
from services.inventory.store.drives import disk_minimum_of
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import MEDIUM
from services.inventory.web.wipe_texts import LEVEL, OUTCOME, OUTCOME_TONE, PROBLEM, REASON, SOURCE, WHY
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.pages import page
from shared.web.problems import told

router = APIRouter(prefix="/inventory", include_in_schema=False)
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)

FIELD = "file"
ENVELOPE = 10_000
MOST_PACKED = 900_000
"""Letters: what a form may carry in one field."""
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
NO_FILE = FormProblem(_("Kies eerst een bestand"), field=FIELD)
NOTHING_PICKED = FormProblem(_("Kies minstens één schijf"), field="drives")
WORDS = {"MEDIUM": MEDIUM, "LEVEL": LEVEL, "OUTCOME": OUTCOME, "OUTCOME_TONE": OUTCOME_TONE, "SOURCE": SOURCE}


@dataclass(frozen=True, slots=True)
class Line:
    """What a file says of one drive, and what we can do with it.

    Attributes:
        outcome: a key of `OUTCOME`; only what is `good` can be kept.
        why: in words.
        match: the drive of ours.
        judgement: what it proves; None when we do not know of which kind of drive.
    """

    erasure: ReportedErasure
    outcome: str
    why: object
    match: queries.KnownDrive | None = None
    judgement: Judgement | None = None


@router.get("/wipe-evidence", dependencies=[PREPARE])
async def ask_file(request: Request, person: SignedIn, kept: int = 0) -> Response:
    """The form: one file. `kept` says with how many drives the last one was kept."""
    return page(request, "inventory/evidence.html", {"problems": [], "lines": None, "kept": max(0, min(kept, 500))})


@router.post("/wipe-evidence", dependencies=[PREPARE])
async def look(request: Request, person: SignedIn) -> Response:
    """Shows what the file says, drive by drive. Nothing is kept."""
    size = promised_bytes(request)
    try:
        if size > MAX_WIPE_FILE_BYTES + ENVELOPE:
            raise WipeFileRefused(WipeFileProblem.TOO_LARGE)
        await form_call(request, person)
        upload = (await request.form()).get(FIELD)
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else None
        if content is None:
            return _wrong(request, NO_FILE, 422)
        file, packed = await asyncio.to_thread(_read_and_pack, content, running_service(request).units.zone)
        return await _preview(request, person, file, packed)
    except WipeFileRefused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD)
        return _wrong(request, problem, status)


@router.post("/wipe-evidence/keep", dependencies=[PREPARE])
async def keep(request: Request, call: FormCall) -> Response:
    """Keeps the file, and what it says of the drives that are ticked."""
    form = await request.form()
    packed = str(form.get("packed", ""))
    try:
        content = await asyncio.to_thread(_unpack, packed)
        file, packed = await asyncio.to_thread(_read_and_pack, content, running_service(request).units.zone)
    except WipeFileRefused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD)
        return _wrong(request, problem, status)
    ticked = {str(value) for name, value in form.multi_items() if name == "drive"}
    async with running_service(request).units.open(call.person.organisation) as unit:
        lines = await _lines(unit, file, call.person.id)
    good = {line.match.drive.id: line.erasure for line in lines if line.outcome == "good" and line.match is not None}
    chosen = {drive_id: erasure for drive_id, erasure in good.items() if str(drive_id) in ticked}
    if not chosen and not _all_known(lines, ticked):
        return await _preview(request, call.person, file, packed, [NOTHING_PICKED], 422)
    command = BringWipeEvidence(content, file.source, chosen, call.person.id)
    try:
        return as_redirect(
            await call.answer(
                lambda unit: bring_wipe_evidence(command, unit), lambda kept: Answer(303, f"/inventory/wipe-evidence?kept={kept}")
            )
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "drives")
        return await _preview(request, call.person, file, packed, [problem], status)


@router.get("/wipe-evidence/{sha256}", dependencies=[SEE])
async def download(request: Request, sha256: Sha256, person: SignedIn) -> Response:
    """The file as it was brought: to save, never to open here."""
    async with running_service(request).units.open(person.organisation) as unit:
        content = await queries.file_of(unit, sha256)
    ending = "pdf" if is_pdf(content) else "txt"
    headers = {"content-disposition": f'attachment; filename="wisbewijs-{sha256[:12]}.{ending}"', "cache-control": "no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def _all_known(lines: Sequence[Line], ticked: set[str]) -> bool:
    """Whether the same form came twice: what was ticked is kept already."""
    known = {str(line.match.drive.id) for line in lines if line.outcome == "known" and line.match is not None}
    return bool(ticked) and ticked <= known


def _wrong(request: Request, problem: FormProblem, status: int) -> Response:
    return page(request, "inventory/evidence.html", {"problems": [problem], "lines": None, "kept": 0}, status=status)


async def _preview(
    request: Request, person: Person, file: WipeFile, packed: str, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    async with running_service(request).units.open(person.organisation) as unit:
        lines = await _lines(unit, file, person.id)
    context = {
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "lines": lines,
        "good": sum(line.outcome == "good" for line in lines),
        "source": file.source,
        "packed": packed,
        "zone": running_service(request).units.zone,
        "kept": 0,
    }
    return page(request, "inventory/evidence.html", WORDS | context, status=status)


async def _lines(unit: Unit, file: WipeFile, by: UUID) -> list[Line]:
    """Each drive in the file with the one of ours that it is, those that can be kept first."""
    known = await queries.drives_with_serials(unit, {one.serial for one in file.erasures if one.serial})
    in_machines = {one.device_id for found in known.values() for one in found if one.removed_at is None}
    devices = await device_queries.get_devices(unit, in_machines)
    disk_minimum = await disk_minimum_of(unit)
    lines = []
    for erasure in file.erasures:
        found = known.get(erasure.serial or "", [])
        if erasure.serial is None or not found:
            outcome = "no_serial" if erasure.serial is None else "not_found"
            lines.append(Line(erasure, outcome, WHY[outcome]))
            continue
        if len(found) > 1:
            lines.append(Line(erasure, "ambiguous", WHY["ambiguous"]))
            continue
        [match] = found
        evidence = evidence_of(erasure, file.source, by, None)
        judgement = judge(match.drive.medium, evidence)
        if erasure.problem is not None:
            lines.append(Line(erasure, "failed", PROBLEM[erasure.problem], match, judgement))
        elif _same(match.drive.wipe, evidence):
            lines.append(Line(erasure, "known", WHY["known"], match, judgement))
        elif not is_enough(match.drive.medium, evidence, disk_minimum):
            lines.append(Line(erasure, "not_enough", REASON[judgement.reason], match, judgement))
        else:
            why = _why_not_now(match, devices, evidence, unit)
            lines.append(Line(erasure, "not_now" if why else "good", why or REASON[judgement.reason], match, judgement))
    return sorted(lines, key=lambda line: line.outcome != "good")


def _same(known: WipeEvidence | None, brought: WipeEvidence) -> bool:
    return known is not None and (known.tool, known.method, known.ended_at) == (brought.tool, brought.method, brought.ended_at)


def _why_not_now(match: queries.KnownDrive, devices: dict[UUID, Device], evidence: WipeEvidence, unit: Unit) -> object | None:
    """What the rules would say; tried on a copy that nobody saves."""
    try:
        loose = match.loose
        if loose is not None:
            loose.record_wipe(evidence)
        else:
            wiped_on = evidence.ended_at.astimezone(unit.zone).date() if evidence.ended_at else None
            devices[match.device_id].record_wipe(match.drive.id, evidence, wiped_on)
    except Refused as refusal:
        return told(refusal, REFUSALS).detail
    return None


def _read_and_pack(content: bytes, zone: tzinfo) -> tuple[WipeFile, str]:
    file = read_wipe_file(content, zone)
    packed = b64encode(zlib.compress(content, 9)).decode()
    if len(packed) > MOST_PACKED:
        raise WipeFileRefused(WipeFileProblem.TOO_LARGE)
    return file, packed


def _unpack(packed: str) -> bytes:
    """What `_read_and_pack` packed; never more than a file may be, whatever comes back."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(b64decode(packed, validate=True), MAX_WIPE_FILE_BYTES + 1)
    except (NotBase64, ValueError, zlib.error):
        raise WipeFileRefused(WipeFileProblem.UNKNOWN) from None
    return content
