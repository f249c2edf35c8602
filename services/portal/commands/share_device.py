"""The device on which somebody is signed in is one that others use too, or is not any more."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.session import Session
from services.portal.store.unit import PortalUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class ShareDevice:
    """Which session, whose it has to be, and what is so from now on."""

    session_id: UUID
    account_id: UUID
    shared: bool


async def share_device(command: ShareDevice, unit: PortalUnit) -> Session:
    """Let the session end after a few minutes, or after a working day, without a sign of life. Raises `NotFound`."""
    session = await unit.sessions.find(command.session_id)
    if session is None or session.account_id != command.account_id or not session.lives(unit.now()):
        raise NotFound()
    session.share(shared=command.shared)
    session.renew(unit.now())
    await unit.sessions.save(session)
    return session
