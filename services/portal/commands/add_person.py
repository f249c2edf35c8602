"""Somebody comes to work here."""

from dataclasses import dataclass

from services.portal.domain.account import Account, clean_display_name
from services.portal.domain.refusals import SignInNameTaken
from services.portal.domain.sign_in_name import clean_sign_in_name
from services.portal.store.unit import PortalUnit
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class AddPerson:
    """The name to sign in with, what colleagues say, and what this person does."""

    sign_in_name: str
    display_name: str
    roles: frozenset[Role]


async def add_person(command: AddPerson, unit: PortalUnit) -> Account:
    """Make an account with a start code.

    Raises `NotFound` when the organisation was never set up, `BadSignInName`, `SignInNameTaken`, `NameMissing`, `NoRoles` and
    what `clean_line` raises.
    """
    await unit.organisations.get()
    account = Account(unit.new_id(), clean_sign_in_name(command.sign_in_name), clean_display_name(command.display_name))
    account.take_roles(command.roles, other_leaders=0)
    account.give_start_code(unit.new_id(), unit.now())
    if not await unit.accounts.add(account):
        raise SignInNameTaken()
    return account
