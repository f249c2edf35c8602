"""Say where people of the organisation have an account already, and take that back."""

from dataclasses import dataclass

from services.portal.domain.provider import Provider, ProviderDetails
from services.portal.domain.refusals import ProviderChanged, SecretMissing
from services.portal.store.unit import PortalUnit


@dataclass(frozen=True, slots=True)
class ChangeProvider:
    """Which provider, and the sealed secret; None: keep the secret that is there."""

    details: ProviderDetails
    secret: bytes | None


@dataclass(frozen=True, slots=True)
class ConfirmProvider:
    """Somebody went to the provider and came back. `fingerprint` is of the provider that was tried."""

    fingerprint: str


async def change_provider(command: ChangeProvider, unit: PortalUnit) -> Provider:
    """Store it. Nobody can use it until it was tried; another address lets nobody in who was linked before.

    Raises `NotFound`, `SecretMissing`, and what `ProviderDetails.cleaned` raises.
    """
    organisation = await unit.organisations.get()
    details, there = command.details.cleaned(), await unit.providers.find()
    if there is None:
        if command.secret is None:
            raise SecretMissing()
        return await unit.providers.add(organisation.details.title, details, command.secret)
    moved = details.issuer != there.details.issuer
    other_client = moved or details.client_id != there.details.client_id
    if command.secret is None and other_client:  # it would be sent to somebody whom it was never meant for
        raise SecretMissing()
    if moved:
        await unit.providers.unlink_all()
    if other_client or command.secret is not None:
        there.works, there.secret = False, command.secret or there.secret
    there.details = details
    await unit.providers.save(there)
    return there


async def confirm_provider(command: ConfirmProvider, unit: PortalUnit) -> Provider:
    """From now on people can use it. Raises `NotFound`, and `ProviderChanged` when another one was tried."""
    await unit.organisations.get()
    provider = await unit.providers.find()
    if provider is None or provider.fingerprint != command.fingerprint:
        raise ProviderChanged()
    provider.works = True
    await unit.providers.save(provider)
    return provider


async def remove_provider(unit: PortalUnit) -> None:
    """Have none any more. Who came in by it has a password still. Twice is once. Raises `NotFound`."""
    await unit.organisations.get()
    await unit.providers.remove()
