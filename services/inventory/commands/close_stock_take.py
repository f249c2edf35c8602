"""Close a stock take."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.stock_take import StockTake
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class CloseStockTake:
    """Which one, and who closes it."""

    stock_take_id: UUID
    by: UUID


async def close_stock_take(command: CloseStockTake, unit: InventoryUnit) -> StockTake:
    """What became of each device is judged now, and kept for ever. Raises `StockTakeClosed`."""
    one = await unit.stock_takes.get(command.stock_take_id, to_close=True)
    one.close(command.by, unit.now())
    await unit.stock_takes.close(one)
    return one
