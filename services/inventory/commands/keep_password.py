"""Keep the sealed password of a machine, throw it away, or let somebody look at it."""

from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.domain.password import PasswordKind, Reveal, RevealPurpose
from services.inventory.domain.refusals import NoPassword
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class KeepPassword:
    """Of which machine, for what, sealed under its own key, and who keeps it."""

    device_id: UUID
    kind: PasswordKind
    sealed: bytes = field(repr=False)
    by: UUID


@dataclass(frozen=True, slots=True)
class RemovePassword:
    """Of which machine, and for what."""

    device_id: UUID
    kind: PasswordKind


@dataclass(frozen=True, slots=True)
class RevealPassword:
    """Of which machine, for what, why, and who looks."""

    device_id: UUID
    kind: PasswordKind
    purpose: RevealPurpose
    by: UUID


@dataclass(frozen=True, slots=True)
class SealedPassword:
    """What the page opens once the line about it is written.

    Attributes:
        id: of the machine.
    """

    id: UUID
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """Of which machine."""

    id: UUID


async def keep_password(command: KeepPassword, unit: InventoryUnit) -> PasswordChanged:
    """From now on this is the one. Raises `NotFound`."""
    device = await unit.devices.get(command.device_id)
    await unit.passwords.put(device.id, command.kind, command.sealed, command.by)
    unit.remark = command.kind.value
    return PasswordChanged(device.id)


async def remove_password(command: RemovePassword, unit: InventoryUnit) -> PasswordChanged:
    """There is none any more. Raises `NotFound`, and `NoPassword` when there was none."""
    device = await unit.devices.get(command.device_id)
    if not await unit.passwords.remove(device.id, command.kind):
        raise NoPassword()
    unit.remark = command.kind.value
    return PasswordChanged(device.id)


async def reveal_password(command: RevealPassword, unit: InventoryUnit) -> SealedPassword:
    """Write down who looks and why, and give what is sealed. Nobody may open it before this is committed.

    Raises `NotFound` and `NoPassword`.
    """
    device = await unit.devices.get(command.device_id)
    sealed = await unit.passwords.sealed(device.id, command.kind)
    if sealed is None:
        raise NoPassword()
    await unit.passwords.note_reveal(device.id, Reveal(command.kind, command.purpose, command.by, unit.now()))
    unit.remark = command.kind.value
    return SealedPassword(device.id, sealed)
