"""Around a family: what it said and when, its fixed faces, whom it named, and who referred it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.know_people import (
    ContactOf,
    TrustedOf,
    TrustPerson,
    add_contact,
    drop_contact,
    drop_trusted,
    put_back_contact,
    put_back_trusted,
    trust_person,
)
from services.loans.commands.record_consent import RecordConsent, record_consent
from services.loans.commands.refer_family import NoteReferral, RenewReferral, note_referral, renew_referral
from services.loans.domain.consent import ConsentFor, ConsentWay
from services.loans.domain.people import REFERRAL_DAYS, TrustedFor
from services.loans.queries.families import around
from services.loans.queries.households import counting_household
from services.loans.store.unit import LoansUnit
from services.loans.web.borrower_texts import HOW_LONG, HOW_SAID
from services.loans.web.family_texts import CONSENT_ANSWER, CONSENT_FOR, CONSENT_FOR_HINT, CONSENT_WAY, TRUSTED_FOR
from services.loans.web.others import colleagues_to_choose
from services.loans.web.texts import CONSENT_HINT, CONSENT_TONE, REFUSALS, colleague
from shared.bus.answers import Answer
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import capital
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/households/{household_id}", include_in_schema=False)

SEE = [may(Permission.SEE_HOUSEHOLDS)]
FIELDS = {
    "trusted_name_missing": "name",
    "trusted_for_nothing": "purpose",
    "referrer_missing": "by_whom",
    "bad_referral_day": "days",
    "too_many_trusted": "name",
}


@router.get("/consents", dependencies=SEE)
async def consents(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """What the family said about each purpose, now and before."""
    return await _consents_page(request, person.organisation, person.id, household_id, {})


@router.post("/consents", dependencies=SEE)
async def say(request: Request, household_id: UUID, call: FormCall) -> Response:
    """The family says something from now on, at the counter, on the telephone or on paper."""
    form = await typed(request)
    problems = _problems_in(form)
    if problems:
        return await _consents_page(request, call.organisation, call.person.id, household_id, form, problems, 422)
    command = RecordConsent(
        household_id, ConsentFor(form["purpose"]), ConsentAnswer(form["answer"]), ConsentWay(form["way"]), call.person.id
    )
    to = Answer(303, f"/loans/households/{household_id}/consents")
    return as_redirect(await call.answer(lambda unit: record_consent(command, unit), lambda _: to))


@router.post("/contacts", dependencies=SEE)
async def become_contact(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Whoever taps is a fixed face of the family from now on; or the colleague who was chosen, of those who may see families."""
    form = await typed(request)
    chosen = form.get("person_id") or ("" if form.get("choosing") else str(call.person.id))
    if chosen != str(call.person.id):
        known = await colleagues_to_choose(call.running, call.organisation) or ()
        if chosen not in [str(one.person_id) for one in known]:
            problem = FormProblem(_("Kies een collega"), field="person_id")
            return await _faces_page(request, call.person, household_id, [problem], 422)
    command = ContactOf(household_id, UUID(chosen))
    try:
        return await _one_tap(call, household_id, lambda unit: add_contact(command, unit))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="person_id")
        return await _faces_page(request, call.person, household_id, [problem], status)


@router.get("/contacts", dependencies=SEE)
async def choose_contact(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """Which colleague will the family know?"""
    return await _faces_page(request, person, household_id)


async def _faces_page(
    request: Request, person: Person, household_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        household = await counting_household(unit, household_id)
        faces = [one.person_id for one in (await around(unit, household.id)).contacts if one.removed_on is None]
    if not household.is_family:
        raise NotFound()
    known = await colleagues_to_choose(running, person.organisation)
    others = [(str(one.person_id), one.name, "") for one in known or () if one.person_id not in (*faces, person.id)]
    context = {
        "household": household,
        "choices": [*([] if person.id in faces else [(str(person.id), _("Ik zelf"), "")]), *others],
        "away": known is None,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/contact_form.html", context, status=status)


@router.post("/contacts/{person_id}/remove", dependencies=SEE)
async def remove_contact(household_id: UUID, person_id: UUID, call: FormCall) -> Response:
    """No fixed face any more; until tonight it can be put back."""
    command = ContactOf(household_id, person_id)
    return await _one_tap(call, household_id, lambda unit: drop_contact(command, unit))


@router.post("/contacts/{person_id}/put-back", dependencies=SEE)
async def face_again(household_id: UUID, person_id: UUID, call: FormCall) -> Response:
    """It was a mistake."""
    command = ContactOf(household_id, person_id)
    return await _one_tap(call, household_id, lambda unit: put_back_contact(command, unit))


@router.get("/trusted/new", dependencies=SEE)
async def new_trusted(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """Whom does the family trust? It chooses, and may choose nobody."""
    return await _form_page(request, person.organisation, household_id, "loans/trusted_form.html", {})


@router.post("/trusted/new", dependencies=SEE)
async def trust(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Keep whom the family named."""
    form = await typed(request)
    ticked = (await request.form()).getlist("purpose")
    purposes = frozenset(purpose for purpose in TrustedFor if purpose.value in ticked)
    command = TrustPerson(household_id, form.get("name"), form.get("reach"), purposes)
    return await _sent(
        request, call, household_id, "loans/trusted_form.html", form, lambda unit: trust_person(command, unit), ticked
    )


@router.post("/trusted/{trusted_id}/remove", dependencies=SEE)
async def remove_trusted(household_id: UUID, trusted_id: UUID, call: FormCall) -> Response:
    """The family does not want this any more; until tonight it can be put back."""
    command = TrustedOf(household_id, trusted_id)
    return await _one_tap(call, household_id, lambda unit: drop_trusted(command, unit))


@router.post("/trusted/{trusted_id}/put-back", dependencies=SEE)
async def put_back(household_id: UUID, trusted_id: UUID, call: FormCall) -> Response:
    """It was a mistake."""
    command = TrustedOf(household_id, trusted_id)
    return await _one_tap(call, household_id, lambda unit: put_back_trusted(command, unit))


@router.get("/referrals/new", dependencies=SEE)
async def new_referral(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """Who sent the family to us?"""
    return await _form_page(request, person.organisation, household_id, "loans/referral_form.html", {})


@router.post("/referrals/new", dependencies=SEE)
async def refer(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Note it. It changes nothing of a request or a loan."""
    form = await typed(request)
    days = form.get("days", "")
    chosen = int(days) if days in [value for value, _words, _more in HOW_LONG] else REFERRAL_DAYS
    command = NoteReferral(household_id, form.get("by_whom"), chosen)
    return await _sent(request, call, household_id, "loans/referral_form.html", form, lambda unit: note_referral(command, unit))


@router.post("/referrals/{referral_id}/renew", dependencies=SEE)
async def renew(household_id: UUID, referral_id: UUID, call: FormCall) -> Response:
    """A year from today."""
    return await _until(call, household_id, referral_id, REFERRAL_DAYS)


@router.post("/referrals/{referral_id}/end", dependencies=SEE)
async def end(household_id: UUID, referral_id: UUID, call: FormCall) -> Response:
    """It is over tomorrow; renewing it brings it back."""
    return await _until(call, household_id, referral_id, 0)


async def _until(call: Call, household_id: UUID, referral_id: UUID, days: int) -> Response:
    command = RenewReferral(household_id, referral_id, days)
    return await _one_tap(call, household_id, lambda unit: renew_referral(command, unit))


async def _one_tap(
    call: Call, household_id: UUID, command: Callable[[LoansUnit], Awaitable[Any]], more: str = "#people"
) -> Response:
    """Do it, and go back to the family."""
    to = Answer(303, f"/loans/households/{household_id}{more}")
    return as_redirect(await call.answer(command, lambda _: to))


async def _sent(
    request: Request,
    call: Call,
    household_id: UUID,
    template: str,
    form: Mapping[str, str],
    command: Callable[[LoansUnit], Awaitable[Any]],
    ticked: Sequence[Any] = (),
) -> Response:
    """Do it and go back to the family; or show the form again with what is wrong."""
    try:
        return await _one_tap(call, household_id, command)
    except NotFound:
        raise
    except Refused as refusal:
        first = "name" if template == "loans/trusted_form.html" else "by_whom"
        status, problem = refused(refusal, REFUSALS, field=FIELDS.get(refusal.code, first))
        return await _form_page(request, call.organisation, household_id, template, form, [problem], status, ticked)


async def _form_page(
    request: Request,
    organisation: UUID,
    household_id: UUID,
    template: str,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    ticked: Sequence[Any] = (),
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        household = await counting_household(unit, household_id)
    if not household.is_family:
        raise NotFound()
    context = {
        "household": household,
        "form": form,
        "ticked": ticked,
        "purposes": [(purpose.value, words, "") for purpose, words in TRUSTED_FOR.items()],
        "how_long": HOW_LONG,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, template, context, status=status)


def _problems_in(form: Mapping[str, str]) -> list[FormProblem]:
    """What was not chosen."""
    problems = []
    if form.get("purpose") not in list(ConsentFor):
        problems.append(FormProblem(_("Kies waarover het gaat"), field="purpose"))
    if form.get("answer") not in list(ConsentAnswer):
        problems.append(FormProblem(_("Kies wat het gezin zei"), field="answer"))
    if form.get("way") not in [value for value, _words, _more in HOW_SAID]:
        problems.append(FormProblem(_("Kies hoe het gezin het zei"), field="way"))
    return problems


async def _consents_page(
    request: Request,
    organisation: UUID,
    me: UUID,
    household_id: UUID,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        household = await counting_household(unit, household_id)
        known = await around(unit, household.id)
    if not household.is_family:
        raise NotFound()
    hints = {purpose.value: words for purpose, words in (CONSENT_HINT | CONSENT_FOR_HINT).items()}
    context = {
        "household": household,
        "now": [(CONSENT_FOR[purpose], CONSENT_ANSWER[answer], CONSENT_TONE[answer]) for purpose, answer in known.now.items()],
        "said": [
            (one, CONSENT_FOR[one.purpose], CONSENT_ANSWER[one.answer], CONSENT_WAY[one.way], colleague(one.noted_by, me))
            for one in known.said
        ],
        "purposes": [(purpose.value, words, hints.get(purpose.value, "")) for purpose, words in CONSENT_FOR.items()],
        "answers": [(answer.value, capital(words), "") for answer, words in CONSENT_ANSWER.items()],
        "ways": HOW_SAID,
        "form": {"way": ConsentWay.COUNTER.value} | dict(form),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/consents.html", context, status=status)
