"""A signed-in person's request: who it is, and a way to run one command in one transaction, once."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import orjson
import structlog
from fastapi import Depends, Header, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from shared.bus.answers import Answer, earlier_answer, fingerprint, keep_answer, was_answered
from shared.bus.audit import name_of, subject_of
from shared.bus.envelope import Trace
from shared.database.engine import is_collision, is_duplicate
from shared.identity.permissions import Permission
from shared.identity.tokens import RENEW_AFTER, Asking, InvalidToken, Person, Session
from shared.language.translate import _
from shared.runtime.keys import MasterKey
from shared.runtime.measures import CommandInHand, counted_command
from shared.runtime.running import RunningService
from shared.web.browser import is_shared
from shared.web.pages import show_house
from shared.web.readable import must_be_readable

log = structlog.get_logger()

T = TypeVar("T")

COOKIE = "digibank_session"
COOKIE_SECONDS = 30 * 24 * 60 * 60
RENEW_AFTER_SHARED = timedelta(minutes=1)
"""In a browser that several people use portal hears of somebody at work every minute: it ends the session after ten without."""
RENEWAL = "/portal/api/sessions/renew"
NOT_YOURS = _("Dit hoort niet bij wat jij hier doet. Moet je dit wel kunnen? Vraag het aan wie de mensen beheert.")
PAGE_IS_OLD = _("Deze pagina was verlopen. Ga terug, laad de pagina opnieuw en probeer nog eens.")
IDEMPOTENCY_KEY_HELP = _("Elke vraag die iets verandert heeft een header Idempotency-Key nodig, bijvoorbeeld een UUID.")


def running_service(request: Request) -> RunningService:
    """The service that answers this request."""
    running: RunningService = request.app.state.running
    return running


async def signed_in(request: Request) -> Person:
    """Who makes this request, by cookie or bearer token. Raises 401."""
    running = running_service(request)
    in_browser = not _shows_token(request)
    token = request.cookies.get(COOKIE, "") if in_browser else request.headers["authorization"].removeprefix("Bearer ")
    try:
        session = running.tokens.read_session(token)
        if await running.revoked.contains(session.person.session):
            raise InvalidToken("revoked")
        shared = in_browser and is_shared(request)
        if running.clock.now() - session.signed_at > (RENEW_AFTER_SHARED if shared else RENEW_AFTER):
            session = await _renewed(request, running, token, session, in_browser=in_browser)
    except InvalidToken:
        raise HTTPException(401, _("Meld je aan om verder te gaan.")) from None
    person = session.person
    request.state.person = person
    request.state.csrf = csrf_token(running_service(request), person)
    await show_house(request, person.organisation)
    structlog.contextvars.bind_contextvars(organisation=str(person.organisation), actor=str(person.id))
    return person


def _shows_token(request: Request) -> bool:
    """Whether a program shows its token. No page of another site can make a browser do that; a name and password it can."""
    return request.headers.get("authorization", "").startswith("Bearer ")


async def _renewed(request: Request, running: RunningService, token: str, session: Session, *, in_browser: bool) -> Session:
    """The session with a fresh token, which goes back to a browser as cookie. While the portal does not answer, the old one does.

    Raises `InvalidToken` when the portal says that the session is over.
    """
    answer = await running.colleagues.post(RENEWAL, token)
    if answer is not None and answer.status_code == 401:
        raise InvalidToken("over")
    if answer is None or answer.status_code != 200:
        return session
    fresh: str = answer.json()["token"]
    if in_browser:
        request.state.new_cookie = session_cookie(fresh, secure=running.settings.is_secure)
    return running.tokens.read_session(fresh)


def session_cookie(token: str, *, secure: bool) -> str:
    """The header that keeps a session in a browser. It outlives the token, so that a page knows whose session ended."""
    cookie = f"{COOKIE}={token}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=lax"
    return f"{cookie}; Secure" if secure else cookie


def csrf_token(running: RunningService, person: Person) -> str:
    """What a form of this session carries, so that another site cannot send it. Its second half says of whose page it is: the same
    in each session of this person, and known to nobody else."""
    return _mark(running, "web/csrf", person.session) + _mark(running, "web/csrf-person", person.id)


def is_page_of(running: RunningService, person: UUID, csrf: str) -> bool:
    """Whether what a form carries is from a page of this person, of whatever session: one that is over too. It lets nobody in."""
    return hmac.compare_digest(csrf[HALF:].encode(), _mark(running, "web/csrf-person", person).encode())


HALF = 32
"""Letters of either half: 128 bits."""


def _mark(running: RunningService, purpose: str, thing: UUID) -> str:
    return hmac.digest(_csrf_key(running.settings.master_key, purpose), thing.bytes, "sha256").hex()[:HALF]


@cache
def _csrf_key(master_key: MasterKey, purpose: str) -> bytes:
    return master_key.derive(purpose)


SignedIn = Annotated[Person, Depends(signed_in)]


class May:
    """Lets somebody through who has a permission, and whom the service's own `door` does not stop; 403 for others."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, request: Request, person: SignedIn) -> None:
        """Raises 403, and what the door of the service raises."""
        if not person.may(self.permission):
            raise HTTPException(403, NOT_YOURS)
        if (door := running_service(request).service.door) is not None:
            await door(request, person)


class OpenToAll:
    """Lets everybody through, and says why that is right. `shows`: the route itself looks at something that whoever asks has to
    show, by the name it has in the API's description; empty when it asks for nothing."""

    def __init__(self, why: str, shows: str = "") -> None:
        self.why, self.shows = why, shows

    async def __call__(self) -> None:
        """Nothing is asked."""


class OnlyServices:
    """Lets other services of ours through, and nobody else; the route then knows who asks as `request.state.asking`."""

    def __init__(self, services: tuple[str, ...]) -> None:
        self.services = services

    async def __call__(self, request: Request) -> None:
        """Raises 401, and 403 for a service that has no business here."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            asking = running_service(request).tokens.read_question(token)
        except InvalidToken:
            raise HTTPException(401, _("Alleen onze eigen diensten vragen dit.")) from None
        if asking.service not in self.services:
            raise HTTPException(403, _("Deze dienst heeft dit niet nodig."))
        request.state.asking = asking


def may(permission: Permission) -> Any:
    """Who may use a route. Every route says this, or one of the next two, among its `dependencies`."""
    return Depends(May(permission))


def open_to_all(why: str, *, shows: str = "") -> Any:
    """A route without a sign-in, and why; `shows` is what it looks at instead, such as a learner's cookie."""
    return Depends(OpenToAll(why, shows))


def only_services(*services: str) -> Any:
    """A route that only these services of ours ask."""
    return Depends(OnlyServices(services))


def asking_service(request: Request) -> Asking:
    """Which service asks, behind `only_services`."""
    asking: Asking = request.state.asking
    return asking


AskedBy = Annotated[Asking, Depends(asking_service)]


def access_of(route: BaseRoute) -> May | OpenToAll | OnlyServices:
    """What a route says about who may use it. Raises `ValueError` unless it says so exactly once; of another kind than
    FastAPI's own it cannot say so at all."""
    said = [
        one.dependency for one in getattr(route, "dependencies", ()) if isinstance(one.dependency, May | OpenToAll | OnlyServices)
    ]
    if len(said) != 1:
        raise ValueError(
            f"{getattr(route, 'path', route)} {sorted(getattr(route, 'methods', None) or ())} has to say once who may use it, "
            f"and says it {len(said)} times"
        )
    return said[0]


@dataclass(frozen=True, slots=True)
class VisitorCall:
    """A request that changes something, of somebody who is not signed in: from a sticker, a card, a learner's code.

    Attributes:
        organisation: whose data it is about, told by the code.
        running: the service.
        trace: what this belongs to.
        key: the Idempotency-Key.
        request: what makes two requests with the same key the same.
    """

    organisation: UUID
    running: RunningService
    trace: Trace
    key: str
    request: bytes

    async def answer(self, command: Callable[[Any], Awaitable[T]], tell: Callable[[T], Answer]) -> Answer:
        """Run a command in one transaction of its own, note who did it, and remember its answer; the same key again gets that
        answer again.

        When it got in the way of another one, of which nothing is wrong, all of it is done once more. So a command and what it
        tells may run twice, with nothing left of the first time. Raises what the command raises; then nothing changed and the
        key is free.
        """
        act = name_of(command)
        with counted_command(self.running.name, act) as in_hand:
            try:
                return await self._answer_once(act, command, tell, in_hand)
            except Exception as error:
                if not (is_collision(error) or is_duplicate(error)):
                    raise
            return await self._answer_once(act, command, tell, in_hand)

    async def _answer_once(
        self, act: str, command: Callable[[Any], Awaitable[T]], tell: Callable[[T], Answer], in_hand: CommandInHand
    ) -> Answer:
        async with self.running.units.open(self.organisation, self.trace) as unit:
            earlier = await earlier_answer(unit, self.key, self.request)
            if earlier is not None:
                in_hand.was_done_before = True
                return earlier
            done = await command(unit)
            unit.note(act, subject=subject_of(done), actor=self.actor)
            answer = tell(done)
            await keep_answer(unit, self.key, answer)
        return answer

    async def came_before(self) -> bool:
        """Whether `answer` gave its answer already: a second tap gets that answer again, whoever changed something since."""
        async with self.running.units.open(self.organisation) as unit:
            return await was_answered(unit, self.key, self.request)

    @property
    def actor(self) -> UUID | None:
        """Who asks, for the audit log; nobody is signed in here."""
        return None


@dataclass(frozen=True, slots=True)
class Call(VisitorCall):
    """One request of a signed-in person that changes something."""

    person: Person

    @property
    def actor(self) -> UUID | None:
        """Who asks, for the audit log."""
        return self.person.id


IdempotencyKey = Annotated[str | None, Header(min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")]
"""The header of an API request that changes something."""


async def api_call(request: Request, person: SignedIn, idempotency_key: IdempotencyKey = None) -> Call:
    """The call behind an API request that changes something."""
    if not _shows_token(request):
        _refuse_other_sites(request)
    key, body = await _sent_json(request, person.id, idempotency_key)
    return Call(person.organisation, running_service(request), request.state.trace, key, body, person)


async def visitor_api_call(request: Request, organisation: UUID, who: UUID, idempotency_key: str | None) -> VisitorCall:
    """The call behind an API request that needs no sign-in. `who` is what the code stands for: a learner."""
    key, body = await _sent_json(request, who, idempotency_key)
    return VisitorCall(organisation, running_service(request), request.state.trace, key, body)


async def _sent_json(request: Request, who: UUID, idempotency_key: str | None) -> tuple[str, bytes]:
    """The key of a request of the API, and what makes sending it twice the same as once. Raises 400 without a key."""
    if not idempotency_key:
        raise HTTPException(400, IDEMPOTENCY_KEY_HELP)
    return idempotency_key, fingerprint(who.bytes, *_asked(request), await request.body())


def _asked(request: Request) -> tuple[bytes, bytes]:
    """What was asked of which address of ours. Not of which host: the same sending may reach us by another one, after a move."""
    return request.method.encode(), f"{request.url.path}?{request.url.query}".encode()


class FormFromBefore(HTTPException):
    """A form from a page of the same person, but of an earlier session: a tab was open while this browser was locked."""

    def __init__(self) -> None:
        super().__init__(403, PAGE_IS_OLD)


async def form_call(request: Request, person: SignedIn) -> Call:
    """The call behind a form. The form carries `csrf` and `form_key`; sending it twice is sending it once.

    Raises `FormFromBefore`, and 403 for a form that is of no page of this person.
    """
    form = await request.form()
    sent = str(form.get("csrf", ""))
    if not hmac.compare_digest(sent.encode(), request.state.csrf.encode()):
        if is_page_of(running_service(request), person.id, sent):
            from_our_own_page(request)
            raise FormFromBefore()
        raise HTTPException(403, PAGE_IS_OLD)
    key, content = await _sent_form(request, person.id)
    return Call(person.organisation, running_service(request), request.state.trace, key, content, person)


def each_by_itself(call: Call) -> Call:
    """The same call, so that a page whose form is sent again with something else in it asks something else. For forms into which
    a hand scanner types: it does not wait for the next page, and has the old one's key for what it scans then."""
    return replace(call, key=f"{call.key} {call.request.hex()}")


async def visitor_call(request: Request, organisation: UUID, who: UUID) -> VisitorCall:
    """The call behind a form that needs no sign-in. `who` is what the code stands for: a device, a learner."""
    key, content = await _sent_form(request, who)
    return VisitorCall(organisation, running_service(request), request.state.trace, key, content)


async def _sent_form(request: Request, who: UUID) -> tuple[str, bytes]:
    """The key of a form, and what makes sending it twice the same as once."""
    form = await request.form()
    must_be_readable(form.multi_items())
    content = [who.bytes, *_asked(request)]
    for name, value in sorted(form.multi_items(), key=lambda item: item[0]):
        if name != "csrf":
            content += [name.encode(), value.encode() if isinstance(value, str) else sha256(await value.read()).digest()]
            if not isinstance(value, str):
                await value.seek(0)
    key = str(form.get("form_key", ""))
    if not 8 <= len(key) <= 100 or not key.isascii() or not key.isprintable():
        raise HTTPException(400, _("Dit formulier is niet volledig. Ga terug en laad de pagina opnieuw."))
    return f"form {key}", fingerprint(*content)


ApiCall = Annotated[Call, Depends(api_call)]
FormCall = Annotated[Call, Depends(form_call)]


def id_at_end(answer: Answer) -> UUID:
    """What a command was about, from where its result is: for an answer that is made anew each time it is asked for."""
    return UUID((answer.location or "").rpartition("/")[2])


def as_json(answer: Answer) -> Response:
    """An answer of the API."""
    headers = {"location": answer.location} if answer.location else None
    content = orjson.dumps(answer.body) if answer.body is not None else b""
    return Response(content, status_code=answer.status, headers=headers, media_type="application/json")


def as_redirect(answer: Answer) -> Response:
    """An answer to a form: go and look at the result, so that reloading does not send it again."""
    return RedirectResponse(answer.location or "/", status_code=303)


def from_our_own_page(request: Request) -> None:
    """Refuse a form that another site sends: for forms that carry nothing of a session, such as the one to sign in.

    A browser says where a form comes from in one of three headers; which, depends on its age and on whether the address is
    secure. One that says nothing at all is let through: an old phone, or a program, which nobody can lure. Raises 403.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        ours = site in ("same-origin", "none")
    else:
        told = request.headers.get("origin") or request.headers.get("referer")
        ours = told is None or _netloc(told) in (request.url.netloc, _netloc(running_service(request).settings.base_url))
    if not ours:
        raise HTTPException(403, _("Deze vraag kwam niet van onze eigen pagina."))


def _netloc(address: str) -> str:
    try:
        return urlsplit(address).netloc or "nowhere"
    except ValueError:
        return "nowhere"


def _refuse_other_sites(request: Request) -> None:
    """A cookie alone is not enough to change something through the API: the request must come from our own pages."""
    if request.headers.get("sec-fetch-site") != "same-origin":
        raise HTTPException(403, _("Deze vraag kwam niet van onze eigen pagina."))
