"""Somebody does other work from now on."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.store.unit import PortalUnit
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """Who, and everything this person does from now on."""

    account_id: UUID
    roles: frozenset[Role]


async def change_roles(command: ChangeRoles, unit: PortalUnit) -> Account:
    """Change them, also of somebody who was removed before; sessions with the old ones end.

    Raises `NotFound`, `NoRoles`, `LastCoordinator`.
    """
    await unit.organisations.get()  # first: two coordinators may take that role from each other at the same moment
    account = await unit.accounts.get(command.account_id)
    if account.take_roles(command.roles, await unit.accounts.count_other_leaders(account.id)):
        await unit.accounts.save(account)
        await unit.sessions.end_all(account.id)
    return account
