"""The pages on which staff keeps in touch: whom to call, and which messages wait for somebody to send them."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.note_call import NoteCall, note_call
from services.loans.commands.send_message import OfMessage, message_not_sent, message_sent
from services.loans.commands.show_number import ShowNumber, show_number
from services.loans.documents.letter_pdf import letter_pdf
from services.loans.documents.message_text import MessageWords, Sender, message_words
from services.loans.domain.reach import ON_PAPER, Channel
from services.loans.domain.touch import About, Outcome, Sending, Touch
from services.loans.queries import touches as queries
from services.loans.queries.touches import Waiting
from services.loans.store.closed import ClosedFiles
from services.loans.web import texts
from services.loans.web.touch_texts import ABOUT, CHANNEL, HOW, MESSAGE, NOT_SENT, OUTCOME
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.languages import language_of
from shared.language.translate import _
from shared.runtime.faces import face_of
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/calls", include_in_schema=False)

LIST = "/loans/calls"
ON_THE_LIST = Answer(303, LIST)
WORDS = {
    "ABOUT": ABOUT,
    "CHANNEL": CHANNEL,
    "HOW": HOW,
    "LANGUAGE": texts.LANGUAGE,
    "MESSAGE": MESSAGE,
    "NOT_SENT": NOT_SENT,
    "OUTCOME": OUTCOME,
}


@router.get("", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def list_calls(request: Request, person: SignedIn, after: UUID | None = None) -> Response:
    """Whom to call and what to send."""
    return await _list_page(request, person, after)


@router.post("/{touch_id}/number", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def number(request: Request, touch_id: UUID, call: FormCall) -> Response:
    """The number, with a line in the family's log; and what to do with it."""
    command = ShowNumber(touch_id, call.person.id)
    await call.answer(lambda unit: show_number(command, unit), lambda _shown: Answer(303, LIST))
    return await _contact_page(request, call.organisation, touch_id)


@router.get("/{touch_id}/number", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def number_again(request: Request, touch_id: UUID, person: SignedIn) -> Response:
    """Whoever comes here by a link goes back to the list: a number is shown to who asks for it."""
    async with running_service(request).units.open(person.organisation) as unit:
        await queries.get_contact(unit, touch_id)
    return as_redirect(ON_THE_LIST)


@router.post("/{touch_id}/outcome", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def outcome(request: Request, touch_id: UUID, call: FormCall) -> Response:
    """What came of a call, in one tap."""
    form = await typed(request)
    if form.get("outcome") not in list(Outcome):
        problem = FormProblem(_("Kies wat er van kwam"), field="outcome")
        return await _contact_page(request, call.organisation, touch_id, [problem], 422, hidden=True)
    command = NoteCall(touch_id, Outcome(form["outcome"]), call.person.id, _day(form.get("call_on", "")))
    try:
        return as_redirect(await call.answer(lambda unit: note_call(command, unit), lambda _touch: ON_THE_LIST))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, texts.REFUSALS, field="call_on" if refusal.code == "call_day_not_near" else "")
        return await _contact_page(request, call.organisation, touch_id, [problem], status, hidden=True)


@router.post("/messages/{message_id}/sent", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def sent(request: Request, message_id: UUID, call: FormCall) -> Response:
    """Somebody posted it, handed it over or typed it."""
    command = OfMessage(message_id, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: message_sent(command, unit), lambda _touch: ON_THE_LIST))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, texts.REFUSALS)
        return await _list_page(request, call.person, None, [problem], status)


@router.post("/messages/{message_id}/not-sent", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def not_sent(request: Request, message_id: UUID, call: FormCall) -> Response:
    """Somebody tapped that too soon."""
    command = OfMessage(message_id, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: message_not_sent(command, unit), lambda _touch: ON_THE_LIST))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, texts.REFUSALS)
        return await _list_page(request, call.person, None, [problem], status)


@router.get("/messages/{message_id}/letter.pdf", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def letter(request: Request, message_id: UUID, person: SignedIn) -> Response:
    """The message on paper, in the family's language; with an address only where the family wants letters by post."""
    async with running_service(request).units.open(person.organisation) as unit:
        waiting = await queries.get_waiting(unit, message_id)
        words = _words(waiting, await _sender(unit))
    address = (waiting.reach.address or "").splitlines() if waiting.message.channel is Channel.LETTER else []
    to = [waiting.household.call_name or "", *address] if address else []
    pdf = await asyncio.to_thread(letter_pdf, words, waiting.message.language.value, [line for line in to if line])
    headers = {"content-disposition": 'inline; filename="brief.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


async def _list_page(
    request: Request, person: Person, after: UUID | None, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    async with running_service(request).units.open(person.organisation) as unit:
        shut = await ClosedFiles(unit).shut_for(person.id)
        calls = await queries.to_call(unit, after)
        ready = await queries.to_send(unit) if after is None else []
        done = await queries.sent_today(unit) if after is None else []
        today = unit.today()
    context = {
        "calls": [one for one in calls if one.household.id not in shut],
        "waiting": [one for one in ready if one.household.id not in shut and one.message.sending is not Sending.BY_ITSELF],
        "by_itself": [one for one in ready if one.household.id not in shut and one.message.sending is Sending.BY_ITSELF],
        "done": [one for one in done if one.household.id not in shut],
        "today": today,
        "on_paper": ON_PAPER,
        "first": after is None,
        "following": f"{LIST}?after={calls[-1].touch.id}" if len(calls) == queries.PAGE else None,
        "problems": problems,
    }
    return page(request, "loans/calls.html", WORDS | context, status=status)


async def _contact_page(
    request: Request,
    organisation: UUID,
    touch_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    hidden: bool = False,
) -> Response:
    """One family to call or to write to. `hidden`: without its number, which is shown only to who asks for it."""
    async with running_service(request).units.open(organisation) as unit:
        contact = await queries.get_contact(unit, touch_id)
        waiting = [one for one in await queries.to_send(unit) if one.touch.id == touch_id]
        sender = await _sender(unit)
    context = {
        "contact": contact,
        "hidden": hidden,
        "dial": "".join(one for one in contact.household.telephone or "" if one.isdigit() or one == "+"),
        "to_type": [
            (one.message, _words(one, sender).as_sms, language_of(one.message.language.value))
            for one in waiting
            if one.message.channel not in ON_PAPER and one.message.sending is not Sending.BY_ITSELF
        ],
        "looks_again": contact.touch.about is About.LOOK_AGAIN,
        "before": _before(contact.touch),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/call.html", WORDS | context, status=status)


def _before(touch: Touch) -> list[tuple[date, str]]:
    """What was done before, the oldest first."""
    sent = [(one.sent_on, str(MESSAGE[one.text])) for one in touch.messages if one.sent_on]
    called = [(one.on, str(OUTCOME[one.outcome])) for one in touch.tries]
    return sorted([*sent, *called], key=lambda one: one[0])


def _words(waiting: Waiting, sender: Sender) -> MessageWords:
    message = waiting.message
    return message_words(message.text, message.language, waiting.touch.on, sender, neutral=message.neutral)


async def _sender(unit: Unit) -> Sender:
    place = await face_of(unit)
    return Sender(place.title or None, place.help_line, place.help_place)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
