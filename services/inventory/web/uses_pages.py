"""The pages of uses: what a device must be able to do for each, and what is installed; staff make them their own."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.change_use import ChangeUse, ResetUse, change_use, reset_use
from services.inventory.domain.details import KeyboardLayout
from services.inventory.domain.use_profile import DEFAULTS, KEYBOARDS, MOST_SOFTWARE
from services.inventory.web.fact_texts import KEYBOARD
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.use_forms import PARTS, TICKED, form_of, read_use, rows_in
from services.inventory.web.use_texts import LICENCE, PART, wishes_said
from shared.bus.answers import Answer
from shared.contracts.vocabulary import UseProfile
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, opened_with, overtaken, refused, seen_again, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import PROFILE

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
ALL = "/inventory/uses"


@router.get("/uses", dependencies=[SEE])
async def list_uses(request: Request, person: SignedIn) -> Response:
    """Every use, one to a card."""
    async with running_service(request).units.open(person.organisation) as unit:
        uses, chosen = await unit.uses.all(), await unit.uses.chosen()
    cards = [
        {
            "profile": profile.value,
            "words": PROFILE[profile],
            "minimum": wishes_said(use.wishes.minimum),
            "comfortable": wishes_said(use.wishes.comfortable),
            "software": [(one.name, LICENCE[one.licence]) for one in use.software],
            "own": profile in chosen,
        }
        for profile, use in uses.items()
    ]
    return page(request, "inventory/uses.html", {"cards": cards})


@router.get("/uses/{profile}", dependencies=[PREPARE])
async def show_use(request: Request, profile: str, person: SignedIn) -> Response:
    """One use, to change."""
    known = _known(profile)
    async with running_service(request).units.open(person.organisation) as unit:
        use, own = (await unit.uses.all())[known], known in await unit.uses.chosen()
    shown = form_of(use)
    return _form(request, known, shown | {"was": as_shown(shown)}, own=own)


@router.post("/uses/{profile}", dependencies=[PREPARE])
async def change(request: Request, profile: str, call: FormCall) -> Response:
    """Keep what was typed; what is wrong is shown beside its field, with everything that was typed."""
    known, form = _known(profile), await typed(request)
    async with running_service(request).units.open(call.organisation) as unit:
        seen = (await unit.uses.all())[known]
    now = form_of(seen)
    if opened_with(form) is not None:
        form = dict.fromkeys(TICKED, "") | form  # a box that is not ticked is not sent
        if (clash := overtaken(form, now, _words())) and not await call.came_before():
            return _form(request, known, now | seen_again(form, now), clash, 409)
    use, problems = read_use(form if opened_with(form) is None else now | left_alone(form, now))
    if use is None:
        return _form(request, known, form, problems, 422)
    command = ChangeUse(known, use, seen)
    try:
        return as_redirect(await call.answer(lambda unit: change_use(command, unit), lambda _use: _to(known)))
    except Refused as refusal:
        field = str(refusal.facts.get("field", "software-0"))
        status, problem = refused(refusal, REFUSALS, field)
        return _form(request, known, form, [problem], status)


@router.get("/uses/{profile}/reset", dependencies=[PREPARE])
async def ask_reset(request: Request, profile: str, person: SignedIn) -> Response:
    """Asks once, with what is usual beside."""
    known = _known(profile)
    async with running_service(request).units.open(person.organisation) as unit:
        own = known in await unit.uses.chosen()
    if not own:
        return RedirectResponse(f"{ALL}/{known.value}", status_code=303)
    usual = DEFAULTS[known]
    context = {
        "profile": known.value,
        "words": PROFILE[known],
        "levels": [(PART[part], wishes_said(getattr(usual.wishes, part))) for part in PARTS],
        "software": usual.names,
    }
    return page(request, "inventory/use_reset.html", context)


@router.post("/uses/{profile}/reset", dependencies=[PREPARE])
async def reset(request: Request, profile: str, call: FormCall) -> Response:
    """Back to what is usual."""
    return await _reset(call, _known(profile))


async def _reset(call: Call, profile: UseProfile) -> Response:
    command = ResetUse(profile)
    return as_redirect(await call.answer(lambda unit: reset_use(command, unit), lambda _use: _to(profile)))


def _to(profile: UseProfile) -> Answer:
    return Answer(303, f"{ALL}#{profile.value}")


def _form(
    request: Request,
    profile: UseProfile,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    own: bool = False,
) -> Response:
    context = {
        "profile": profile.value,
        "words": PROFILE[profile],
        "parts_of_form": [(part, PART[part]) for part in PARTS],
        "form": form,
        "rows": rows_in(form),
        "own": own,
        "keyboards": [("", _("maakt niet uit")), *((one, KEYBOARD[KeyboardLayout(one)]) for one in KEYBOARDS)],
        "licences": [(one.value, words) for one, words in LICENCE.items()],
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/use.html", context, status=status)


def _words() -> dict[str, dict[str, str]]:
    """What each answer of a list is called in the form."""
    keyboards = {one: KEYBOARD[KeyboardLayout(one)] for one in KEYBOARDS}
    licences = {one.value: words for one, words in LICENCE.items()}
    found = {f"{part}-keyboard": keyboards for part in PARTS}
    return found | {f"licence-{number}": licences for number in range(MOST_SOFTWARE)}


def _known(profile: str) -> UseProfile:
    if profile not in [one.value for one in UseProfile]:
        raise NotFound()
    return UseProfile(profile)
