"""A hand-over to a recycler did not happen, or was noted wrong."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.hand_over import HandOver
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class UndoHandOver:
    """Which one."""

    hand_over_id: UUID


async def undo_hand_over(command: UndoHandOver, unit: InventoryUnit) -> HandOver:
    """Its machines are here again, still out of use. Raises `HandOverSettled` when the recycler's certificate came."""
    done = await unit.hand_overs.get(command.hand_over_id)
    done.must_be_open()
    for end in await unit.endings.of_hand_over(done.id):
        end.left_on, end.hand_over_id, end.no_drive_by = None, None, None
        await unit.endings.save(end)
    await unit.hand_overs.remove(done.id)
    return done
