"""Somebody adds a passkey, or takes one away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.portal.domain.passkey import MOST, Passkey, clean_passkey_name
from services.portal.domain.refusals import PasskeyFailed, PasskeyKnown, TooManyPasskeys
from services.portal.queries.passkeys import list_passkeys
from services.portal.store.unit import PortalUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class AddPasskey:
    """Whose, what the owner calls it, and what was checked outside the transaction.

    Attributes:
        challenge: what the device answered, which it may do once.
        challenge_until: until when that is good (UTC).
        credential, public_key, signed: see `Passkey`.
    """

    account_id: UUID
    name: str
    challenge: bytes
    challenge_until: datetime
    credential: bytes
    public_key: bytes
    signed: int


async def add_passkey(command: AddPasskey, unit: PortalUnit) -> Passkey:
    """Store it. Raises `NotFound`, `PasskeyFailed` for an answer that came before, `PasskeyKnown`, `TooManyPasskeys`,
    `PasskeyNameMissing` and what `clean_line` raises."""
    account = await unit.accounts.get(command.account_id)  # locked: two at once are counted one after the other
    name = clean_passkey_name(command.name)
    if not account.is_member or not await unit.passkeys.spend(command.challenge, command.challenge_until):
        raise PasskeyFailed()
    if len(await list_passkeys(unit, account.id)) >= MOST:
        raise TooManyPasskeys(most=MOST)
    passkey = Passkey(unit.new_id(), account.id, command.credential, command.public_key, command.signed, name, added_at=unit.now())
    if not await unit.passkeys.add(passkey):
        raise PasskeyKnown()
    return passkey


@dataclass(frozen=True, slots=True)
class RemovePasskey:
    """Which one, and whose it has to be."""

    passkey_id: UUID
    account_id: UUID


async def remove_passkey(command: RemovePasskey, unit: PortalUnit) -> None:
    """Let nobody in with it any more. Raises `NotFound`."""
    passkey = await unit.passkeys.find(command.passkey_id)
    if passkey is None or passkey.account_id != command.account_id:
        raise NotFound()
    await unit.passkeys.remove(passkey.id)
