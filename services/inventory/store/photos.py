"""Loads and saves photos of machines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.photo import Drawn, Photo
from services.inventory.store.tables import device_photo, photo
from shared.bus.unit import Unit
from shared.domain import NotFound

ROWS = select(
    device_photo.c.id, device_photo.c.device_id, device_photo.c.picture, photo.c.width, photo.c.height, device_photo.c.removed_at
).join_from(
    device_photo, photo, (photo.c.organisation == device_photo.c.organisation) & (photo.c.picture == device_photo.c.picture)
)


class Photos:
    """The photos of the unit's organisation. The same picture is kept once, however many machines have it."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def of(self, device_id: UUID) -> Sequence[Photo]:
        """Those of a machine, the oldest first, also those that can still be put back."""
        rows = await self._unit.connection.execute(ROWS.where(device_photo.c.device_id == device_id).order_by(device_photo.c.id))
        return [Photo(*row[:5], removed=row.removed_at is not None) for row in rows]

    async def get(self, device_id: UUID, photo_id: UUID) -> Photo:
        """One of a machine. Raises `NotFound`."""
        found = [one for one in await self.of(device_id) if one.id == photo_id]
        if not found:
            raise NotFound()
        return found[0]

    async def bytes_of(self, device_id: UUID, photo_id: UUID, *, small: bool) -> bytes | None:
        """The JPEG of a photo that is shown; None when there is none."""
        wanted = photo.c.small if small else photo.c.large
        query = ROWS.with_only_columns(wanted, maintain_column_froms=True).where(
            device_photo.c.id == photo_id, device_photo.c.device_id == device_id, device_photo.c.removed_at.is_(None)
        )
        content: bytes | None = await self._unit.connection.scalar(query)
        return content

    async def add(self, one: Photo, drawn: Drawn) -> None:
        """A new photo of a machine."""
        values = {
            "organisation": self._unit.organisation,
            "picture": drawn.picture,
            "large": drawn.large,
            "small": drawn.small,
            "width": drawn.width,
            "height": drawn.height,
        }
        # Touches the row when it is there, so that nobody throws it away before we are done.
        put = upsert(photo).values(values)
        await self._unit.connection.execute(
            put.on_conflict_do_update(index_elements=[photo.c.organisation, photo.c.picture], set_={"width": drawn.width})
        )
        await self._unit.connection.execute(
            insert(device_photo).values(
                id=one.id,
                organisation=self._unit.organisation,
                device_id=one.device_id,
                picture=one.picture,
                added_at=self._unit.now(),
            )
        )

    async def save(self, one: Photo) -> None:
        """Whether it is shown."""
        removed_at = self._unit.now() if one.removed else None
        await self._unit.connection.execute(update(device_photo).where(device_photo.c.id == one.id).values(removed_at=removed_at))

    async def forget(self, photo_id: UUID, removed_until: datetime) -> None:
        """Throw a photo away for good when it was removed at that moment (UTC) or before; its picture too when no other machine
        has it."""
        picture = await self._unit.connection.scalar(
            delete(device_photo)
            .where(device_photo.c.id == photo_id, device_photo.c.removed_at <= removed_until)
            .returning(device_photo.c.picture)
        )
        if picture is None:
            return
        # Behind the lock on the picture, so that nobody who adds the same one now loses it.
        here = (photo.c.organisation == self._unit.organisation) & (photo.c.picture == picture)
        await self._unit.connection.execute(select(photo.c.picture).where(here).with_for_update())
        is_used = exists().where(device_photo.c.organisation == self._unit.organisation, device_photo.c.picture == picture)
        await self._unit.connection.execute(delete(photo).where(here, ~is_used))
