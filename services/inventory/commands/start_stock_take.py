"""Begin a stock take."""

from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.domain.device_filter import DeviceFilter
from services.inventory.domain.refusals import NothingToCount
from services.inventory.domain.stock_take import LIST, SCOPES, StockTake, to_count
from services.inventory.domain.view_refusals import NothingNarrowed
from services.inventory.queries.finding import narrowed_to
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class StartStockTake:
    """What is counted, a key of `SCOPES` or `LIST`, and who began; of a list its choices."""

    scope: str
    by: UUID
    asked: DeviceFilter = field(default_factory=DeviceFilter)


async def start_stock_take(command: StartStockTake, unit: InventoryUnit) -> StockTake:
    """Fix what is expected: all that is here at this moment.

    Raises:
        AlreadyCounting: one of the same part is open.
        NothingToCount: nothing of it is here.
        NothingNarrowed: of a list nothing was chosen.
    """
    asked = to_count(command.asked) if command.scope == LIST else DeviceFilter()
    if command.scope not in (*SCOPES, LIST):
        raise NotFound()
    if command.scope == LIST and not asked.chosen:
        raise NothingNarrowed()
    one = StockTake(unit.new_id(), command.scope, unit.now(), command.by, asked=asked)
    if not await unit.stock_takes.begin(one, await narrowed_to(unit, asked)):
        raise NothingToCount()
    return one
