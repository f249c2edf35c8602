"""On the way to an organisation's own provider and back: what we keep in the meantime is sealed in a cookie of that browser."""

import hmac
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import orjson
from fastapi import Request
from fastapi.responses import Response

from services.portal.domain.provider import Provider
from services.portal.openid import ProviderProblem, Registration, Sent, address_to_go_to, subject_that_came_back
from services.portal.queries.provider import find_provider
from services.portal.store.finding import find_door
from shared.identity.tokens import Person
from shared.runtime.keys import MasterKey
from shared.runtime.running import RunningService
from shared.runtime.sealing import seal, unseal
from shared.web.browser import is_shared
from shared.web.call import running_service

COOKIE = "digibank_provider"
PATH = "/sign-in/with"
LIFETIME = timedelta(minutes=10)
"""How long somebody may take at the provider: looking for a telephone included."""
REMEMBERED = "digibank_door"
REMEMBERED_SECONDS = 365 * 24 * 60 * 60
SECRET = "portal/provider-secret"  # noqa: S105 - what it is for, not what it is
_FLOW = "portal/provider-flow"

Purpose = Literal["sign_in", "link", "try"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Somebody who is at the provider now.

    Attributes:
        purpose: to sign in, to link an account, or to try whether the provider works.
        door: of which organisation, as its address.
        session: whose session it is about; None to sign in.
        fingerprint: of the provider as it was.
        sent: what has to come back.
        onward: the page to go on to.
        until: when it is too late (UTC).
    """

    purpose: Purpose
    door: str
    session: UUID | None
    fingerprint: str
    sent: Sent
    onward: str
    until: datetime


def registration(running: RunningService, provider: Provider) -> Registration:
    """As what we come to a provider. The way back is under our own public address, whatever a request says it is."""
    secret = unseal(running.settings.master_key, SECRET, provider.secret)
    if secret is None:
        raise ProviderProblem("refused", "the secret was sealed under another key")
    back = f"{running.settings.base_url}{PATH}/{provider.door}/back"
    details = provider.details
    return Registration(details.issuer, details.client_id, secret.decode(), back, running.settings.private_providers)


async def provider_of(request: Request, door: str) -> Provider | None:
    """The provider with this address, when people can use it."""
    running = running_service(request)
    organisation = await find_door(running.database, door)
    if organisation is None:
        return None
    async with running.units.open(organisation) as unit:
        return await find_provider(unit)


async def remembered_door(request: Request) -> Provider | None:
    """The provider that was used in this browser before."""
    door = request.cookies.get(REMEMBERED, "")
    provider = await provider_of(request, door) if door else None
    return provider if provider is not None and provider.works else None


async def send_off(
    request: Request, provider: Provider, purpose: Purpose, *, person: Person | None = None, onward: str = "/"
) -> tuple[str, str]:
    """The address at the provider to go to, and the cookie that has to go along. Raises `ProviderProblem`."""
    running = running_service(request)
    lets_in = purpose != "try"  # to know whether it works, it need not ask anybody again
    sent = Sent.fresh(running.clock.now().timestamp() if lets_in and is_shared(request) else None)
    address = await address_to_go_to(registration(running, provider), sent)
    session = person.session if person else None
    until = running.clock.now() + LIFETIME
    flow = Flow(purpose, provider.door, session, provider.fingerprint, sent, onward, until)
    return address, _cookie(running, seal_flow(running.settings.master_key, flow), int(LIFETIME.total_seconds()))


async def came_back(request: Request, flow: Flow, provider: Provider) -> bytes:
    """Who came back, as we keep that: a keyed hash. Raises `ProviderProblem`."""
    running = running_service(request)
    client, answer = registration(running, provider), dict(request.query_params)
    issuer, subject = await subject_that_came_back(client, flow.sent, answer, running.clock.now().timestamp())
    key = running.settings.master_key.derive("portal/identity-link")
    return hmac.digest(key, f"{issuer}\x00{subject}".encode(), "sha256")


def seal_flow(key: MasterKey, flow: Flow) -> str:
    """A flow as the value of a cookie."""
    return seal(key, _FLOW, orjson.dumps(asdict(flow))).hex()


def flow_in(request: Request, door: str) -> Flow | None:
    """The flow that began in this browser, to this door; None when there is none, or it took too long."""
    running = running_service(request)
    try:
        content = unseal(running.settings.master_key, _FLOW, bytes.fromhex(request.cookies.get(COOKIE, "")))
    except ValueError:
        return None
    if content is None:
        return None
    kept = orjson.loads(content)
    kept |= {
        "session": UUID(kept["session"]) if kept["session"] else None,
        "sent": Sent(**kept["sent"]),
        "until": datetime.fromisoformat(kept["until"]),
    }
    flow = Flow(**kept)
    return flow if flow.door == door and running.clock.now() < flow.until else None


def forget_flow(request: Request, answer: Response) -> Response:
    """A flow is good for one coming back."""
    answer.headers.append("set-cookie", _cookie(running_service(request), "", 0))
    return answer


def remember_door(request: Request, answer: Response, door: str) -> Response:
    """Show this browser the door of its organisation from now on. It says which organisation, and nothing of a person."""
    secure = "; Secure" if running_service(request).settings.is_secure else ""
    cookie = f"{REMEMBERED}={door}; Path=/; Max-Age={REMEMBERED_SECONDS}; HttpOnly; SameSite=lax{secure}"
    answer.headers.append("set-cookie", cookie)
    return answer


def _cookie(running: RunningService, value: str, seconds: int) -> str:
    secure = "; Secure" if running.settings.is_secure else ""
    return f"{COOKIE}={value}; Path={PATH}; Max-Age={seconds}; HttpOnly; SameSite=lax{secure}"
