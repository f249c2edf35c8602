"""Begin in the browser: the first organisation of an installation, with a coordinator who is signed in at once."""

from dataclasses import dataclass

from services.portal.commands.add_person import AddPerson, add_person
from services.portal.domain.account import Account
from services.portal.domain.organisation import Details, Organisation
from services.portal.domain.refusals import AlreadyBegun
from services.portal.domain.session import Place, Session
from services.portal.store.unit import PortalUnit
from shared.contracts.vocabulary import Role


@dataclass(frozen=True, slots=True)
class BeginInstallation:
    """What it is called, who begins it, the hash of a password that is good enough, and where this person is. The organisation is
    the unit's."""

    title: str
    coordinator: str
    display_name: str
    password_hash: str
    place: Place


async def begin_installation(command: BeginInstallation, unit: PortalUnit) -> tuple[Account, Session]:
    """The first coordinator's account, with a password, and a session. Of two at once one begins, and the other is refused.

    Raises `AlreadyBegun`, `TitleMissing`, `NameMissing`, `BadSignInName`, `SignInNameTaken`, and what `clean_line` raises.
    """
    organisation = Organisation(unit.organisation, Details(command.title).cleaned())
    organisation.begin()
    if not await unit.organisations.add(organisation):
        raise AlreadyBegun()
    account = await add_person(AddPerson(command.coordinator, command.display_name, frozenset({Role.COORDINATOR})), unit)
    account.set_password(command.password_hash, unit.now())
    await unit.accounts.save(account)
    unit.note("begin_installation", subject=account.id, actor=account.id)
    return account, await unit.sessions.begin(account.id, command.place)
