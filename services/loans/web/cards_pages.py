"""At the counter: give somebody of a family a card, block it, open it again, give another PIN, print it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.give_card import GiveCard, GivePin, OfCard, block_card, give_card, give_pin, open_card
from services.loans.documents.family_card_pdf import card_words, family_card_pdf
from services.loans.domain.family_card import FamilyCard
from services.loans.domain.pin import clean_pin
from services.loans.domain.refusals import PinNotFourDigits, PinTooEasy
from services.loans.queries.cards import cards_of_household, get_card
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices
from services.loans.queries.loans import loans_of_household
from services.loans.web.counter_bar import counter_bar
from services.loans.web.family_session import START, codes_of, pins_of
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer, fingerprint
from shared.bus.unit import Unit
from shared.domain import NotFound, Refused
from shared.identity.hashing import hash_secret
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.runtime.clock import new_id
from shared.runtime.faces import face_of
from shared.runtime.running import RunningService
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/households/{household_id}/cards", include_in_schema=False)

ALL, SOME = "all", "some"
NOT_THE_SAME = FormProblem(_("Twee keer een andere pincode"), _("Typ twee keer dezelfde vier cijfers."), "repeated")
FIELDS = {"no_such_person": "", "nothing_to_show": "shows", "card_changed": ""}


@router.get("", dependencies=[may(Permission.GIVE_CARDS)])
async def cards(household_id: UUID, person: SignedIn) -> Response:
    """Back to the family: what a new card says is shown once."""
    return RedirectResponse(f"/loans/households/{household_id}", status_code=303)


@router.get("/new", dependencies=[may(Permission.GIVE_CARDS)])
async def new_card(request: Request, household_id: UUID, signed_in: SignedIn, person: int = 0) -> Response:
    """What does the card show, and which PIN? For a person who has a card, or else for the next one."""
    return await _form_page(request, signed_in.organisation, household_id, {"person": str(person)} if person else {})


@router.post("", dependencies=[may(Permission.GIVE_CARDS)])
async def give(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Make the card. A fingerprint of this form alone would give its PIN away: see `_recognised`."""
    form = await typed(request)
    ticked = [str(one) for one in (await request.form()).getlist("loan")]
    async with call.running.units.open(call.organisation) as unit:
        await get_household(unit, household_id)
    card_id = new_id()
    pin, problem = _pin(call.running, form, card_id, 1)
    if problem is not None:
        return await _form_page(request, call.organisation, household_id, form, [problem], 422, ticked)
    code_hash = codes_of(call.running).digest(codes_of(call.running).make(card_id.bytes))
    assert code_hash is not None
    person = form.get("person", "")
    command = GiveCard(
        card_id=card_id,
        household_id=household_id,
        person=int(person) if person.isascii() and person.isdigit() and len(person) < 4 else 0,
        only_loans=frozenset(_ids(ticked)) if form.get("shows") == SOME else None,
        code_hash=code_hash,
        pin_hash=await hash_secret(pins_of(call.running).keyed(card_id, pin)),
        by=call.person.id,
        replaces=next(iter(_ids([form.get("replaces", "")])), None),
    )
    once = _recognised(call, household_id, form, ticked)
    try:
        answer = await once.answer(lambda unit: give_card(command, unit), lambda card: _made(card, form))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=FIELDS.get(refusal.code, ""))
        return await _form_page(request, call.organisation, household_id, form, [problem], status, ticked)
    return await _ready_page(request, call, household_id, answer, new=True)


@router.get("/{card_id}/card.pdf", dependencies=[may(Permission.GIVE_CARDS)])
async def print_card(request: Request, household_id: UUID, card_id: UUID, person: SignedIn) -> Response:
    """The card on paper, in the family's language."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        card = await get_card(unit, household_id, card_id)
        household = await get_household(unit, household_id)
        place = await face_of(unit)
    words = card_words(household.language.value, place.title, place.help_line, place.help_place)
    code = codes_of(running).make(card.id.bytes)
    can_be_scanned = running.settings.phones_reach_us
    pdf = await asyncio.to_thread(family_card_pdf, words, code, card.person, running.settings.base_url, can_be_scanned)
    headers = {"content-disposition": 'inline; filename="kaart.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post("/{card_id}/block", dependencies=[may(Permission.GIVE_CARDS)])
async def block(household_id: UUID, card_id: UUID, call: FormCall) -> Response:
    """It is lost: nobody comes in with it any more."""
    command = OfCard(card_id, household_id, call.person.id)
    return as_redirect(await call.answer(lambda unit: block_card(command, unit), _to_household))


@router.post("/{card_id}/open", dependencies=[may(Permission.GIVE_CARDS)])
async def open_again(household_id: UUID, card_id: UUID, call: FormCall) -> Response:
    """It works again, after too many wrong PINs or when it was found."""
    command = OfCard(card_id, household_id, call.person.id)
    return as_redirect(await call.answer(lambda unit: open_card(command, unit), _to_household))


@router.get("/{card_id}/pin", dependencies=[may(Permission.GIVE_CARDS)])
async def new_pin(request: Request, household_id: UUID, card_id: UUID, person: SignedIn) -> Response:
    """Another PIN, for who forgot it or thinks that somebody knows it."""
    return await _pin_form(request, person.organisation, household_id, card_id)


@router.post("/{card_id}/pin", dependencies=[may(Permission.GIVE_CARDS)])
async def change_pin(request: Request, household_id: UUID, card_id: UUID, call: FormCall) -> Response:
    """Take it."""
    form = await typed(request)
    async with call.running.units.open(call.organisation) as unit:
        card = await get_card(unit, household_id, card_id)
    pin, problem = _pin(call.running, form, card_id, card.pin_number + 1)
    if problem is not None:
        return await _pin_form(request, call.organisation, household_id, card_id, [problem], 422)
    command = GivePin(card_id, household_id, card.pin_number + 1, await hash_secret(pins_of(call.running).keyed(card_id, pin)))
    once = _recognised(call, card_id, {"pin": form.get("pin", "")})
    try:
        answer = await once.answer(lambda unit: give_pin(command, unit), lambda card: _made(card, form))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _pin_form(request, call.organisation, household_id, card_id, [problem], status)
    return await _ready_page(request, call, household_id, answer, new=False)


def _pin(running: RunningService, form: Mapping[str, str], card_id: UUID, number: int) -> tuple[str, FormProblem | None]:
    """The PIN that was typed twice, or the one we make when none was; and what is wrong with it."""
    chosen, repeated = form.get("pin", ""), form.get("repeated", "")
    if not chosen and not repeated:
        return pins_of(running).make(card_id, number), None
    try:
        pin = clean_pin(chosen)
        return pin, None if clean_pin(repeated) == pin else NOT_THE_SAME
    except (PinNotFourDigits, PinTooEasy) as refusal:
        return "", refused(refusal, REFUSALS, field="pin")[1]


def _recognised(call: Call, about: UUID, form: Mapping[str, str], ticked: Sequence[str] = ()) -> Call:
    """The call as it is known again when it comes twice. Of the PIN that takes part in it nothing can be found without our key."""
    said = [form.get(name, "") for name in ("person", "shows", "replaces")]
    said += [*ticked, pins_of(call.running).keyed(about, form.get("pin", ""))]
    return replace(call, request=fingerprint(call.person.id.bytes, about.bytes, *(one.encode() for one in said)))


def _made(card: FamilyCard, form: Mapping[str, str]) -> Answer:
    """What is remembered: whether we made the PIN, never which. It follows from the card's id and the PIN's number."""
    body = {"card_id": str(card.id), "pin_number": card.pin_number, "we_made_it": not form.get("pin")}
    return Answer(201, f"/loans/households/{card.household_id}", body)


async def _ready_page(request: Request, call: Call, household_id: UUID, answer: Answer, *, new: bool) -> Response:
    card_id, number = UUID(answer.body["card_id"]), answer.body["pin_number"]
    try:
        async with call.running.units.open(call.organisation) as unit:
            household = await get_household(unit, household_id)
            card = await get_card(unit, household_id, card_id)
            counter = await counter_bar(unit, request, household_id=household_id)
    except NotFound:
        card = None
    if card is None or card.pin_number != number:  # the same form again, after somebody made a newer card or PIN
        return RedirectResponse(f"/loans/households/{household_id}", status_code=303)
    settings = call.running.settings
    context = {
        "household": household,
        "counter": counter,
        "card": card,
        "pin": pins_of(call.running).make(card_id, number) if answer.body["we_made_it"] else "",
        "new": new,
        "address": "" if settings.phones_reach_us else (settings.base_url + START).partition("://")[2],
    }
    return page(request, "loans/card_ready.html", context)


async def _form_page(
    request: Request,
    organisation: UUID,
    household_id: UUID,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    ticked: Sequence[str] = (),
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        household = await get_household(unit, household_id)
        held = {card.person: card for card in await cards_of_household(unit, household_id)}
        choices = await _loan_choices(unit, household_id)
        counter = await counter_bar(unit, request, household_id=household_id)
    asked = form.get("person", "")
    person = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    person = person or next(number for number in range(1, len(held) + 2) if number not in held)
    before = held.get(person)
    if before is not None and not form.get("shows") and before.only_loans is not None:
        form, ticked = {**form, "shows": SOME}, [str(one) for one in before.only_loans]
    context = {
        "household": household,
        "counter": counter,
        "person_number": person,
        "replaces": before,
        "form": form,
        "loan_choices": choices,
        "ticked": ticked,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/card_form.html", context, status=status)


async def _loan_choices(unit: Unit, household_id: UUID) -> list[tuple[str, date | None, str]]:
    """The loans of a family to tick: since when, and its machines."""
    loans = await loans_of_household(unit, household_id)
    devices = await known_devices(unit, [line.device_id for loan in loans for line in loan.active_lines])
    choices = []
    for loan in loans:
        known = [devices[line.device_id] for line in loan.active_lines if line.device_id in devices]
        named = " + ".join(f"{device.code} · {device.maker} {device.model}" for device in known)
        if named:
            choices.append((str(loan.id), loan.started_on, named))
    return choices


async def _pin_form(
    request: Request,
    organisation: UUID,
    household_id: UUID,
    card_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        household = await get_household(unit, household_id)
        card = await get_card(unit, household_id, card_id)
    context = {
        "household": household,
        "card": card,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/card_pin.html", context, status=status)


def _ids(typed_ids: Sequence[str]) -> list[UUID]:
    """Those that are ids. One that is not is no loan of anybody, and counts as an id that does not exist."""
    found = []
    for one in typed_ids:
        try:
            found.append(UUID(one))
        except ValueError:
            if one:
                found.append(new_id())
    return found


def _to_household(card: FamilyCard) -> Answer:
    return Answer(303, f"/loans/households/{card.household_id}#cards")
