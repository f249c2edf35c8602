"""Somebody comes to work here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.portal.commands.end_roles import plan_end
from services.portal.domain.account import Account, clean_display_name
from services.portal.domain.refusals import SignInNameTaken
from services.portal.domain.sign_in_name import clean_sign_in_name
from services.portal.store.unit import PortalUnit
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class AddPerson:
    """The name to sign in with, what colleagues say, what this person does, and until when for roles that end by themselves."""

    sign_in_name: str
    display_name: str
    roles: frozenset[Role]
    last_days: Mapping[Role, date] = field(default_factory=dict)


async def add_person(command: AddPerson, unit: PortalUnit) -> Account:
    """Make an account with a start code.

    Raises `NotFound` when the organisation was never set up, `BadSignInName`, `SignInNameTaken`, `NameMissing`, `NoRoles`,
    `WrongLastDay` and what `clean_line` raises.
    """
    await unit.organisations.get()
    account = Account(unit.new_id(), clean_sign_in_name(command.sign_in_name), clean_display_name(command.display_name))
    account.take_roles(command.roles, other_leaders=0, last_days=command.last_days, today=unit.today())
    account.give_start_code(unit.new_id(), unit.now())
    if not await unit.accounts.add(account):
        raise SignInNameTaken()
    await plan_end(account, unit)
    return account
