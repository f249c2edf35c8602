"""Somebody signs out, here or in another browser."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.store.unit import PortalUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class EndSession:
    """Which session, and whose it has to be."""

    session_id: UUID
    account_id: UUID


async def end_session(command: EndSession, unit: PortalUnit) -> None:
    """Its tokens are refused everywhere from the moment that they hear of it. Twice is once. Raises `NotFound`."""
    session = await unit.sessions.find(command.session_id)
    if session is None or session.account_id != command.account_id:
        raise NotFound()
    session.end(unit.now())
    await unit.sessions.save(session)


async def sign_out(session_id: UUID, unit: PortalUnit) -> None:
    """End the session that somebody is in. One that we never began ends as well: there is nothing to do."""
    session = await unit.sessions.find(session_id)
    if session is not None:
        if session.lives(unit.now()):  # else nobody was there any more, whatever the browser still had
            unit.note("sign_out", subject=session.account_id, actor=session.account_id)
        session.end(unit.now())
        await unit.sessions.save(session)


async def end_other_sessions(command: EndSession, unit: PortalUnit) -> None:
    """End every session of an account but this one. Shared tablets ask this person for the password first. Raises `NotFound`."""
    account = await unit.accounts.get(command.account_id)  # before the sessions: the order in which all commands lock
    account.forget_proofs(unit.now())
    await unit.accounts.save(account)
    await unit.sessions.end_all(account.id, but=command.session_id)
