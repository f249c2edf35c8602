"""Somebody takes a PIN for shared tablets, or does without."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.commands.confirm_password import ConfirmPassword, confirm_password
from services.portal.domain.account import Account
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class SetPin:
    """The password, looked at, and the hash of a PIN that is good enough."""

    confirmed: ConfirmPassword
    pin_hash: str


async def set_pin(command: SetPin, unit: PortalUnit) -> bool:
    """Store it; False when the password was not right. Who only found a tablet open could otherwise choose how to come back.
    Raises `NotFound`."""
    if not await confirm_password(command.confirmed, unit):
        return False
    account = await unit.accounts.get(command.confirmed.account_id)
    account.set_pin(command.pin_hash)
    unit.note("set_pin", subject=account.id, actor=account.id)
    await unit.accounts.save(account)
    return True


async def drop_pin(account_id: UUID, unit: PortalUnit) -> Account:
    """Have no PIN any more; twice is once. Raises `NotFound`."""
    account = await unit.accounts.get(account_id)
    account.drop_pin()
    await unit.accounts.save(account)
    return account
