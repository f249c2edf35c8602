"""Closing the file of a family, opening it again, and which colleagues open closed files."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.loans.commands.choose_file_readers import ChooseFileReaders, choose_file_readers
from services.loans.commands.close_file import CloseFile, close_file, open_file, open_what_i_closed
from services.loans.domain.family_refusals import NobodyOpensClosed
from services.loans.queries.households import counting_household
from services.loans.store.closed import ClosedFiles
from services.loans.web.closed_door import who_opens
from services.loans.web.others import colleagues_to_choose, names_of
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import ApiCall, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page

router = APIRouter(prefix="/loans", include_in_schema=False)
api = APIRouter(prefix="/loans/api", tags=["households"])

SEE = [may(Permission.SEE_HOUSEHOLDS)]
CHOOSE = [may(Permission.MANAGE_ORGANISATION)]
READERS, DONE = "/loans/closed", "/loans/closed/done"
MOST_READERS = 50


class ReadersBody(BaseModel):
    """Which colleagues open closed files: ids of people who may see families."""

    person_ids: list[UUID] = Field(max_length=MOST_READERS)


@router.get("/households/{household_id}/close", dependencies=SEE)
async def close_form(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """What it means, asked once."""
    return await _close_page(request, person.organisation, person.id, household_id)


@router.post("/households/{household_id}/close", dependencies=SEE)
async def close(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Close it; whoever is no reader does not see it again."""
    command = CloseFile(household_id, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: close_file(command, unit), lambda _: Answer(303, DONE)))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _close_page(request, call.organisation, call.person.id, household_id, [problem], status)


@router.post("/households/{household_id}/open", dependencies=SEE)
async def open_again(household_id: UUID, call: FormCall) -> Response:
    """Everybody who may see families opens it again."""
    command = CloseFile(household_id, call.person.id)
    to = Answer(303, f"/loans/households/{household_id}")
    return as_redirect(await call.answer(lambda unit: open_file(command, unit), lambda _: to))


@router.get("/closed/done", dependencies=SEE)
async def closed(request: Request, person: SignedIn) -> Response:
    """It is closed, who opens it, and the way back for today. It says not which file."""
    async with running_service(request).units.open(person.organisation) as unit:
        mine = await ClosedFiles(unit).closed_today_by(person.id)
    context = {"who": await who_opens(running_service(request), person.organisation), "mine": mine is not None}
    return page(request, "loans/closed_done.html", context)


@router.post("/closed/undo", dependencies=SEE)
async def undo(call: FormCall) -> Response:
    """It was a mistake, today."""
    answer = await call.answer(
        lambda unit: open_what_i_closed(call.person.id, unit), lambda found: Answer(303, f"/loans/households/{found.id}")
    )
    return as_redirect(answer)


@router.get("/closed", dependencies=CHOOSE)
async def readers(request: Request, person: SignedIn) -> Response:
    """Which colleagues open closed files."""
    return await _readers_page(request, person.organisation)


@router.post("/closed", dependencies=CHOOSE)
async def choose_readers(request: Request, call: FormCall) -> Response:
    """These, from now on."""
    ticked = {str(one) for one in (await request.form()).getlist("person_id")}
    known = await colleagues_to_choose(call.running, call.organisation)
    if known is None:
        return await _readers_page(request, call.organisation, ticked, [FormProblem(AWAY)], 503)
    command = ChooseFileReaders(frozenset(one.person_id for one in known if str(one.person_id) in ticked))
    try:
        told = Answer(303, f"{READERS}?kept=yes")
        return as_redirect(await call.answer(lambda unit: choose_file_readers(command, unit), lambda _: told))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="person_id")
        return await _readers_page(request, call.organisation, ticked, [problem], status)


AWAY = _("We kunnen de namen van collega's nu niet tonen. Probeer het over een minuut opnieuw.")


async def _readers_page(
    request: Request,
    organisation: UUID,
    ticked: set[str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    running = running_service(request)
    async with running.units.open(organisation) as unit:
        chosen, many = await ClosedFiles(unit).readers(), await ClosedFiles(unit).count()
    known = await colleagues_to_choose(running, organisation)
    gone = chosen - {one.person_id for one in known or ()}
    context = {
        "people": [(str(one.person_id), one.name, "") for one in known or ()],
        "ticked": ticked if ticked is not None else {str(one) for one in chosen},
        "left": sorted((await names_of(running, organisation, sorted(gone))).values()) if known is not None else [],
        "away": AWAY if known is None else "",
        "count": many,
        "kept": request.query_params.get("kept") == "yes",
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/file_readers.html", context, status=status)


async def _close_page(
    request: Request, organisation: UUID, me: UUID, household_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    running = running_service(request)
    async with running.units.open(organisation) as unit:
        household = await counting_household(unit, household_id)
        chosen = await ClosedFiles(unit).readers()
    if not household.is_family:
        raise NotFound()
    context = {
        "household": household,
        "who": await who_opens(running, organisation) if chosen else "",
        "among_them": me in chosen,
        "problems": problems,
    }
    return page(request, "loans/close_file.html", context, status=status)


@api.post("/households/{household_id}/close", status_code=204, dependencies=SEE)
async def post_close(household_id: UUID, call: ApiCall) -> Response:
    """Close the file of a family: only the chosen colleagues open it from now on."""
    command = CloseFile(household_id, call.person.id)
    await call.answer(lambda unit: close_file(command, unit), lambda _: Answer(204))
    return Response(status_code=204)


@api.post("/households/{household_id}/open", status_code=204, dependencies=SEE)
async def post_open(household_id: UUID, call: ApiCall) -> Response:
    """Open it again for everybody who may see families; for a colleague who opens closed files."""
    command = CloseFile(household_id, call.person.id)
    await call.answer(lambda unit: open_file(command, unit), lambda _: Answer(204))
    return Response(status_code=204)


@api.get("/file-readers", dependencies=CHOOSE)
async def get_readers(request: Request, person: SignedIn) -> ReadersBody:
    """Which colleagues open closed files."""
    async with running_service(request).units.open(person.organisation) as unit:
        return ReadersBody(person_ids=sorted(await ClosedFiles(unit).readers()))


@api.post("/file-readers", status_code=204, dependencies=CHOOSE)
async def post_readers(body: ReadersBody, call: ApiCall) -> Response:
    """These and nobody else; who may not see families is left out."""
    known = await colleagues_to_choose(call.running, call.organisation) or ()
    command = ChooseFileReaders(frozenset(one.person_id for one in known if one.person_id in body.person_ids))
    if body.person_ids and not command.person_ids:
        raise NobodyOpensClosed()
    await call.answer(lambda unit: choose_file_readers(command, unit), lambda _: Answer(204))
    return Response(status_code=204)
