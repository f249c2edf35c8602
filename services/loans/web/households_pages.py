"""The pages of families. A name stands on a page, never in an address."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.correct_household import CorrectHousehold, correct_household
from services.loans.commands.record_consent import RecordConsent, record_consent
from services.loans.commands.register_household import RegisterHousehold, register_household
from services.loans.domain.consent import ConsentFor
from services.loans.domain.family_refusals import MayBeKnown
from services.loans.domain.household import Household, Language, clean_name, clean_telephone
from services.loans.domain.people import MOST_CONTACTS, MOST_TRUSTED
from services.loans.domain.refusals import NameMissing
from services.loans.queries import households as queries
from services.loans.queries.cards import cards_of_family
from services.loans.queries.families import Alike, alike, around
from services.loans.queries.known import known_devices, open_tickets
from services.loans.queries.loans import loans_of_household
from services.loans.queries.requests import requests_of_household
from services.loans.queries.touches import heard_from_us
from services.loans.web import texts
from services.loans.web.borrower_texts import KIND, LIKENESS
from services.loans.web.counter_bar import counter_bar
from services.loans.web.family_texts import CONSENT_FOR, TRUSTED_FOR
from services.loans.web.others import names_of
from services.loans.web.touch_texts import HOW, MESSAGE, OUTCOME
from services.loans.web.typed import searched
from shared.bus.answers import Answer
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import capital, day, listed
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import ACCESSORY, PROFILE, SYMPTOM

router = APIRouter(prefix="/loans/households", include_in_schema=False)

WORDS = {
    name: getattr(texts, name)
    for name in (
        "CARD_STATE", "CARD_TONE", "CONSENT", "CONSENT_ANSWER", "CONSENT_HINT", "CONSENT_TONE", "LANGUAGE", "LEVEL", "LOAN_STATUS",
        "LOAN_TONE", "LOOKED_FOR", "PLACE", "SERVICE", "STATUS", "TONE",
    )
} | {"ACCESSORY": ACCESSORY, "KIND": KIND, "PROFILE": PROFILE, "SYMPTOM": SYMPTOM, "TRUSTED_FOR": TRUSTED_FOR}  # fmt: skip
WORDS |= {"HOW": HOW, "MESSAGE": MESSAGE, "OUTCOME": OUTCOME}


@router.get("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def list_households(request: Request, person: SignedIn, after: UUID | None = None) -> Response:
    """Families, the newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_households(unit, person.id, after)
    following = f"/loans/households?after={found[-1].id}" if len(found) == queries.PAGE else None
    told = request.query_params.get("forgotten") == "yes"
    context = {"found": found, "text": "", "following": following, "first": after is None, "full": False, "forgotten": told}
    return page(request, "loans/households.html", context)


@router.post("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def search(request: Request, call: FormCall) -> Response:
    """The families that a search finds. It is sent and not linked, so that no name stands in an address."""
    text = searched(await typed(request))
    async with call.running.units.open(call.organisation) as unit:
        me = call.person.id
        found = await (queries.search_households(unit, me, text) if text else queries.list_households(unit, me))
    full = len(found) == queries.PAGE
    context = {"found": found, "text": text, "following": None, "first": True, "full": full, "forgotten": False}
    return page(request, "loans/households.html", context)


@router.get("/new", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def new_household(request: Request, person: SignedIn) -> Response:
    """A family we do not know yet: how may we call you?"""
    return _form_page(request, {}, None)


@router.post("/new", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def register(request: Request, call: FormCall) -> Response:
    """Register it, and go straight on to what it needs."""
    form = await typed(request)
    language, problems = _check(form)
    consents = {purpose: _consent(form, purpose.value) for purpose in ConsentPurpose}
    looked = form.get("looked") == "yes"
    command = RegisterHousehold(form.get("call_name"), form.get("telephone"), language, consents, looked, call.person.id)
    found: Sequence[Alike] = ()
    if not problems:
        try:
            return as_redirect(await call.answer(lambda unit: register_household(command, unit), _to_request_for))
        except MayBeKnown as refusal:
            problems = [refused(refusal, texts.REFUSALS, field="known")]
            async with call.running.units.open(call.organisation) as unit:
                found = await alike(unit, command.call_name, command.telephone)
        except Refused as refusal:
            problems = [refused(refusal, texts.REFUSALS)]
    return _form_page(request, form, None, problems, found)


@router.get("/{household_id}", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def show_household(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """One family: what it has, what it asked, what it agreed to, who is around it, and who looked at its name."""
    async with running_service(request).units.open(person.organisation) as unit:
        household = await queries.get_household(unit, household_id)
        if household.merged_into is not None:
            return RedirectResponse(f"/loans/households/{household.merged_into}", status_code=303)
        requests = await requests_of_household(unit, household_id)
        loans = await loans_of_household(unit, household_id)
        machines = [line.device_id for loan in loans for line in loan.active_lines]
        devices = await known_devices(unit, machines)
        tickets = await open_tickets(unit, machines, household_id)
        looks = await queries.who_looked(unit, household_id)
        cards = await cards_of_family(unit, household_id)
        heard = await heard_from_us(unit, household_id)
        known = await around(unit, household_id)
        may_be = await alike(unit, household.call_name, household.telephone, household_id) if household.is_family else []
        await unit.households.note_opened(household_id, person.id)
        zone, today = unit.zone, unit.today()
        counter = await counter_bar(unit, request, household_id=household_id)
        closed = await unit.closed.is_closed([row.id for row in known.rows])
    faces = [one.person_id for one in known.contacts]
    names = await names_of(running_service(request), person.organisation, [*faces, *(look.person_id for look in looks)])
    context = {
        "counter": counter,
        "household": household,
        "requests": requests,
        "loans": loans,
        "devices": devices,
        "tickets": [(ticket, ticket.opened_at.astimezone(zone) if ticket.opened_at else None) for ticket in tickets],
        "looks": [_look(look, person.id, zone, names) for look in looks],
        "heard": heard,
        "answers": list(ConsentAnswer),
        "cards": [(card, texts.colleague(card.made_by, person.id), texts.colleague(card.blocked_by, person.id)) for card in cards],
        "codes": {row.id: row.code for row in known.rows},
        "known": known,
        "others": [(CONSENT_FOR[one], known.now[one]) for one in ConsentFor if one.told is None],
        "contacts": [
            (one, _("jij") if one.person_id == person.id else names.get(one.person_id) or texts.colleague(one.person_id, person.id))
            for one in known.contacts
        ],
        "closed": closed,
        "am_contact": person.id in [one.person_id for one in known.contacts],
        "referrals": [(one, one.counts_on(today), texts.colleague(one.by_person, person.id)) for one in known.referrals],
        "alike": _with_why(may_be),
        "today": today,
        "most_contacts": MOST_CONTACTS,
        "most_trusted": MOST_TRUSTED,
    }
    return page(request, "loans/household.html", WORDS | context)


@router.get("/{household_id}/correct", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def correct_form(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """The form to put something right."""
    async with running_service(request).units.open(person.organisation) as unit:
        household = await queries.get_household(unit, household_id)
    if not household.is_family:
        return RedirectResponse(f"/loans/places/{household_id}/correct", status_code=303)
    form = {"call_name": household.call_name, "telephone": household.telephone, "language": household.language.value}
    return _form_page(request, {name: value or "" for name, value in form.items()}, household)


@router.post("/{household_id}/correct", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def correct(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Put it right."""
    form = await typed(request)
    language, problems = _check(form)
    command = CorrectHousehold(household_id, form.get("call_name"), form.get("telephone"), language)
    if not problems:
        try:
            return as_redirect(await call.answer(lambda unit: correct_household(command, unit), _to_household))
        except NotFound:
            raise
        except Refused as refusal:
            problems = [refused(refusal, texts.REFUSALS)]
    async with call.running.units.open(call.organisation) as unit:
        household = await queries.get_household(unit, household_id)
    return _form_page(request, form, household, problems)


@router.post("/{household_id}/consent/{purpose}", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def consent(request: Request, household_id: UUID, purpose: ConsentPurpose, call: FormCall) -> Response:
    """What the family says from now on, in one tap."""
    command = RecordConsent(household_id, ConsentFor(purpose), _consent(await typed(request), "answer"), noted_by=call.person.id)
    return as_redirect(await call.answer(lambda unit: record_consent(command, unit), _to_household))


def _check(form: Mapping[str, str]) -> tuple[Language, list[tuple[int, FormProblem]]]:
    """The language, and what is wrong with each field of the form: all of it at once, each with its status."""
    problems = []
    for field, clean in (("call_name", clean_name), ("telephone", clean_telephone)):
        try:
            if clean(form.get(field)) is None and field == "call_name":
                raise NameMissing()
        except Refused as refusal:
            problems.append(refused(refusal, texts.REFUSALS, field=field))
    language = form.get("language", "")
    return Language(language) if language in list(Language) else Language.NL, problems


def _consent(form: Mapping[str, str], field: str) -> ConsentAnswer:
    answer = form.get(field, "")
    return ConsentAnswer(answer) if answer in list(ConsentAnswer) else ConsentAnswer.NOT_ASKED


def _look(look: queries.Look, me: UUID, zone: ZoneInfo, names: Mapping[UUID, str]) -> dict[str, Any]:
    """One line as the family reads it."""
    at = look.at.astimezone(zone)
    return {
        "when": _("{day} om {time}").format(day=day(at), time=f"{at:%H:%M}"),
        "who": texts.colleague(look.person_id, me) if look.person_id == me else names.get(look.person_id) or _("een medewerker"),
        "service": look.service,
        "purpose": look.purpose,
        "times": look.times,
        "what": listed([str(texts.LOOKED_AT[what]) for what in look.what]),
    }


def _with_why(found: Sequence[Alike]) -> list[tuple[Household, str]]:
    """Families that may be the same, each with why somebody may think so."""
    return [(one.household, listed([str(LIKENESS[why]) for why in one.why])) for one in found]


def _form_page(
    request: Request,
    form: Mapping[str, str],
    household: Household | None,
    problems: Sequence[tuple[int, FormProblem]] = (),
    found: Sequence[Alike] = (),
) -> Response:
    told = [problem for _, problem in problems]
    context = {
        "household": household,
        "form": form,
        "alike": _with_why(found),
        "languages_of_families": [(language.value, capital(words), "") for language, words in texts.LANGUAGE.items()],
        "consents": [(purpose.value, texts.CONSENT[purpose], texts.CONSENT_HINT[purpose]) for purpose in ConsentPurpose],
        "answers": [(answer.value, words, "") for answer, words in texts.CONSENT_ANSWER.items()],
        "problems": told,
        "wrong": {problem.field: problem for problem in told},
    }
    return page(request, "loans/household_form.html", context, status=problems[0][0] if problems else 200)


def _to_household(household: Household) -> Answer:
    return Answer(303, f"/loans/households/{household.id}")


def _to_request_for(household: Household) -> Answer:
    return Answer(303, f"/loans/requests/new?household={household.id}")
