"""Somebody lost the password or the start code."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class NewStartCode:
    """Who."""

    account_id: UUID


async def new_start_code(command: NewStartCode, unit: PortalUnit) -> Account:
    """A new start code; the earlier one stops working, a password does not. Raises `NotFound`, `IsRemoved`."""
    account = await unit.accounts.get(command.account_id)
    account.give_start_code(unit.new_id(), unit.now())
    await unit.accounts.save(account)
    return account
