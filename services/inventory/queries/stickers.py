"""What pages read about stickers."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from services.inventory.domain.sticker_settings import StickerSettings
from services.inventory.store.tables import device, sticker_settings
from shared.bus.unit import Unit


async def settings_here(unit: Unit) -> StickerSettings:
    """What the organisation chose; the usual for one that chose nothing yet."""
    wanted = select(sticker_settings).where(sticker_settings.c.organisation == unit.organisation)
    row = (await unit.connection.execute(wanted)).first()
    if row is None:
        return StickerSettings()
    return StickerSettings(row.paper, row.offset_x, row.offset_y, row.language, row.shows_name)


async def ids_of_codes(unit: Unit, codes: Collection[str]) -> dict[str, UUID]:
    """The machines with these codes; what is not here is left out."""
    rows = await unit.connection.execute(select(device.c.code, device.c.id).where(device.c.code.in_(codes)))
    return {row.code: row.id for row in rows}


async def codes_in_order(unit: Unit, device_ids: Sequence[UUID]) -> list[str]:
    """What the stickers of these machines say, in that order; what is not here is left out."""
    rows = await unit.connection.execute(select(device.c.id, device.c.code).where(device.c.id.in_(device_ids)))
    known = {row.id: row.code for row in rows}
    return [known[one] for one in device_ids if one in known]
