"""The page where machines come in by hand: what one reads on the outside, in one form and one button."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.register_by_hand import MOST_AT_ONCE, RegisterByHand, register_by_hand
from services.inventory.domain.device import Device
from services.inventory.queries import lots as queries
from services.inventory.web.intake_page import read_lot
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.kinds import kind_of, kinds
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.free_text import has_register_number
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
FIELD_OF = {
    "machine_needs_name": "maker",
    "text_too_long": "model",
    "too_many_at_once": "count",
    "serial_for_many": "count",
}
"""Where each refusal is shown; all others at the serial number."""


@router.get("/devices/by-hand", dependencies=[PREPARE])
async def by_hand(request: Request, person: SignedIn, lot: UUID | None = None) -> Response:
    """The form."""
    return await _by_hand(request, person.organisation, lot, {"chassis": Chassis.LAPTOP.value, "count": "1"})


@router.post("/devices/by-hand", dependencies=[PREPARE])
async def take_in_by_hand(request: Request, call: FormCall) -> Response:
    """Register what was typed: one machine and go to its page, or several and go to where they are listed."""
    form = await typed(request)
    lot_id, organisation = read_lot(form.get("lot", "")), call.person.organisation
    kind, count = kind_of(form.get("chassis", "")), form.get("count", "") or "1"
    problems = []
    if kind is None:
        problems.append(FormProblem(_("Kies wat voor toestel het is"), field="chassis"))
    if not (count.isascii() and count.isdigit() and len(count) < 6):
        problems.append(FormProblem(_("Typ een getal"), field="count"))
    if problems or kind is None:
        return await _by_hand(request, organisation, lot_id, form, problems, 422)
    command = RegisterByHand(
        chassis=kind,
        maker=form.get("maker", ""),
        model=form.get("model", ""),
        serial=form.get("serial", ""),
        asset_tag=form.get("asset_tag", ""),
        count=int(count),
        lot_id=lot_id,
        another=form.get("another") == "yes",
    )
    try:
        return as_redirect(await call.answer(lambda unit: register_by_hand(command, unit), lambda made: _told(made, lot_id)))
    except NotFound:
        raise
    except Refused as refusal:
        field = FIELD_OF.get(refusal.code, "serial")
        if refusal.code == "register_number_in_text":
            field = next((name for name in ("maker", "model", "serial") if has_register_number(form.get(name, ""))), "asset_tag")
        status, problem = refused(refusal, REFUSALS, field)
        code = refusal.facts.get("device_code")
        if code:
            link = (f"/inventory/devices?q={code}", _("Zoek toestel {code}").format(code=code))
            problem = FormProblem(problem.title, problem.detail, problem.field, link)
        return await _by_hand(request, organisation, lot_id, form, [problem], status, may_be_another=refusal.code == "looks_known")


def _told(made: Sequence[Device], lot_id: UUID | None) -> Answer:
    if lot_id is not None:
        return Answer(303, f"/inventory/lots/{lot_id}")
    return Answer(303, f"/inventory/devices/{made[0].id}" if len(made) == 1 else "/inventory/devices?status=arrived")


async def _by_hand(
    request: Request,
    organisation: UUID,
    lot_id: UUID | None,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    may_be_another: bool = False,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        line = await queries.get_lot(unit, lot_id) if lot_id is not None else None
        makers, models = await queries.makers_and_models(unit)
    context = {
        "lot": line.lot if line else None,
        "form": form,
        "kinds": kinds(),
        "makers": makers,
        "models": models,
        "most": MOST_AT_ONCE,
        "may_be_another": may_be_another,
        "A_PERSON": A_PERSON,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/by_hand.html", context, status=status)
