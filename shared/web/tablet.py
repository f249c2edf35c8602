"""A tablet or computer that several people use: one of them locks it, and the next one goes on with a PIN.

The browser keeps, sealed, who signed in fully there: ids and moments, no names. It lets nobody in. Locking ends the session
itself, so nothing is left in the browser that opens a page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request

from shared.identity.tokens import InvalidToken
from shared.runtime.running import RunningService
from shared.web.browser import TABLET_COOKIE
from shared.web.call import COOKIE, is_page_of, running_service
from shared.web.sealing import seal, unseal

MOST_PEOPLE = 8
_SECONDS = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie: who shares a tablet today shares it next month."""
_PURPOSE = "web/tablet"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who was signed in on this tablet.

    Attributes:
        session: the last session of this person here; it may be over.
        proved_at: when this person last showed a password or a passkey here (UTC).
    """

    person: UUID
    organisation: UUID
    session: UUID
    proved_at: datetime


@dataclass(frozen=True, slots=True)
class Tablet:
    """Who is known on a shared tablet, who was there last first."""

    people: tuple[Known, ...] = ()

    def with_person(self, known: Known) -> "Tablet":
        """Somebody is at work here now; who was not here for longest makes room."""
        return Tablet((known, *self.without(known.person).people)[:MOST_PEOPLE])

    def without(self, person: UUID) -> "Tablet":
        """Somebody has left."""
        return Tablet(tuple(known for known in self.people if known.person != person))


def tablet_of(request: Request) -> Tablet:
    """Who is known on this tablet; nobody, where the browser keeps nothing or something that is not ours."""
    content = unseal(running_service(request).settings.master_key, _PURPOSE, request.cookies.get(TABLET_COOKIE, ""))
    return Tablet(
        tuple(
            Known(UUID(person), UUID(organisation), UUID(session), datetime.fromisoformat(proved_at))
            for person, organisation, session, proved_at in content or ()
        )
    )


def tablet_cookie(running: RunningService, tablet: Tablet) -> str:
    """The header that lets a browser be a shared tablet, and remember who is known there."""
    people = [(one.person.hex, one.organisation.hex, one.session.hex, one.proved_at.isoformat()) for one in tablet.people]
    sealed = seal(running.settings.master_key, _PURPOSE, people)
    secure = "; Secure" if running.settings.is_secure else ""
    return f"{TABLET_COOKIE}={sealed}; Path=/; Max-Age={_SECONDS}; HttpOnly; SameSite=lax{secure}"


@dataclass(frozen=True, slots=True)
class Sender:
    """From whose page a form came: the person, in which organisation."""

    person: UUID
    organisation: UUID


def sender_of(request: Request, csrf: str) -> Sender | None:
    """Who sent a form, also when the session of its page is over or the tablet was locked since. It lets nobody in.

    Args:
        csrf: what the form carries; it has to be from a page of somebody who was in in this browser.
    """
    running = running_service(request)
    return next((sender for sender in _senders(request, running) if is_page_of(running, sender.person, csrf)), None)


def _senders(request: Request, running: RunningService) -> Iterator[Sender]:
    try:
        person = running.tokens.read_ended(request.cookies.get(COOKIE, "")).person
        yield Sender(person.id, person.organisation)
    except InvalidToken:
        pass
    for known in tablet_of(request).people:
        yield Sender(known.person, known.organisation)
