"""Begin a stock take."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.refusals import NothingToCount
from services.inventory.domain.stock_take import SCOPES, StockTake
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class StartStockTake:
    """What is counted, a key of `SCOPES`, and who began."""

    scope: str
    by: UUID


async def start_stock_take(command: StartStockTake, unit: InventoryUnit) -> StockTake:
    """Fix what is expected: all that is here at this moment.

    Raises:
        AlreadyCounting: one of the same part is open.
        NothingToCount: nothing of it is here.
    """
    if command.scope not in SCOPES:
        raise NotFound()
    one = StockTake(unit.new_id(), command.scope, unit.now(), command.by)
    if not await unit.stock_takes.begin(one):
        raise NothingToCount()
    return one
