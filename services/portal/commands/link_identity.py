"""Somebody comes in by the organisation's own sign-in: linking, unlinking, and signing in by it."""

from dataclasses import dataclass
from uuid import UUID

from services.portal.domain.account import Account
from services.portal.domain.refusals import IdentityTaken, NotLinked, ProviderChanged
from services.portal.domain.session import Place, Session
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class LinkIdentity:
    """Whose account, the keyed hash of issuer and subject, and of which provider they are."""

    account_id: UUID
    subject: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SignInLinked:
    """Who came back from the provider, as a keyed hash of issuer and subject, from which provider, and where this person is."""

    subject: bytes
    fingerprint: str
    place: Place


async def link_identity(command: LinkIdentity, unit: PortalUnit) -> None:
    """From now on this account of the provider lets this person in, and no other one of the provider does.

    Raises `NotFound`, `ProviderChanged`, and `IdentityTaken` when it lets somebody else in.
    """
    await _same_provider(command.fingerprint, unit)
    account = await unit.accounts.get(command.account_id)
    if not account.is_member:
        raise NotLinked()
    if not await unit.providers.link(account.id, command.subject):
        raise IdentityTaken()
    unit.note("link_identity", subject=account.id, actor=account.id)


async def unlink_identity(account_id: UUID, unit: PortalUnit) -> None:
    """The provider lets this person in no more; name and password do. Twice is once. Raises `NotFound`."""
    account = await unit.accounts.get(account_id)
    await unit.providers.unlink(account.id)


async def sign_in_linked(command: SignInLinked, unit: PortalUnit) -> tuple[Account, Session]:
    """A new session of whoever this is. Wrong passwords that others typed keep nobody waiting here.

    Raises `ProviderChanged`, and `NotLinked` when nobody who works here is linked to it.
    """
    await _same_provider(command.fingerprint, unit)
    account_id = await unit.providers.linked_account(command.subject)
    account = await unit.accounts.find(account_id) if account_id else None
    if account is None or not account.is_member:
        raise NotLinked()
    if account.wrong_pins:
        account.came_in()
        await unit.accounts.save(account)
    unit.note("sign_in_linked", subject=account.id, actor=account.id)
    return account, await unit.sessions.begin(account.id, command.place)


async def _same_provider(fingerprint: str, unit: PortalUnit) -> None:
    provider = await unit.providers.find()
    if provider is None or not provider.works or provider.fingerprint != fingerprint:
        raise ProviderChanged()
