"""Loads and saves stock takes. The lines of ten thousand devices never pass through Python: one statement makes or closes them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, insert, literal, select, text, true, update

from services.inventory.domain.refusals import AlreadyCounting
from services.inventory.domain.saved_view import as_kept, from_kept
from services.inventory.domain.stock_take import HERE, SCOPES, Seen, StockTake, judge
from services.inventory.store.stock_take_rules import RESULT
from services.inventory.store.tables import device, search_term, stock_take, stock_take_line
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.database.engine import driver_of
from shared.domain import NotFound

CLOSE = f"""
UPDATE stock_take_line AS kept SET result = judged.result, state_at_close = judged.status
FROM (
    SELECT l.code, {RESULT} AS result, d.status FROM stock_take_line AS l LEFT JOIN device AS d ON d.id = l.device_id
    WHERE l.stock_take = $1
) AS judged
WHERE kept.stock_take = $1 AND kept.code = judged.code
"""  # noqa: S608


class StockTakes:
    """The stock takes of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, stock_take_id: UUID, *, to_close: bool = False) -> StockTake:
        """One of them. Until the transaction ends nobody closes it; with `to_close` nobody counts either. Raises `NotFound`."""
        wanted = select(stock_take).where(stock_take.c.id == stock_take_id).with_for_update(read=not to_close)
        row = (await self._unit.connection.execute(wanted)).first()
        if row is None:
            raise NotFound()
        return stock_take_from(row)

    async def begin(self, one: StockTake, on_list: Sequence[ColumnElement[bool]] = ()) -> int:
        """Store a new one and what it expects: all that is here and belongs to it at this moment. Gives how many that are.

        `on_list`: what a machine has besides, when a list is counted. Raises `AlreadyCounting` when one of the same part is open.
        """
        connection, organisation, asked = self._unit.connection, self._unit.organisation, as_kept(one.asked)
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 4))"), {"what": f"{organisation} {one.scope} {asked}"}
        )
        same = select(stock_take.c.id).where(
            stock_take.c.organisation == organisation,
            stock_take.c.scope == one.scope,
            stock_take.c.asked == asked,
            stock_take.c.closed_at.is_(None),
        )
        open_one = await connection.scalar(same)
        if open_one is not None:
            raise AlreadyCounting(stock_take=str(open_one))
        begun = {"scope": one.scope, "asked": asked, "started_at": one.started_at, "started_by": one.started_by}
        await connection.execute(insert(stock_take).values(id=one.id, organisation=organisation, **begun))
        states = [state.value for state in SCOPES.get(one.scope, HERE)]
        expected = select(device.c.organisation, literal(one.id), device.c.code, device.c.id, true()).where(
            device.c.organisation == organisation,
            device.c.status.in_(states),
            device.c.lost.is_(None),
            device.c.out_since.is_(None),
            *on_list,
        )
        line = stock_take_line.c
        columns = [line.organisation, line.stock_take, line.code, line.device_id, line.is_expected]
        done = await connection.execute(insert(stock_take_line).from_select(columns, expected))
        return done.rowcount

    async def code_of_serial(self, serial: str) -> str | None:
        """The code of the only machine with this serial number, whoever made it; None when there is none, or more than one."""
        same_words = select(search_term.c.device_id).where(
            search_term.c.organisation == self._unit.organisation, search_term.c.term == serial.casefold()[:40]
        )
        wanted = select(device.c.code, device.c.serial).where(device.c.id.in_(same_words)).limit(20)
        found = [
            row.code for row in await self._unit.connection.execute(wanted) if (row.serial or "").casefold() == serial.casefold()
        ]
        return found[0] if len(found) == 1 else None

    async def see(self, one: StockTake, code: str, by: UUID) -> Seen:
        """Note that somebody saw this code; seeing it twice is seeing it once.

        A second look counts where the first one was strange: our records may say by now that the machine is here.
        """
        connection, organisation = self._unit.connection, self._unit.organisation
        found = (await connection.execute(select(device.c.id, device.c.status).where(device.c.code == code))).first()
        now = DeviceState(found.status) if found else None
        await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 5))"), {"what": f"{one.id} {code}"})
        same = (stock_take_line.c.stock_take == one.id, stock_take_line.c.code == code)
        line = (await connection.execute(select(stock_take_line).where(*same))).first()
        device_id: UUID | None = found.id if found else None
        scanned = {"scanned_at": self._unit.now(), "scanned_by": by, "state_at_scan": now and now.value, "device_id": device_id}
        if line is None:
            row = {"organisation": organisation, "stock_take": one.id, "code": code, "is_expected": False}
            await connection.execute(insert(stock_take_line).values(**row, **scanned))
            return Seen(code, device_id, judge(one.scope, False, now, now), again=False)
        again = line.scanned_at is not None
        before = DeviceState(line.state_at_scan) if line.state_at_scan else None
        if before in HERE:
            return Seen(code, line.device_id, judge(one.scope, line.is_expected, before, now), again)
        await connection.execute(update(stock_take_line).where(*same).values(scanned))
        return Seen(code, device_id, judge(one.scope, line.is_expected, now, now), again)

    async def unsee(self, one: StockTake, code: str) -> None:
        """Nobody saw this code after all. Nothing changes when nobody did."""
        same = (stock_take_line.c.stock_take == one.id, stock_take_line.c.code == code)
        nothing = {"scanned_at": None, "scanned_by": None, "state_at_scan": None}
        await self._unit.connection.execute(update(stock_take_line).where(*same, stock_take_line.c.is_expected).values(nothing))
        await self._unit.connection.execute(stock_take_line.delete().where(*same, ~stock_take_line.c.is_expected))

    async def close(self, one: StockTake) -> None:
        """Store that it is closed, and for each line what came of it."""
        driver = await driver_of(self._unit.connection)
        await driver.execute("SET LOCAL enable_nestloop = off")  # as for all that goes over every line, see the queries
        await driver.execute(CLOSE, one.id)
        await driver.execute("SET LOCAL enable_nestloop = on")
        closed = update(stock_take).where(stock_take.c.id == one.id).values(closed_at=one.closed_at, closed_by=one.closed_by)
        await self._unit.connection.execute(closed)


def stock_take_from(row: Row[Any]) -> StockTake:
    """A stock take from its row."""
    whole = (row.id, row.scope, row.started_at, row.started_by, row.closed_at, row.closed_by)
    return StockTake(*whole, from_kept(row.asked))
