"""Somebody does not work here any more."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class RemovePerson:
    """Who."""

    account_id: UUID


async def remove_person(command: RemovePerson, unit: PortalUnit) -> Account:
    """Take all roles, password, start code, PIN, passkeys and the link with a provider, and end every session. Twice is once.

    Raises `NotFound`, `LastCoordinator`.
    """
    await unit.organisations.get()  # first: two coordinators may remove each other at the same moment
    account = await unit.accounts.get(command.account_id)
    if account.leave(await unit.accounts.count_other_leaders(account.id)):
        await unit.accounts.save(account)
        await take_ways_in(account.id, unit)
    return account


async def take_ways_in(account_id: UUID, unit: PortalUnit) -> None:
    """Whoever does nothing here any more has no passkey, no link with a provider and no session left: who comes back begins anew.
    Password, start code and PIN are in the account itself."""
    await unit.passkeys.remove_all(account_id)
    await unit.providers.unlink(account_id)
    await unit.sessions.end_all(account_id)
