"""A machine goes to a partner for warranty or repair, and comes back."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from services.inventory.commands.send_to_partner import SendToPartner, TakeFromPartner, send_to_partner, take_from_partner
from services.inventory.domain.device import Device
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.short_list import ListKind
from services.inventory.queries import devices as queries
from services.inventory.web.facts_page import to_device
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.steps import may_not_wipe
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
NONE_CHOSEN = FormProblem(_("Kies naar welke partner het toestel gaat"), field="partner")
OWN = Markup('<bdi translate="no">{}</bdi>')
"""A name that people gave; what is put in is escaped."""
WITH_US = (*ON_THE_WORKBENCH, DeviceState.READY, DeviceState.RESERVED, DeviceState.IN_REPAIR)


def can_go_out(device: Device) -> bool:
    """Whether it is here, and so can be brought to a partner."""
    return device.status in WITH_US and device.partner_id is None


@router.get("/devices/{device_id}/partner", dependencies=[PREPARE])
async def ask(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """To whom?"""
    return await _page(request, person.organisation, device_id)


@router.post("/devices/{device_id}/partner", dependencies=[PREPARE])
async def send_out(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It is there from today on."""
    try:
        partner = UUID((await typed(request)).get("partner", ""))
    except ValueError:
        return await _page(request, call.organisation, device_id, [NONE_CHOSEN], 422)
    try:
        command = SendToPartner(device_id, partner)
        return as_redirect(await call.answer(lambda unit: send_to_partner(command, unit), to_device))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "partner")
        return await _page(request, call.organisation, device_id, [problem], status)


@router.post("/devices/{device_id}/partner/back", dependencies=[PREPARE])
async def take_back(device_id: UUID, call: FormCall) -> Response:
    """It is here again."""
    return as_redirect(await call.answer(lambda unit: take_from_partner(TakeFromPartner(device_id), unit), to_device))


async def _page(
    request: Request, organisation: UUID, device_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        partners = [one for one in await unit.short_lists.all_of(ListKind.PARTNER) if not one.removed]
    if not can_go_out(device) and not problems:
        return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)
    context = {
        "device": device,
        "partners": [(str(one.id), OWN.format(one.name), "") for one in partners],
        "has_files": may_not_wipe(device),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/partner.html", context, status=status)
