"""Row `growth`: the same questions at a thousand devices and at a million of one organisation, as the application role."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import event, text

from services.inventory.commands.reserve_device import ReserveDevice, reserve_device
from services.inventory.domain.details import Grade, KeyboardLayout
from services.inventory.domain.device_filter import DeviceFilter, Order
from services.inventory.queries import devices as queries
from services.inventory.queries.finding import count_choices, find_devices, place_of
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis
from shared.database import raw
from shared.runtime.clock import new_id
from shared.runtime.running import RunningService
from tests.performance.in_turns import Side, in_turns, place_beside
from tests.performance.place import Place
from tests.performance.report import Row, at_most, ms
from tests.performance.seeding import add_devices

SMALL = 1_000
NEIGHBOURS = 10
"""So many small organisations share the tables of the large one, as in a region. Where one has everything, PostgreSQL takes the
index of the ids alone for the first page."""
A_PAGE_AND_MORE = 200
"""Without a condition an index may give the first page of who has nearly everything; whoever walks on reads it from end to end."""
PLANS_FOR_THE_VALUES = 5
"""So often PostgreSQL plans a prepared statement for the values at hand before it considers one plan for all values."""

Question = Callable[[InventoryUnit], Awaitable[object]]

LIKE = text("SELECT device_id FROM search_term WHERE organisation = :organisation AND term LIKE :pattern LIMIT 50")


class Sample:
    """Machines of an organisation to ask about, picked anew after every growth."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], organisation: UUID) -> None:
        self._rows, self.organisation = rows, organisation

    def one(self) -> Mapping[str, Any]:
        """Any of them."""
        return random.choice(self._rows)


def questions(sample: Sample) -> dict[str, Question]:
    """What is asked, by name."""

    async def like(unit: InventoryUnit) -> object:
        pattern = sample.one()["serial"].lower() + "%"
        return (await unit.connection.execute(LIKE, {"organisation": unit.organisation, "pattern": pattern})).all()

    return {
        "one round trip that reads nothing": lambda unit: unit.connection.scalar(text("SELECT 1")),
        "list, first page": lambda unit: queries.list_devices(unit),
        "list, a page in the middle": lambda unit: queries.list_devices(unit, before=sample.one()["id"]),
        "search, a serial number": lambda unit: _search(unit, sample.one()["serial"]),
        "search, begin of a code": lambda unit: _search(unit, sample.one()["code"][:5]),
        "search, a maker (a quarter of all)": lambda unit: _search(unit, "lenovo"),
        "search, who gave it": lambda unit: _search(unit, sample.one()["donor"]),
        "list, of one place": lambda unit: _find(unit, place=sample.one()["place_id"]),
        "list, of one place, a page in the middle": lambda unit: _find(
            unit, place=sample.one()["place_id"], after=sample.one()["id"]
        ),
        "list, of one lot": lambda unit: _find(unit, lot=sample.one()["lot_id"]),
        "list, a keyboard that one in a hundred has, and ready": lambda unit: _find(
            unit, keyboard=KeyboardLayout.QWERTZ, status="ready"
        ),
        "list, a common kind and one of two grades": lambda unit: _find(unit, kind=Chassis.LAPTOP, looks=Grade.A),
        "list, two common choices that no device has both": lambda unit: _find(unit, looks=Grade.A, works=Grade.B),
        "list, by model": lambda unit: _find(unit, order=Order.MODEL, after=sample.one()["id"]),
        "list, by code, of one place": lambda unit: _find(unit, order=Order.CODE, place=sample.one()["place_id"]),
        "list, by model, of one place": lambda unit: _find(unit, order=Order.MODEL, place=sample.one()["place_id"]),
        "list, by code, of two common choices that no device has both": lambda unit: _find(
            unit, order=Order.CODE, looks=Grade.A, works=Grade.B
        ),
        "counts, nothing chosen": lambda unit: count_choices(unit, DeviceFilter()),
        "counts, a place chosen": lambda unit: count_choices(unit, DeviceFilter(place=sample.one()["place_id"])),
        "search, maker and serial number": lambda unit: _search(unit, f"lenovo {sample.one()['serial']}"),
        "scan: get one device": lambda unit: queries.get_device(unit, sample.one()["id"]),
        "reserve": lambda unit: reserve_device(ReserveDevice(sample.one()["id"], new_id()), unit),
        LIKE_INSTEAD: like,
    }


def _search(unit: InventoryUnit, typed: str) -> Awaitable[object]:
    return find_devices(unit, DeviceFilter(text=typed))


async def _find(unit: InventoryUnit, after: UUID | None = None, **asked: Any) -> object:
    wanted = DeviceFilter(**asked)
    return await find_devices(unit, wanted, after=await place_of(unit, after, wanted.order) if after else None)


LIKE_INSTEAD = "search by LIKE instead, a serial number"
NO_TARGET = ("one round trip that reads nothing", LIKE_INSTEAD)


async def growth_rows(place: Place) -> list[Row]:
    """Times of the small and the large organisation, asked in turns, and what the plans of the large one touch."""
    large = 100_000 if place.quick else 1_000_000
    few, many = place.staff().organisation, place.staff().organisation
    async with place_beside(place) as beside, beside.service("inventory") as small, place.service("inventory") as inventory:
        await add_devices(beside, few, SMALL)
        place.say(f"growth: {large} devices…")
        for _ in range(NEIGHBOURS):
            await add_devices(place, place.staff().organisation, SMALL)
        await add_devices(place, many, large)
        compared = await in_turns(
            Side(small, few, questions(await _sample(beside, few))), Side(inventory, many, questions(await _sample(place, many)))
        )
        plans = await _plans(place, inventory, many)
    rows = []
    for name, took in compared.items():
        asked = name not in NO_TARGET
        rows.append(
            Row(
                "growth",
                f"{name}: {SMALL} to {large} devices ({plans[name].buffers} pages touched)",
                ms(took.large),
                ms(took.small),
                f"{took.ratio:.1f} x",
                "<= 2 x" if asked else "",
                at_most(took.ratio, 2) if asked else None,
                profile=lambda name=name: _as_text(plans[name].text),  # type: ignore[misc]
            )
        )
    faults = {name: plan.fault for name, plan in plans.items() if plan.fault and name not in NO_TARGET}
    rows.append(
        Row(
            "growth",
            "plans as the application role with a sequential scan, or an index read from end to end"
            + (": " + "; ".join(f"{name} ({fault})" for name, fault in faults.items()) if faults else ""),
            str(len(faults)),
            target="0",
            miss=1.0 + len(faults) if faults else 0.0,
            profile=lambda: _as_text("\n\n".join(plans[name].text for name in faults)),
        )
    )
    return rows


async def _sample(place: Place, organisation: UUID) -> Sample:
    connection = await place.admin("inventory")
    try:
        rows = await connection.fetch(
            "SELECT d.id, d.code, d.serial, d.place_id, d.lot_id, g.name AS donor FROM device AS d "
            "JOIN lot AS l ON l.id = d.lot_id JOIN donor AS g ON g.id = l.donor_id "
            "WHERE d.organisation = $1 AND d.status = 'ready' ORDER BY md5(d.id::text) LIMIT 500",
            organisation,
        )
    finally:
        await connection.close()
    return Sample([dict(row) for row in rows], organisation)


class Plan:
    """How PostgreSQL answered one question.

    Attributes:
        buffers: pages it looked at, 8 kB each, over all statements of the question.
        fault: what is wrong with it, or an empty text.
        text: the plans, for reading.
    """

    def __init__(self) -> None:
        self.buffers, self.fault, self.text = 0, "", ""

    def add(self, statement: str, explained: Mapping[str, Any]) -> None:
        """One more statement."""
        top = explained["Plan"]
        self.buffers += top.get("Shared Hit Blocks", 0) + top.get("Shared Read Blocks", 0)
        self.text += statement + "\n"
        self._walk(top, 0)

    def _walk(self, node: Mapping[str, Any], depth: int) -> None:
        kind, table = node["Node Type"], node.get("Relation Name", node.get("Index Name", ""))
        condition = node.get("Index Cond", "")
        removed = node.get("Rows Removed by Filter", 0)
        walked = (node.get("Actual Rows", 0) + removed) * node.get("Actual Loops", 1)
        self.text += f"{'  ' * depth}{kind} {table} rows={node.get('Actual Rows')} loops={node.get('Actual Loops')}"
        self.text += f" removed={removed} cond={condition} filter={node.get('Filter', '')}\n"
        if kind == "Seq Scan":
            self.fault = f"sequential scan of {table}"
        elif kind in ("Index Scan", "Index Only Scan", "Bitmap Index Scan") and not condition and walked > A_PAGE_AND_MORE:
            self.fault = f"index {node.get('Index Name')} without a condition"
        for child in node.get("Plans", ()):
            self._walk(child, depth + 1)


async def _plans(place: Place, inventory: RunningService, organisation: UUID) -> dict[str, Plan]:
    """Hears which statements each question sends, and has them explained, run for real, as the application role."""
    asked = questions(await _sample(place, organisation))
    url = inventory.settings.database_url("inventory_app", "inventory")
    plans = {}
    connection = await raw.connect(url, name="bench")
    try:
        for name, question in asked.items():
            async with heard(inventory) as statements, inventory.units.open(organisation) as unit:
                await question(unit)
            plan = plans[name] = Plan()
            for statement, parameters in statements:
                plan.add(statement, await explain(connection, organisation, statement, parameters))
    finally:
        await connection.close()
    return plans


async def explain(connection: Any, organisation: UUID, statement: str, parameters: Sequence[Any]) -> Any:
    """The plan that a statement has once a connection has run it some times: PostgreSQL may then stop looking at the values."""
    async with connection.transaction():
        await connection.execute("SELECT set_config('app.organisation', $1, true)", str(organisation))
        values = await connection.fetchval(
            "SELECT string_agg(quote_nullable(value), ', ') FROM unnest($1::text[]) AS value",
            [_as_literal(value) for value in parameters],
        )
        await connection.execute(f"PREPARE asked AS {statement}")
        execute = f"EXECUTE asked ({values})" if values else "EXECUTE asked"
        for _ in range(PLANS_FOR_THE_VALUES + 1):
            await connection.execute(execute)
        explained = orjson.loads(await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {execute}"))
        await connection.execute("DEALLOCATE asked")
        return explained[0]


def _as_literal(value: Any) -> str | None:
    """As PostgreSQL reads it; arrays of ids, numbers and codes only."""
    if isinstance(value, list | tuple):
        return "{" + ",".join(f'"{one}"' for one in value) + "}"
    return None if value is None else str(value)


@asynccontextmanager
async def heard(inventory: RunningService) -> AsyncIterator[list[tuple[str, Sequence[Any]]]]:
    statements: list[tuple[str, Sequence[Any]]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Sequence[Any], _context: Any, _many: bool) -> None:
        statements.append((statement, parameters))

    engine = inventory.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", hear)


async def _as_text(plan: str) -> str:
    return plan
