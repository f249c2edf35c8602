"""The page behind a sticker: for whoever has the machine in hand, without a sign-in. It never tells who has it on loan."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import RedirectResponse, Response

from services.helpdesk.commands.add_note import AddNote, add_note
from services.helpdesk.commands.open_ticket import OpenTicket, open_ticket
from services.helpdesk.commands.request_callback import RequestCallback, request_callback
from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.public_code import has_letter_of_no_sticker, normalise_code
from services.helpdesk.domain.ticket import CallbackAsker, Ticket, TicketStatus
from services.helpdesk.queries import stickers as queries
from services.helpdesk.queries.stickers import Sticker
from services.helpdesk.queries.tickets import get_ticket
from services.helpdesk.store.unit import HelpdeskUnit
from services.helpdesk.web.calling import asker_of
from services.helpdesk.web.sticker_texts import REFUSALS, TAP, TAP_FIRST, TOO_MANY, UNKNOWN_CODE
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Channel, Symptom
from shared.domain import NotFound, Refused
from shared.identity.tokens import Person
from shared.web.call import as_redirect, from_our_own_page, open_to_all, running_service, signed_in, visitor_call
from shared.web.forms import FormProblem, refused, typed
from shared.web.house_notice import notice_now
from shared.web.pages import page, show_house
from shared.web.rate_limit import RateLimit

router = APIRouter(prefix="/q", include_in_schema=False)

WHY = open_to_all("whoever has the machine in hand asks for help, without a login")
LOOKS = RateLimit(120, 60)
"""Per address: a whole library may share one. Guessing codes at this pace finds nothing."""
TAPS = RateLimit(40, 600)
"""Per address: what makes or changes tickets."""
CALLBACK = "callback"
ASKED = "digibank_asked_"
"""How the name of a cookie about one machine begins; its code follows. Over https the path of a cookie is all of the host."""
ASKED_SECONDS = 30 * 24 * 60 * 60
"""How long a browser remembers what was asked with it about one machine; in it is nothing but the end of that page's address."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
Token = Annotated[str, Path(pattern=f"^{TOKEN.pattern}$")]


@router.get("", dependencies=[WHY])
async def ask_code(request: Request, code: str = "") -> Response:
    """The field for a code, for whoever cannot scan; a code that was typed leads to its page."""
    if code.strip():
        return RedirectResponse(f"/q/{quote(normalise_code(code) or code.strip()[:40], safe='')}", status_code=303)
    return page(request, "helpdesk/code.html", {"typed_code": "", "problem": None})


@router.get("/{code}", dependencies=[WHY])
async def landing(request: Request, code: str) -> Response:
    """What is wrong with it? One tap is enough."""
    _not_too_often(LOOKS, request)
    sticker = await _find(request, code)
    if sticker is None:
        return _unknown(request, code)
    return await _landing_page(request, sticker)


@router.post("/{code}", dependencies=[WHY])
async def tap(request: Request, code: str) -> Response:
    """Make a ticket of a tap. The machine stays as it is: a person looks first."""
    _counts_a_tap(request)
    sticker = await _find(request, code)
    if sticker is None:
        return _unknown(request, code)
    tapped = (await typed(request)).get("tapped", "")
    known = {symptom.value for symptom in TAP} | {Symptom.FOUND.value, CALLBACK}
    if tapped not in known:
        return await _landing_page(request, sticker, [FormProblem(TAP_FIRST, field="what")], 422)
    command = OpenTicket(
        channel=Channel.STICKER,
        symptom=Symptom.NOT_SAID if tapped == CALLBACK else Symptom(tapped),
        device_id=sticker.device_id,
        callback=await _asker(request, sticker) if tapped == CALLBACK else None,
    )
    call = await visitor_call(request, sticker.organisation, sticker.device_id)
    try:
        answer = await call.answer(lambda unit: open_ticket(command, unit), lambda ticket: _to_ticket(sticker, ticket))
    except Refused as refusal:  # the form was sent before, with another tap
        status, problem = refused(refusal, REFUSALS)
        return await _landing_page(request, sticker, [problem], status)
    return _remember(request, sticker, as_redirect(answer))


@router.get("/{code}/{token}", dependencies=[WHY])
async def afterwards(request: Request, code: str, token: Token) -> Response:
    """What happens next, for who tapped. The address cannot be guessed and says nothing about anybody."""
    _not_too_often(LOOKS, request)
    return await _ticket_page(request, await _must_find(request, code), token)


@router.post("/{code}/{token}/note", dependencies=[WHY])
async def tell_more(request: Request, code: str, token: Token) -> Response:
    """Add some words to the ticket."""
    _counts_a_tap(request)
    text = (await typed(request)).get("text", "")
    return await _change(
        request, code, token, lambda ticket_id, unit: add_note(AddNote(ticket_id, NoteKind.FAMILY_SAID, text, None), unit), text
    )


@router.post("/{code}/{token}/callback", dependencies=[WHY])
async def call_me(request: Request, code: str, token: Token) -> Response:
    """Please call me, about the ticket that is there."""
    _counts_a_tap(request)
    asker = await _asker(request, await _must_find(request, code))
    return await _change(request, code, token, lambda ticket_id, unit: request_callback(RequestCallback(ticket_id, asker), unit))


async def _change(
    request: Request, code: str, token: str, command: Callable[[UUID, HelpdeskUnit], Awaitable[Ticket]], text: str = ""
) -> Response:
    """Run a command on the ticket of this page; when it is refused, show the page again with why and with what was typed."""
    sticker = await _must_find(request, code)
    call = await visitor_call(request, sticker.organisation, sticker.device_id)

    async def on_ticket(unit: HelpdeskUnit) -> Ticket:
        return await command(await unit.tickets.of_token(token, sticker.device_id), unit)

    try:
        return as_redirect(await call.answer(on_ticket, lambda ticket: _to_ticket(sticker, ticket)))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "text")
        return await _ticket_page(request, sticker, token, [problem], status, text)


async def _find(request: Request, code: str) -> Sticker | None:
    normal = normalise_code(code)
    sticker = await queries.find_sticker(running_service(request).database, normal) if normal else None
    if sticker is not None:
        await show_house(request, sticker.organisation)
    return sticker


async def _must_find(request: Request, code: str) -> Sticker:
    sticker = await _find(request, code)
    if sticker is None:
        raise NotFound()
    return sticker


async def _colleague(request: Request, sticker: Sticker) -> Person | None:
    """Somebody of the same organisation who is signed in and scans; whoever else it is, sees what everybody sees."""
    try:
        person = await signed_in(request)
    except HTTPException:
        return None
    if person.organisation == sticker.organisation:
        return person
    request.state.person = None
    await show_house(request, sticker.organisation)
    return None


async def _asker(request: Request, sticker: Sticker) -> CallbackAsker:
    """The family, unless a colleague who is signed in taps: that is not the family."""
    colleague = await _colleague(request, sticker)
    return asker_of(colleague) if colleague else CallbackAsker.FAMILY


def _not_too_often(limit: RateLimit, request: Request) -> None:
    """Raises 429."""
    if not limit.allows(request.client.host if request.client else ""):
        raise HTTPException(429, TOO_MANY, headers={"retry-after": "60"})


def _counts_a_tap(request: Request) -> None:
    """First of all, before a code is looked up: who tries codes is counted, whatever comes of it. Raises 403, and 429."""
    from_our_own_page(request)
    _not_too_often(TAPS, request)


def _unknown(request: Request, code: str) -> Response:
    problem = FormProblem(UNKNOWN_CODE, field="code")
    context = {"typed_code": code[:40], "problem": problem, "no_such_letter": has_letter_of_no_sticker(code)}
    return page(request, "helpdesk/code.html", context, status=404)


async def _landing_page(request: Request, sticker: Sticker, problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    colleague = await _colleague(request, sticker)
    async with running_service(request).units.open(sticker.organisation) as unit:
        place = await queries.help_place(unit)
        asked = await _asked_before(request, unit, sticker)
        notice = notice_now(place.notice, unit.today())
    context: dict[str, Any] = {
        "sticker": sticker,
        "asked": asked,
        "taps": [(symptom.value, words) for symptom, words in TAP.items()],
        "place": place,
        "notice": notice,
        "colleague": colleague,
        "problems": problems,
    }
    return page(request, "helpdesk/sticker.html", context, status=status)


async def _ticket_page(
    request: Request, sticker: Sticker, token: str, problems: Sequence[FormProblem] = (), status: int = 200, text: str = ""
) -> Response:
    async with running_service(request).units.open(sticker.organisation) as unit:
        found = await get_ticket(unit, await unit.tickets.of_token(token, sticker.device_id), None)
        place = await queries.help_place(unit)
    ticket = found.ticket
    context: dict[str, Any] = {
        "sticker": sticker,
        "token": token,
        "number": ticket.number,
        "found": ticket.symptom is Symptom.FOUND,
        "closed": ticket.status is TicketStatus.CLOSED,
        "callback": ticket.callback_open,
        "told": sum(note.by is None for note in ticket.notes),
        "place": place,
        "text": text,
        "problems": problems,
        "wrong": problems[0] if problems else None,
    }
    return page(request, "helpdesk/sticker_ticket.html", context, status=status)


def _remember(request: Request, sticker: Sticker, answer: Response) -> Response:
    """Let this browser find back what it asked when the sticker is scanned again."""
    address = urlsplit(answer.headers["location"]).path
    secure = running_service(request).settings.is_secure
    token, here = address.rpartition("/")[2], f"/q/{sticker.code}"
    name = ASKED + sticker.code
    answer.set_cookie(name, token, max_age=ASKED_SECONDS, path=here, secure=secure, httponly=True, samesite="lax")
    return answer


async def _asked_before(request: Request, unit: HelpdeskUnit, sticker: Sticker) -> Ticket | None:
    """What was asked with this browser about this machine, while it is open."""
    token = request.cookies.get(ASKED + sticker.code, "")
    if not TOKEN.fullmatch(token):
        return None
    try:
        ticket = (await get_ticket(unit, await unit.tickets.of_token(token, sticker.device_id), None)).ticket
    except NotFound:
        return None
    return None if ticket.status is TicketStatus.CLOSED else ticket


def _to_ticket(sticker: Sticker, ticket: Ticket) -> Answer:
    return Answer(303, f"/q/{sticker.code}/{ticket.follow_token}")
