"""The organisation says how well a hard disk has to be wiped."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.sanitization import Level
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ChooseWipeRule:
    """`CLEAR` or `PURGE`, and who says so."""

    disk_minimum: Level
    by: UUID


async def choose_wipe_rule(command: ChooseWipeRule, unit: InventoryUnit) -> None:
    """It holds for each check from now on; what was checked before stays checked."""
    await unit.drives.save_disk_minimum(command.disk_minimum, command.by)
