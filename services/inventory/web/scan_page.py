"""The page where serial numbers are scanned one after another: a hand scanner types them, a phone sees them, or somebody types."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.forget_serial import ForgetSerial, forget_serial
from services.inventory.commands.register_waiting import RegisterWaiting, register_waiting
from services.inventory.commands.scan_serial import Scanned, ScanSerial, scan_serial
from services.inventory.queries import devices as device_queries
from services.inventory.queries import lots as queries
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.kinds import kind_of, kinds
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import CHASSIS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, each_by_itself, may, running_service
from shared.web.camera import with_camera
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
PILE = ("chassis", "maker", "model")
"""What stays chosen from one scan to the next: what all machines of a pile are."""
LONGEST_SCAN = 200


@router.get("/lots/{lot_id}/scan", dependencies=[PREPARE])
async def scan_page(request: Request, lot_id: UUID, person: SignedIn) -> Response:
    """The field, what was scanned just now, and all numbers that wait."""
    return await _scan_page(request, person.organisation, lot_id, dict(request.query_params))


@router.post("/lots/{lot_id}/scan", dependencies=[PREPARE])
async def scan(request: Request, lot_id: UUID, call: FormCall) -> Response:
    """One number; then the page again for the next one."""
    form = await typed(request)
    command = ScanSerial(
        lot_id,
        form.get("serial", "")[:LONGEST_SCAN],
        kind_of(form.get("chassis", "")),
        form.get("maker", ""),
        form.get("model", ""),
    )
    pile = {name: form[name] for name in PILE if form.get(name)}
    try:
        answer = await each_by_itself(call).answer(
            lambda unit: scan_serial(command, unit),
            lambda scanned: Answer(303, f"/inventory/lots/{lot_id}/scan?{urlencode(pile | _told(scanned))}"),
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "serial")
        return await _scan_page(request, call.person.organisation, lot_id, pile, [problem], status)
    return as_redirect(answer)


@router.post("/lots/{lot_id}/scan/{waiting_id}/remove", dependencies=[PREPARE])
async def remove(request: Request, lot_id: UUID, waiting_id: UUID, call: FormCall) -> Response:
    """A number was a mistake."""
    command = ForgetSerial(lot_id, waiting_id)
    back = Answer(303, f"/inventory/lots/{lot_id}/scan")
    return as_redirect(await call.answer(lambda unit: forget_serial(command, unit), lambda _none: back))


@router.post("/lots/{lot_id}/scan/register", dependencies=[PREPARE])
async def register(request: Request, lot_id: UUID, call: FormCall) -> Response:
    """Make machines of the numbers of which it is known what they are; then the page of the lot."""
    try:
        answer = await call.answer(
            lambda unit: register_waiting(RegisterWaiting(lot_id), unit), lambda _made: Answer(303, f"/inventory/lots/{lot_id}")
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "waiting")
        return await _scan_page(request, call.person.organisation, lot_id, {}, [problem], status)
    return as_redirect(answer)


def _told(scanned: Scanned) -> dict[str, str]:
    """What the next page says of it, in its address: ids of ours, nothing that was scanned."""
    if scanned.known is not None:
        return {"here": str(scanned.known.device_id)}
    return {"new" if scanned.is_new else "again": str(scanned.id)}


async def _scan_page(
    request: Request,
    organisation: UUID,
    lot_id: UUID,
    asked: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        line = await queries.get_lot(unit, lot_id)
        waiting = await queries.waiting_of(unit, lot_id)
        makers, models = await queries.makers_and_models(unit)
        here_id = _id(asked.get("here", ""))
        here = (await device_queries.lines_of(unit, [here_id])).get(here_id) if here_id else None
    marked = {str(one.id): one for one in waiting}
    context = {
        "line": line,
        "lot": line.lot,
        "waiting": waiting,
        "described": sum(one.is_described for one in waiting),
        "new": marked.get(asked.get("new", "")),
        "again": marked.get(asked.get("again", "")),
        "here": here,
        "pile": {name: asked.get(name, "")[:120] for name in PILE},
        "kinds": kinds(),
        "makers": makers,
        "models": models,
        "CHASSIS": {one.value: words for one, words in CHASSIS.items()},
        "A_PERSON": A_PERSON,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return with_camera(page(request, "inventory/scan.html", context, status=status))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
