"""Somebody typed a name and a password."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.domain.session import Place, Session
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class SignIn:
    """Whose account, and what was found outside the transaction.

    Attributes:
        looked_at: the hash that the password was compared with; None when there is no password.
        fits: whether it was the right one.
        place: where this person is.
    """

    account_id: UUID
    looked_at: str | None
    fits: bool
    place: Place


async def sign_in(command: SignIn, unit: PortalUnit) -> tuple[Account, Session] | None:
    """A new session; None, and counted, when the password was not right or was changed in the meantime. While an account waits
    every password is wrong. Raises `NotFound`."""
    account, now = await unit.accounts.get(command.account_id), unit.now()
    if not account.is_member or account.has_to_wait(now):
        return None
    if not command.fits or account.password_hash != command.looked_at:
        account.tried_wrong(now)
        unit.note("sign_in_refused", subject=account.id)
        await unit.accounts.save(account)
        return None
    if account.wrong_tries or account.wrong_pins:
        account.came_in()
        await unit.accounts.save(account)
    unit.note("sign_in", subject=account.id, actor=account.id)
    return account, await unit.sessions.begin(account.id, command.place)
