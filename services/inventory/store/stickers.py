"""Keeps what an organisation chose for its stickers."""

from dataclasses import asdict

from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.sticker_settings import StickerSettings
from services.inventory.store.tables import sticker_settings
from shared.bus.unit import Unit


class Stickers:
    """The choices of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def save(self, settings: StickerSettings) -> None:
        """From now on."""
        chosen = asdict(settings)
        put = upsert(sticker_settings).values(organisation=self._unit.organisation, **chosen)
        await self._unit.connection.execute(put.on_conflict_do_update(index_elements=["organisation"], set_=chosen))
