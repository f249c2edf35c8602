"""The page on which staff chooses a machine for a family that waits."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.choose_device import ChooseDevice, choose_device
from services.loans.domain.refusals import DeviceNotFree, SomebodyAhead
from services.loans.domain.request import RequestStatus
from services.loans.queries.known import free_devices_for, get_known_device
from services.loans.queries.line import last_moves
from services.loans.queries.requests import get_request, place_of
from services.loans.web.counter_bar import back_to_counter, counter_bar
from services.loans.web.requests_pages import MOST, WORDS, request_page, to_request
from services.loans.web.texts import REFUSALS
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import fit_said
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/requests", include_in_schema=False)


@router.get("/{request_id}/choose", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def show_devices(request: Request, request_id: UUID, person: SignedIn) -> Response:
    """The machines that fit, the best first, with why."""
    return await _choose_page(request, person.organisation, request_id)


@router.post("/{request_id}/choose", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def choose(request: Request, request_id: UUID, call: FormCall) -> Response:
    """Claim the machine for this family; where somebody ahead would get it, ask once."""
    form = await typed(request)
    device_id, passing = _id_in(form.get("device_id", "")), _id_in(form.get("passing", ""))
    if device_id is None:
        _, problem = refused(DeviceNotFree(), REFUSALS)
        return await _choose_page(request, call.organisation, request_id, problem, 422)
    command = ChooseDevice(request_id, device_id, passing)
    try:
        answer = as_redirect(await call.answer(lambda unit: choose_device(command, unit), to_request))
        async with call.running.units.open(call.organisation) as unit:
            return await back_to_counter(unit, request, request_id, answer)
    except NotFound:
        raise
    except SomebodyAhead as refusal:
        return await _ahead_page(request, call.organisation, command, UUID(str(refusal.facts["request_id"])))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        if refusal.code == "device_not_free":
            return await _choose_page(request, call.organisation, request_id, problem, status)
        return await request_page(request, call.person, request_id, [problem], status)


def _id_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


async def _choose_page(
    request: Request, organisation: UUID, request_id: UUID, problem: FormProblem | None = None, status: int = 200
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        asked = await get_request(unit, request_id)
        if asked.status is not RequestStatus.WAITING or asked.waits_for_talk:
            return as_redirect(to_request(asked))
        devices = await free_devices_for(unit, asked.profile, asked.machine)
        counter = await counter_bar(unit, request, request_id=request_id)
    fits = [one.fits.get(asked.profile) for one in devices]
    said = [fit_said(fit.score, fit.why) if fit else None for fit in fits]
    context = {
        "asked": asked,
        "offered": list(zip(devices, said, strict=True)),
        "problems": [problem] if problem else [],
        "counter": counter,
    }
    return page(request, "loans/choose_device.html", WORDS | context, status=status)


async def _ahead_page(request: Request, organisation: UUID, command: ChooseDevice, ahead_id: UUID) -> Response:
    """Asked once, with whom it passes and why that family stands in front."""
    async with running_service(request).units.open(organisation) as unit:
        asked, ahead = await get_request(unit, command.request_id), await get_request(unit, ahead_id)
        device = await get_known_device(unit, command.device_id)
        move = (await last_moves(unit, [ahead_id])).get(ahead_id) if ahead.is_moved else None
        number = await place_of(unit, ahead, MOST)
        line = {"asked": ahead, "days": (unit.today() - ahead.since).days}
    back = f"/loans/requests/{asked.id}"
    to = {"household_code": asked.household_code, "choosing": f"{back}/choose", "no": back}
    context = to | {"device": device, "line": line, "move": move, "number": number}
    return page(request, "loans/choose_ahead.html", WORDS | context, status=409)
