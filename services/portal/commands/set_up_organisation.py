"""Begin a Digibank: the organisation, and the first coordinator with a code to start with."""

from dataclasses import dataclass

from services.portal.commands.add_person import AddPerson, add_person
from services.portal.domain.account import Account
from services.portal.domain.organisation import Details, Organisation
from services.portal.domain.refusals import AlreadySetUp
from services.portal.domain.sign_in_name import as_typed
from services.portal.store.unit import PortalUnit
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class SetUpOrganisation:
    """What it is called, and the name with which the first coordinator signs in. The organisation is the one of the unit."""

    details: Details
    coordinator: str
    display_name: str = ""


async def set_up_organisation(command: SetUpOrganisation, unit: PortalUnit) -> Account:
    """The first coordinator's account, with a start code. Doing it again gives the same code, and seven days from then, as long
    as that coordinator chose no password.

    Raises `AlreadySetUp` when the organisation is there and it is not the same beginning again; `SignInNameTaken`,
    `BadSignInName`, `TitleMissing`, and what `clean_line` raises.
    """
    organisation = Organisation(unit.organisation, command.details.cleaned())
    organisation.begin()
    if await unit.organisations.add(organisation):
        name = command.display_name or command.coordinator
        return await add_person(AddPerson(command.coordinator, name, frozenset({Role.COORDINATOR})), unit)
    return await _again(command, unit)


async def _again(command: SetUpOrganisation, unit: PortalUnit) -> Account:
    there = await unit.organisations.get()
    account = await unit.accounts.find_by_name(as_typed(command.coordinator))
    if there.details.title != command.details.cleaned().title or account is None or account.password_hash is not None:
        raise AlreadySetUp()
    if account.start_code is None:  # removed before ever coming in
        raise AlreadySetUp()
    account.give_start_code(account.start_code.id, unit.now())
    await unit.accounts.save(account)
    return account
