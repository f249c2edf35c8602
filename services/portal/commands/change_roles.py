"""Somebody does other work from now on, or until another day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.portal.commands.end_roles import plan_end
from services.portal.commands.remove_person import take_ways_in
from services.portal.domain.account import Account
from services.portal.store.unit import PortalUnit
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class ChangeRoles:
    """Who, everything this person does from now on, and until when for roles that end by themselves."""

    account_id: UUID
    roles: frozenset[Role]
    last_days: Mapping[Role, date] = field(default_factory=dict)


async def change_roles(command: ChangeRoles, unit: PortalUnit) -> Account:
    """Change them, also of somebody who was removed before; sessions with the old ones end.

    With another last day sessions go on: who works gets a token with that day within ten minutes. Only a role that ends today
    ends them, because a token that is out may be good until tomorrow.

    Raises `NotFound`, `NoRoles`, `WrongLastDay`, `LastCoordinator`, `LeaderMustStay`.
    """
    await unit.organisations.get()  # first: two coordinators may take that role from each other at the same moment
    account = await unit.accounts.get(command.account_id)
    roles, today = account.roles, unit.today()
    others = await unit.accounts.count_other_leaders(account.id)
    if account.take_roles(command.roles, others, last_days=command.last_days, today=today):
        await unit.accounts.save(account)
        await plan_end(account, unit)
        if not roles:  # the last one ended, and the job that notes it may be yet to come
            await take_ways_in(account.id, unit)
        elif account.roles != roles or account.first_end == today:
            await unit.sessions.end_all(account.id)
    return account
