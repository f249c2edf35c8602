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
        await unit.passkeys.remove_all(account.id)
        await unit.providers.unlink(account.id)
        await unit.sessions.end_all(account.id)
    return account
