"""A browser is at work for ten minutes more."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class RenewSession:
    """Which session, and whose its token says it is."""

    session_id: UUID
    account_id: UUID


async def renew_session(command: RenewSession, unit: PortalUnit) -> Account | None:
    """Whose session it is, with the roles of now; None when it is over, or that person does nothing here any more."""
    account = await unit.accounts.find(command.account_id)  # before the session: who ends sessions takes them in this order
    session = await unit.sessions.find(command.session_id)
    if account is None or session is None or session.account_id != account.id or not account.is_member:
        return None
    if not session.renew(unit.now()):
        return None
    await unit.sessions.save(session)
    return account
