"""Somebody goes on at a shared tablet with a PIN."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.domain.refusals import PinNeedsPassword
from services.portal.domain.session import Place, Session
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class GoOnWithPin:
    """Who, and what was found outside the transaction.

    Attributes:
        proved_at: when this person was last signed in on this tablet with a password or a passkey (UTC), as the tablet's seal says.
        looked_at: the hash that the PIN was compared with; None when there is none.
        fits: whether it was the right one.
        place: where this person is.
    """

    account_id: UUID
    proved_at: datetime
    looked_at: str | None
    fits: bool
    place: Place


async def go_on_with_pin(command: GoOnWithPin, unit: PortalUnit) -> tuple[Account, Session] | int:
    """A new session; or how many wrong ones are left, when it was not right. The account is locked, so tries at the same moment
    take turns: the sixth is refused, however right it is.

    Raises `PinNeedsPassword` when no PIN helps here any more, and `NotFound`.
    """
    account, now = await unit.accounts.get(command.account_id), unit.now()
    if not account.pin_works(command.proved_at, now):
        raise PinNeedsPassword()
    if not command.fits or account.pin_hash != command.looked_at:
        account.wrong_pins += 1
        unit.note("pin_refused", subject=account.id)
        await unit.accounts.save(account)
        return account.pins_left
    if account.wrong_pins:
        account.wrong_pins = 0
        await unit.accounts.save(account)
    unit.note("go_on_with_pin", subject=account.id, actor=account.id)
    return account, await unit.sessions.begin(account.id, command.place, proved_at=command.proved_at)
