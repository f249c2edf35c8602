"""Somebody signs in with a passkey, and types nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.domain.session import Place, Session
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class SignInWithPasskey:
    """Which passkey, and what was checked outside the transaction.

    Attributes:
        challenge: what the device answered, which it may do once.
        challenge_until: until when that is good (UTC).
        looked_at: how often the passkey had signed when its answer was checked.
        signed: how often it says it has signed now.
        place: where this person is.
    """

    passkey_id: UUID
    account_id: UUID
    challenge: bytes
    challenge_until: datetime
    looked_at: int
    signed: int
    place: Place


async def sign_in_with_passkey(command: SignInWithPasskey, unit: PortalUnit) -> tuple[Account, Session] | None:
    """A new session; None when the answer was used before, the passkey was taken away meanwhile, or its owner does nothing here any
    more. Who has to wait for a password does not wait here: nobody guesses a signature. Raises `NotFound`."""
    account = await unit.accounts.get(command.account_id)  # before the passkey: who removes a person takes them in this order
    passkey = await unit.passkeys.find(command.passkey_id)
    current = passkey is not None and passkey.signed == command.looked_at and account.is_member
    if passkey is None or not current or not await unit.passkeys.spend(command.challenge, command.challenge_until):
        refuse_passkey(account.id, unit)
        return None
    await unit.passkeys.used(passkey.id, command.signed)
    if account.wrong_tries or account.wrong_pins:
        account.came_in()
        await unit.accounts.save(account)
    unit.note("sign_in_with_passkey", subject=account.id, actor=account.id)
    return account, await unit.sessions.begin(account.id, command.place)


def refuse_passkey(account_id: UUID, unit: PortalUnit) -> None:
    """Write down that what a passkey of this account signed was not right. It counts for nothing: nobody guesses a signature."""
    unit.note("passkey_refused", subject=account_id)
