"""What a family may ask of us, on its own phone: read everything, put it right, be forgotten."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.correct_household import CorrectHousehold, correct_household
from services.loans.commands.forget_household import ForgetHousehold, forget_household
from services.loans.domain.household import Household, Language, clean_name, clean_telephone
from services.loans.domain.loan_status import UNDER_WAY
from services.loans.queries.households import counting_household
from services.loans.queries.known import known_devices
from services.loans.queries.loans import loans_of_household
from services.loans.web.everything import as_file, as_paper, gather, sections_of
from services.loans.web.family_pages import WITH_A_CARD, shows_all
from services.loans.web.family_session import COOKIE, FamilyCall, Here
from services.loans.web.rights_texts import CHECK_FIRST, REFUSALS
from shared.bus.answers import Answer
from shared.domain import Refused
from shared.language.languages import languages
from shared.web.call import open_to_all, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/family", include_in_schema=False)

FIELDS = ("call_name", "telephone", "language")


@router.get("/everything", dependencies=[WITH_A_CARD])
async def everything(request: Request, here: Here) -> Response:
    """All that we know of the family, in words."""
    shows_all(here)
    found = await gather(running_service(request), here.organisation, here.card.household_id)
    return page(request, "loans/family_everything.html", {"sections": sections_of(found), "address": "/family/everything"})


@router.get("/everything/paper.pdf", dependencies=[WITH_A_CARD])
async def everything_on_paper(request: Request, here: Here) -> Response:
    """The same on paper."""
    shows_all(here)
    return await as_paper(await gather(running_service(request), here.organisation, here.card.household_id))


@router.get("/everything/file.json", dependencies=[WITH_A_CARD])
async def everything_as_file(request: Request, here: Here) -> Response:
    """The same as a file for computers, with every row."""
    shows_all(here)
    return as_file(await gather(running_service(request), here.organisation, here.card.household_id))


@router.get("/correct", dependencies=[WITH_A_CARD])
async def correct_form(request: Request, here: Here) -> Response:
    """What we call the family and where we call it, to put right."""
    shows_all(here)
    async with running_service(request).units.open(here.organisation) as unit:
        household = await counting_household(unit, here.card.household_id)
    return _form(request, _said(household))


@router.post("/correct", dependencies=[WITH_A_CARD])
async def correct(request: Request, call: FamilyCall, here: Here) -> Response:
    """Put it right. The page after it can put it back: it carries what was said before, and nothing else keeps that."""
    shows_all(here)
    form = await typed(request)
    problems = _problems(form)
    if problems:
        return _form(request, form, problems)
    async with call.running.units.open(here.organisation) as unit:
        household = await counting_household(unit, here.card.household_id)
    before = _said(household)
    language = Language(form["language"]) if form.get("language") in list(Language) else Language(before["language"])
    command = CorrectHousehold(household.id, form.get("call_name"), form.get("telephone"), language)
    await call.answer(lambda unit: correct_household(command, unit), lambda _: Answer(303, "/family/known"))
    context = {"before": before, "changed": before != {name: form.get(name, "") for name in FIELDS}}
    return page(request, "loans/family_corrected.html", context)


@router.get("/forget", dependencies=[WITH_A_CARD])
async def forget_form(request: Request, here: Here) -> Response:
    """What it means to be forgotten, before anything happens."""
    shows_all(here)
    return await _forget_page(request, here)


@router.post("/forget", dependencies=[WITH_A_CARD])
async def forget(request: Request, call: FamilyCall, here: Here) -> Response:
    """Forget the family, here and everywhere. Whoever was in is out."""
    shows_all(here)
    if (await typed(request)).get("sure") != "yes":
        return await _forget_page(request, here, [CHECK_FIRST])
    command = ForgetHousehold(here.card.household_id)
    await call.answer(lambda unit: forget_household(command, unit), lambda _: Answer(303, "/family/forgotten"))
    answer = RedirectResponse("/family/forgotten", status_code=303)
    answer.headers.append("set-cookie", COOKIE.header_of_nobody(running_service(request)))
    return answer


@router.get("/forgotten", dependencies=[open_to_all("shown to whoever was just forgotten")])
async def forgotten(request: Request) -> Response:
    """It is done."""
    return page(request, "loans/family_forgotten.html")


async def _forget_page(request: Request, here: Here, problems: Sequence[FormProblem] = ()) -> Response:
    async with running_service(request).units.open(here.organisation) as unit:
        loans = [loan for loan in await loans_of_household(unit, here.card.household_id) if loan.status in UNDER_WAY]
        devices = await known_devices(unit, [line.device_id for loan in loans for line in loan.active_lines])
    context = {"still_out": [device.code for device in devices.values()], "problems": list(problems)}
    return page(request, "loans/family_forget.html", context, status=422 if problems else 200)


def _said(household: Household) -> dict[str, str]:
    return {
        "call_name": household.call_name or "",
        "telephone": household.telephone or "",
        "language": household.language.value,
    }


def _problems(form: Mapping[str, str]) -> list[FormProblem]:
    """What is wrong with each field, all at once."""
    problems = []
    for field, clean in (("call_name", clean_name), ("telephone", clean_telephone)):
        try:
            clean(form.get(field))
        except Refused as refusal:
            problems.append(refused(refusal, REFUSALS, field=field)[1])
    return problems


def _form(request: Request, form: Mapping[str, str], problems: Sequence[FormProblem] = ()) -> Response:
    context = {
        "form": form,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "languages_of_families": [(one.value, languages()[one.value].own_name, "") for one in Language],
    }
    return page(request, "loans/family_correct.html", context, status=422 if problems else 200)
