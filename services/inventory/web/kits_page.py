"""The kits: what goes along with a kind of device."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.change_kits import RemoveKit, SaveKit, remove_kit, save_kit
from services.inventory.domain.kit import USUAL, Kit
from services.inventory.domain.thing import ThingKind
from services.inventory.web.accessory_texts import KIND
from services.inventory.web.kinds import kind_of, kinds
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import CHASSIS
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import listed
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, opened_with, overtaken, refused, seen_again, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
ADDRESS = "/inventory/kits"
KIT_REMOVED = FormProblem(
    _("Een collega haalde dit setje intussen weg"),
    _("Wat jij koos, staat hieronder nog. Bewaar je het, dan is het een nieuw setje."),
)


@router.get("/kits", dependencies=[PREPARE])
async def list_kits(request: Request, person: SignedIn, kit: UUID | None = None, gone: UUID | None = None) -> Response:
    """All kits and the form for one; `kit` is changed in it, `gone` was just removed and can be put back."""
    return await _page(request, person.organisation, kit, gone=gone)


@router.post("/kits", dependencies=[PREPARE])
async def save(request: Request, call: FormCall) -> Response:
    """A new kit, or what one is from now on."""
    form = await typed(request)
    ticked = {str(one) for one in (await request.form()).getlist("kinds")}
    kit_id = UUID(form["kit"]) if _is_id(form.get("kit", "")) else None
    seen = None
    if kit_id is not None:
        async with running_service(request).units.open(call.organisation) as unit:
            seen = await unit.things.kit(kit_id)
        if seen.removed and not await call.came_before():
            return await _page(request, call.organisation, None, form | {"ticked": ticked, "was": ""}, [KIT_REMOVED], 409)
        if opened_with(form) is not None:
            form = form | {_tick(kind): "yes" if kind.value in ticked else "" for kind in ThingKind}
            now, words = _fields(seen), {"chassis": {kind.value: words for kind, words in CHASSIS.items()}}
            if (clash := overtaken(form, now, words)) and not await call.came_before():
                again = seen_again(form, now)
                return await _page(request, call.organisation, kit_id, again | {"ticked": _ticked(again)}, clash, 409)
            form = left_alone(form, now)
            ticked = _ticked(form)
    chassis = kind_of(form.get("chassis", "")) or Chassis.LAPTOP
    kinds_chosen = [kind for kind in ThingKind if kind.value in ticked]
    command = SaveKit(form.get("name", ""), chassis, kinds_chosen, kit_id, seen)
    try:
        return as_redirect(await call.answer(lambda unit: save_kit(command, unit), lambda _one: Answer(303, ADDRESS)))
    except NotFound:
        raise
    except Refused as refusal:
        field = "kinds" if refusal.facts.get("field") == "kinds" else "name"
        status, problem = refused(refusal, REFUSALS, field)
        return await _page(request, call.organisation, kit_id, form | {"ticked": ticked}, [problem], status)


@router.post("/kits/{kit_id}/remove", dependencies=[PREPARE])
async def remove(request: Request, kit_id: UUID, call: FormCall) -> Response:
    """Propose it no more, or again."""
    removed = (await typed(request)).get("removed") != "no"
    told = Answer(303, f"{ADDRESS}?gone={kit_id}" if removed else ADDRESS)
    try:
        return as_redirect(await call.answer(lambda unit: remove_kit(RemoveKit(kit_id, removed), unit), lambda _one: told))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.organisation, None, None, [problem], status)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _page(
    request: Request,
    organisation: UUID,
    kit_id: UUID | None,
    form: dict[str, Any] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    gone: UUID | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        kits = await unit.things.kits()
        removed = await unit.things.kit(gone) if gone else None
    chosen = next((one for one in kits if one.id == kit_id), None)
    own = {one.chassis for one in kits}
    context = {
        "kits": [(one, _said(one.kinds)) for one in kits],
        "usual": [(CHASSIS[chassis], _said(what)) for chassis, what in USUAL.items() if chassis not in own],
        "chosen": chosen,
        "removed": removed if removed and removed.removed else None,
        "form": form or (_shown(chosen) if chosen else {}),
        "kinds": kinds(),
        "things": [(kind.value, words, "") for kind, words in KIND.items()],
        "CHASSIS": CHASSIS,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/kits.html", context, status=status)


def _said(what: Sequence[ThingKind]) -> str:
    return listed([str(KIND[kind]) for kind in what])


def _shown(one: Kit) -> dict[str, Any]:
    fields = _fields(one)
    return fields | {"ticked": _ticked(fields), "was": as_shown(fields)}


def _fields(one: Kit) -> dict[str, str]:
    ticks = {_tick(kind): "yes" if kind in one.kinds else "" for kind in ThingKind}
    return {"name": one.name, "chassis": one.chassis.value} | ticks


def _tick(kind: ThingKind) -> str:
    return f"kinds-{kind.value}"


def _ticked(fields: Mapping[str, str]) -> set[str]:
    return {kind.value for kind in ThingKind if fields.get(_tick(kind)) == "yes"}
