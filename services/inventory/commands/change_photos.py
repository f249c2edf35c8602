"""Show what a machine looks like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.photo import MOST_PHOTOS, UNDO, Drawn, Photo
from services.inventory.domain.refusals import TooManyPhotos
from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule

FORGET_PHOTO = "forget_photo"


@dataclass(frozen=True, slots=True)
class AddPhoto:
    """Of which machine, and the photo as we drew it."""

    device_id: UUID
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class RemovePhoto:
    """Which one of which machine."""

    device_id: UUID
    photo_id: UUID


@dataclass(frozen=True, slots=True)
class PutBackPhoto:
    """Which one of which machine."""

    device_id: UUID
    photo_id: UUID


async def add_photo(command: AddPhoto, unit: InventoryUnit) -> Device:
    """Show it. The same photo again is the one that is there. Raises `TooManyPhotos`."""
    device = await unit.devices.get(command.device_id)
    known = await unit.photos.of(device.id)
    same = next((one for one in known if one.picture == command.drawn.picture), None)
    if same is not None and not same.removed:
        unit.remark = None
        return device
    _must_have_room(known)
    if same is not None:
        await unit.photos.save(replace(same, removed=False))
    else:
        drawn = command.drawn
        await unit.photos.add(Photo(unit.new_id(), device.id, drawn.picture, drawn.width, drawn.height), drawn)
    return device


async def remove_photo(command: RemovePhoto, unit: InventoryUnit) -> Device:
    """Show it no more; a day later it is gone for good. Raises `NotFound`."""
    device = await unit.devices.get(command.device_id)
    photo = await unit.photos.get(device.id, command.photo_id)
    if photo.removed:
        unit.remark = None
        return device
    await unit.photos.save(replace(photo, removed=True))
    until = unit.now() + UNDO
    await schedule(unit, FORGET_PHOTO, f"{photo.id} {until.isoformat()}", until)
    return device


async def put_back_photo(command: PutBackPhoto, unit: InventoryUnit) -> Device:
    """Show it again. Raises `NotFound` when it is gone for good, and `TooManyPhotos`."""
    device = await unit.devices.get(command.device_id)
    photo = await unit.photos.get(device.id, command.photo_id)
    if not photo.removed:
        unit.remark = None
        return device
    _must_have_room(await unit.photos.of(device.id))
    await unit.photos.save(replace(photo, removed=False))
    return device


async def forget_photo(unique_key: str, unit: InventoryUnit) -> None:
    """The job of a removal: throw the photo away, unless it was put back since."""
    await unit.photos.forget(UUID(unique_key.split(" ")[0]), unit.now() - UNDO)


def _must_have_room(known: Sequence[Photo]) -> None:
    if sum(not one.removed for one in known) >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
