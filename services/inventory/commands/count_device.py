"""Note that somebody saw a device during a stock take, or take that back."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.refusals import NotACode
from services.inventory.domain.stock_take import Seen
from services.inventory.domain.typed_code import LONGEST, code_in
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class CountDevice:
    """In which stock take, what was typed or scanned, and by whom."""

    stock_take_id: UUID
    typed: str
    by: UUID


@dataclass(frozen=True, slots=True)
class UncountDevice:
    """In which stock take, and which code nobody saw after all."""

    stock_take_id: UUID
    code: str


async def count_device(command: CountDevice, unit: InventoryUnit) -> Seen:
    """Count the machine with this code or serial number. A code that no machine of ours has is kept: somebody has to look at it.

    Other words are not kept: a scanner reads any card that is held before it.

    Raises:
        NotACode: it is neither a code nor a serial number that one machine of ours has.
        StockTakeClosed: nothing can be counted any more.
    """
    one = await unit.stock_takes.get(command.stock_take_id)
    one.must_be_open()
    typed = command.typed.strip()[:LONGEST]
    code = await unit.stock_takes.code_of_serial(typed) if typed else None
    code = code or code_in(typed)
    if code is None:
        raise NotACode()
    return await unit.stock_takes.see(one, code, command.by)


async def uncount_device(command: UncountDevice, unit: InventoryUnit) -> None:
    """Nobody saw this one after all: a code was typed wrong. Raises `StockTakeClosed`."""
    one = await unit.stock_takes.get(command.stock_take_id)
    one.must_be_open()
    await unit.stock_takes.unsee(one, command.code)
