"""Remember how an organisation wants its stickers."""

from dataclasses import dataclass

from services.inventory.domain.sticker_settings import StickerSettings
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ChangeStickerSettings:
    """All of it, as it is from now on."""

    settings: StickerSettings


async def change_sticker_settings(command: ChangeStickerSettings, unit: InventoryUnit) -> StickerSettings:
    """Store it. Raises `WrongStickerSettings`."""
    command.settings.check()
    await unit.stickers.save(command.settings)
    return command.settings
