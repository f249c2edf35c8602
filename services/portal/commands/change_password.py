"""Somebody who is signed in takes another password."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Whose, what was found outside the transaction, and the hash of a password that is good enough.

    Attributes:
        looked_at: the hash that the typed password was compared with.
        fits: whether it was the right one.
        session_id: the session that goes on.
    """

    account_id: UUID
    session_id: UUID
    looked_at: str | None
    fits: bool
    password_hash: str


async def change_password(command: ChangePassword, unit: PortalUnit) -> bool:
    """Store it and end the other sessions; False, and counted as a wrong try, when the old one was not right.

    Raises `NotFound`.
    """
    account, now = await unit.accounts.get(command.account_id), unit.now()
    if account.has_to_wait(now):
        return False
    right = command.fits and account.password_hash == command.looked_at
    if right:
        account.set_password(command.password_hash, now)
        await unit.sessions.end_all(account.id, but=command.session_id)
        unit.note("change_password", subject=account.id, actor=account.id)
    else:
        account.tried_wrong(now)
        unit.note("sign_in_refused", subject=account.id)
    await unit.accounts.save(account)
    return right
