"""The page on which staff puts a family elsewhere in line."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.move_request import MoveRequest, move_request
from services.loans.domain.line_move import LONGEST_WORDS, MoveReason, MoveTo
from services.loans.domain.request import RequestStatus
from services.loans.queries.line import others_in_line
from services.loans.queries.requests import get_request, place_of
from services.loans.store.closed import ClosedFiles
from services.loans.web.requests_pages import MOST, request_page, to_request
from services.loans.web.texts import MOVE_REASON, REFUSALS
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import PROFILE

router = APIRouter(prefix="/loans/requests", include_in_schema=False)

FIELD = {"move_reason_missing": "reason", "other_not_in_line": "before", "already_there": "to", "no_room_in_line": "before"}
"""At which field of the form a refusal is told; the others are about what was typed."""


@router.get("/{request_id}/move", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def ask_where_to(request: Request, request_id: UUID, person: SignedIn) -> Response:
    """Where to, and why. A request that does not wait any more shows what became of it."""
    return await _move_page(request, person.organisation, request_id, {})


@router.post("/{request_id}/move", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def move(request: Request, request_id: UUID, call: FormCall) -> Response:
    """Put the family there."""
    form = await typed(request)
    if problems := _problems_in(form):
        return await _move_page(request, call.organisation, request_id, form, problems, 422)
    command = MoveRequest(
        request_id,
        MoveTo(form["to"]),
        call.person.id,
        UUID(form["before"]) if form["to"] == MoveTo.BEFORE else None,
        MoveReason(form["reason"]),
        form.get("words", ""),
    )
    try:
        return as_redirect(await call.answer(lambda unit: move_request(command, unit), to_request))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=FIELD.get(refusal.code, "words"))
        return await _move_page(request, call.organisation, request_id, form, [problem], status)


@router.post("/{request_id}/move/back", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def move_back(request: Request, request_id: UUID, call: FormCall) -> Response:
    """The rule decides again where the family stands."""
    command = MoveRequest(request_id, MoveTo.RULE, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: move_request(command, unit), to_request))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await request_page(request, call.person, request_id, [problem], status)


def _problems_in(form: Mapping[str, str]) -> list[FormProblem]:
    """What was not chosen, or is no answer of the form."""
    problems = []
    if form.get("to") not in (MoveTo.FRONT, MoveTo.BEFORE, MoveTo.BACK):
        problems.append(FormProblem(_("Kies waar het gezin komt"), field="to"))
    elif form["to"] == MoveTo.BEFORE and not _is_id(form.get("before", "")):
        problems.append(FormProblem(_("Kies voor welk gezin het komt"), field="before"))
    if form.get("reason") not in list(MoveReason):
        problems.append(FormProblem(REFUSALS["move_reason_missing"].title, field="reason"))
    return problems


def _is_id(typed: str) -> bool:
    try:
        UUID(typed)
    except ValueError:
        return False
    return True


async def _move_page(
    request: Request,
    organisation: UUID,
    request_id: UUID,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        asked = await get_request(unit, request_id)
        if asked.status is not RequestStatus.WAITING:
            return as_redirect(to_request(asked))
        number = await place_of(unit, asked, MOST)
        others = await others_in_line(unit, request_id)
        shut = await ClosedFiles(unit).shut_for(None)
    context = {
        "asked": asked,
        "number": number,
        "most": MOST,
        "ways": [
            (MoveTo.FRONT.value, _("Vooraan"), ""),
            (MoveTo.BEFORE.value, _("Voor een ander gezin"), ""),
            (MoveTo.BACK.value, _("Achteraan"), ""),
        ],
        "others": [
            ("", _("Kies een gezin")),
            *(
                (str(one.id), f"{place}. {one.household_code}" + ("" if one.household_id in shut else f", {PROFILE[one.profile]}"))
                for place, one in others
            ),
        ],
        "reasons": [(one.value, capital(words), hint) for one, (words, hint) in MOVE_REASON.items()],
        "longest": LONGEST_WORDS,
        "form": form,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/move.html", context, status=status)
