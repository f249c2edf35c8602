"""How a family would rather hear from us, said at the counter or by the family itself; and its sheet about internet at home."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.say_reach import SayReach, say_reach
from services.loans.documents.letter_pdf import internet_pdf
from services.loans.documents.message_text import SHEET_PICTURES, Sender, internet_sheet
from services.loans.domain.consent import ConsentFor, ConsentWay
from services.loans.domain.household import Language
from services.loans.domain.reach import LONGEST_ADDRESS, Channel, Reach
from services.loans.queries import touches as queries
from services.loans.queries.families import around
from services.loans.queries.households import get_household
from services.loans.web.family_session import FamilyCall, Here
from services.loans.web.family_texts import CHANNEL, HEARD, HEARD_CALL, REACH_REFUSALS, page_language
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.languages import language_of
from shared.language.translate import _
from shared.runtime.faces import face_of
from shared.web.call import FormCall, SignedIn, as_redirect, may, open_to_all, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(include_in_schema=False)

WITH_A_CARD = open_to_all("whoever is in with a family's card sees what that card shows")
FIELDS = {"number_missing": "channel", "address_too_long": "address", "register_number_in_text": "address"}
FAMILY_REACH = "/family/reach"


@router.get("/loans/households/{household_id}/reach", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def reach_form(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """What the family said before, to change."""
    return await _staff_page(request, person.organisation, household_id, None)


@router.post("/loans/households/{household_id}/reach", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def say(request: Request, household_id: UUID, call: FormCall) -> Response:
    """What the family says from now on."""
    form = await typed(request)
    command, home = _said(household_id, form, noted_by=call.person.id), Answer(303, f"/loans/households/{household_id}")
    try:
        return as_redirect(await call.answer(lambda unit: say_reach(command, unit), lambda _reach: home))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=FIELDS.get(refusal.code, ""))
        return await _staff_page(request, call.organisation, household_id, form, [problem], status)


@router.get("/loans/households/{household_id}/internet.pdf", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def internet_of_family(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """The sheet about internet at home, in the family's language, to give along."""
    async with running_service(request).units.open(person.organisation) as unit:
        language = (await get_household(unit, household_id)).language
        sender = await _sender(unit)
    return await _sheet(language, sender)


@router.get(FAMILY_REACH, dependencies=[WITH_A_CARD])
async def own_reach(request: Request, here: Here) -> Response:
    """The family's own choice, and what it heard from us."""
    return await _family_page(request, here.organisation, here.card.household_id, shows_all=here.card.shows_all)


@router.post(FAMILY_REACH, dependencies=[WITH_A_CARD])
async def say_own(request: Request, call: FamilyCall, here: Here) -> Response:
    """What the family chooses."""
    if not here.card.shows_all:
        raise NotFound()
    form = await typed(request)
    command = _said(here.card.household_id, form, ConsentWay.OWN_CARD)
    try:
        told = Answer(303, f"{FAMILY_REACH}?saved=yes")
        return as_redirect(await call.answer(lambda unit: say_reach(command, unit), lambda _reach: told))
    except NotFound:
        raise
    except Refused as refusal:
        problems = [REACH_REFUSALS.get(refusal.code) or refused(refusal, REFUSALS, field="address")[1]]
        return await _family_page(request, here.organisation, here.card.household_id, form, problems, shows_all=True)


@router.get("/family/internet", dependencies=[WITH_A_CARD])
async def own_internet(request: Request, here: Here) -> Response:
    """How to have internet at home, in the language of the page."""
    async with running_service(request).units.open(here.organisation) as unit:
        sender = await _sender(unit)
    title, blocks = internet_sheet(page_language(), sender)
    return page(request, "loans/family_internet.html", {"title": title, "blocks": list(zip(SHEET_PICTURES, blocks, strict=True))})


@router.get("/family/internet.pdf", dependencies=[WITH_A_CARD])
async def print_own_internet(request: Request, here: Here) -> Response:
    """The same on paper."""
    async with running_service(request).units.open(here.organisation) as unit:
        sender = await _sender(unit)
    return await _sheet(page_language(), sender)


async def _staff_page(
    request: Request,
    organisation: UUID,
    household_id: UUID,
    form: Mapping[str, str] | None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        household = await get_household(unit, household_id)
        reach, asked = await queries.get_reach(unit, household_id), await _asked_for_messages(unit, household_id)
    return page(request, "loans/reach.html", _shown(reach, asked, form, problems) | {"household": household}, status=status)


async def _family_page(
    request: Request,
    organisation: UUID,
    household_id: UUID,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    *,
    shows_all: bool,
) -> Response:
    if not shows_all:
        raise NotFound()  # it is about everybody there
    async with running_service(request).units.open(organisation) as unit:
        reach, asked = await queries.get_reach(unit, household_id), await _asked_for_messages(unit, household_id)
        messages, tries = await queries.heard_from_us(unit, household_id)
    heard = [(one.sent_on, HEARD[one.text]) for one in messages if one.sent_on] + [
        (one.on, HEARD_CALL[one.outcome]) for one in tries
    ]
    more = {
        "heard": sorted(heard, key=lambda one: one[0], reverse=True),
        "saved": not problems and request.query_params.get("saved") == "yes",
    }
    return page(request, "loans/family_reach.html", _shown(reach, asked, form, problems) | more, status=422 if problems else 200)


async def _asked_for_messages(unit: Unit, household_id: UUID) -> ConsentAnswer:
    """What the family said about messages, of all its rows."""
    return (await around(unit, household_id)).now[ConsentFor.MESSAGES]


def _shown(
    reach: Reach, asked: ConsentAnswer, form: Mapping[str, str] | None, problems: Sequence[FormProblem]
) -> dict[str, object]:
    """What a form shows: what was typed, or else what we know. Whoever was not asked about messages finds nothing chosen."""
    now = {
        "channel": reach.channel.value if reach.channel else "",
        "neutral": "yes" if reach.neutral else "",
        "messages": "" if asked is ConsentAnswer.NOT_ASKED else asked.value,
        "address": reach.address or "",
    }
    return {
        "form": now if form is None else {name: form.get(name, "") for name in now},
        "channels": [("", _("Zeg ik liever niet"), ""), *((one.value, words, "") for one, words in CHANNEL.items())],
        "longest": LONGEST_ADDRESS,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }


def _said(
    household_id: UUID, form: Mapping[str, str], way: ConsentWay = ConsentWay.COUNTER, noted_by: UUID | None = None
) -> SayReach:
    channel = form.get("channel", "")
    return SayReach(
        household_id,
        Channel(channel) if channel in list(Channel) else None,
        neutral=form.get("neutral") == "yes",
        messages={"yes": True, "no": False}.get(form.get("messages", "")),
        address=form.get("address"),
        way=way,
        noted_by=noted_by,
    )


async def _sender(unit: Unit) -> Sender:
    place = await face_of(unit)
    return Sender(place.title or None, place.help_line, place.help_place)


async def _sheet(language: Language, sender: Sender) -> Response:
    title, blocks = internet_sheet(language, sender)
    pdf = await asyncio.to_thread(internet_pdf, title, blocks, language_of(language.value).code, sender.organisation)
    headers = {"content-disposition": 'inline; filename="internet.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)
