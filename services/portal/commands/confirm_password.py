"""Somebody who is signed in shows the password once more, before something that lasts."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ConfirmPassword:
    """Whose, and what was found outside the transaction.

    Attributes:
        looked_at: the hash that the typed password was compared with.
        fits: whether it was the right one.
    """

    account_id: UUID
    looked_at: str | None
    fits: bool


async def confirm_password(command: ConfirmPassword, unit: PortalUnit) -> bool:
    """Whether it is; a wrong one is counted as when signing in, and while an account waits all are wrong. Raises `NotFound`."""
    account, now = await unit.accounts.get(command.account_id), unit.now()
    if account.has_to_wait(now):
        return False
    right = command.fits and account.password_hash == command.looked_at
    if right:
        account.tried_right()
    else:
        account.tried_wrong(now)
        unit.note("sign_in_refused", subject=account.id)
    await unit.accounts.save(account)
    return right
