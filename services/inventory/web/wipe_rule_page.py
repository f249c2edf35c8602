"""How well a hard disk has to be wiped here: the organisation chooses. It can be stricter than usual, never looser."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.choose_wipe_rule import ChooseWipeRule, choose_wipe_rule
from services.inventory.domain.sanitization import Level
from services.inventory.store.drives import disk_minimum_of
from services.inventory.web.wipe_texts import DISK_RULES
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)
MANAGE = may(Permission.MANAGE_ORGANISATION)


@router.get("/wipe-rule", dependencies=[MANAGE])
async def show(request: Request, person: SignedIn, saved: int = 0) -> Response:
    """What holds now, and the choice."""
    return await _rule_page(request, person, saved=saved == 1)


@router.post("/wipe-rule", dependencies=[MANAGE])
async def choose(request: Request, call: FormCall) -> Response:
    """Another level from now on."""
    said = (await typed(request)).get("disk")
    if said not in DISK_RULES:
        return await _rule_page(request, call.person, [FormProblem(_("Kies wat genoeg is"), field="disk")], 422)
    command = ChooseWipeRule(Level(said), call.person.id)
    return as_redirect(
        await call.answer(lambda unit: choose_wipe_rule(command, unit), lambda _done: Answer(303, "/inventory/wipe-rule?saved=1"))
    )


async def _rule_page(
    request: Request, person: Person, problems: list[FormProblem] | None = None, status: int = 200, *, saved: bool = False
) -> Response:
    async with running_service(request).units.open(person.organisation) as unit:
        now = await disk_minimum_of(unit)
    context = {
        "now": now.value,
        "rules": [(value, *words) for value, words in DISK_RULES.items()],
        "saved": saved,
        "problems": problems or [],
        "wrong": {problem.field: problem for problem in problems or []},
    }
    return page(request, "inventory/wipe_rule.html", context, status=status)
