"""Finds machines: by what somebody typed and chose, a page at a time in three orders, and counts how many there are of each choice.

Everything asked is a `Narrowing`. When one of them leaves few machines, these are looked at and nothing else. When each leaves
many, the order is walked along its index and what does not fit is passed over; a walk never goes past `LOOK`, and then says where
it was, so that no question costs more than a page should. Decision 50 tells why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    any_,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from services.inventory.domain.device_filter import FACETS, DeviceFilter, Order, household_code_in
from services.inventory.domain.keeping import WARN_DAYS
from services.inventory.domain.search import after_prefix, words_of
from services.inventory.domain.typed_code import code_in
from services.inventory.queries.board import is_missed
from services.inventory.queries.devices import LINE, PAGE, DeviceLine, line_from, list_devices
from services.inventory.queries.upkeep import too_long_ago
from services.inventory.store.finding_tables import device_facet, giver_term, known_holder
from services.inventory.store.tables import device, search_term
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound

FEW = 500
"""So many machines are looked at one by one."""
LOOK = 500
"""So many are walked past at most for one page."""
COUNTED = 500
"""Among so many machines choices are counted; where there are more, the numbers say "at least"."""
MOST_WORDS = 5
FIRST_GIVERS = 10
"""So many words of givers are looked at to see whether what was typed leads to one of them."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One thing that is asked.

    Attributes:
        name: of the choice, as in `DeviceFilter`.
        ids: selects the machines that have it, as `id`; may name one twice.
        has: whether a row of `device` has it.
        facet: the facet that it asks for, which an index tells by the id of a machine, and which has an index in every order; None
            when its row has to be read.
        walks: whether the newest that have it can be walked along an index.
    """

    name: str
    ids: Select[Any]
    has: ColumnElement[bool]
    facet: str | None = None
    walks: bool = False


class Row(NamedTuple):
    """The columns that lists are ordered by, of a table that has them."""

    id: ColumnElement[Any]
    code: ColumnElement[Any]
    maker: ColumnElement[Any]
    model: ColumnElement[Any]


OF_DEVICE = Row(device.c.id, device.c.code, device.c.maker, device.c.model)
OF_FACET = Row(device_facet.c.device_id, device_facet.c.code, device_facet.c.maker, device_facet.c.model)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a machine stands in every order. It still says where a list goes on when that machine is gone by then."""

    id: UUID
    code: str
    maker: str
    model: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of machines.

    Attributes:
        after: the last machine that was looked at, where the next page goes on; None at the end.
        paused: there may be more, but none of them was near: whoever wants to goes on looking.
    """

    lines: Sequence[DeviceLine]
    after: Place | None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many machines there are of each choice, as `kind=laptop`; a flag as `lost=1`.

    Attributes:
        more: the numbers of these choices are "at least": there were too many machines to count all.
        total: how many machines there are of all that is asked together; with `is_least` there may be more.
    """

    numbers: Mapping[str, int]
    more: frozenset[str]
    total: int
    is_least: bool

    def of(self, name: str, value: str) -> int:
        """How many of this choice."""
        return self.numbers.get(f"{name}={value}", 0)


async def place_of(unit: Unit, device_id: UUID, order: Order) -> Place:
    """Where this machine stands. Raises `NotFound` when it is not here, or not any more; the newest first needs only its id."""
    if order is Order.NEWEST:
        return Place(device_id, "", "", "")
    wanted = select(device.c.id, device.c.code, device.c.maker, device.c.model)
    mine = (device.c.organisation == unit.organisation, device.c.id == device_id)
    row = (await unit.connection.execute(wanted.where(*mine))).first()
    if row is None:
        raise NotFound()
    return Place(*row)


async def find_devices(
    unit: Unit, asked: DeviceFilter, *, families: bool = False, after: Place | None = None, most: int = PAGE
) -> Found:
    """A page of what is asked, `after` the last machine of the page before. `families`: whoever asks may see who has a machine."""
    narrowings = await narrowings_of(unit, asked, families=families)
    if asked.order is Order.NEWEST and all(one.name == "status" for one in narrowings):
        lines = await list_devices(unit, states=asked.states, before=after.id if after else None, most=most + 1)
        return Found(lines[:most], _place(lines[most - 1]) if len(lines) > most else None)
    rarest = await _rarest(unit, narrowings)
    if rarest is not None:
        others = [one.has for one in narrowings if one is not rarest]
        others += _beyond(asked.order, after)
        wanted = select(*LINE).where(device.c.organisation == unit.organisation, _is_one_of(rarest.ids, FEW), *others)
        rows = (await unit.connection.execute(wanted.order_by(*_order(asked.order, OF_DEVICE)).limit(most + 1))).all()
        return _found(rows, most)
    walked = _walked(asked.order, narrowings)
    walk = _walk(unit, asked.order, walked, after)
    rest = [one for one in narrowings if one is not walked]
    near = _with_facets(unit, walk.limit(LOOK), [one.facet for one in rest if one.facet is not None])
    has = [one.has for one in rest if one.facet is None]
    # With LIMIT each row is looked up when its turn comes, and nothing after the page is full: a join may read the whole table.
    row = select(*LINE).where(device.c.organisation == unit.organisation, device.c.id == near.c.id, *has).limit(1).lateral()
    wanted = select(*row.c).select_from(near.join(row, literal(True))).order_by(*_order(asked.order, near.c))
    rows = (await unit.connection.execute(wanted.limit(most + 1))).all()
    if len(rows) > most:
        return _found(rows, most)
    last = await unit.connection.scalar(select(walk.limit(1).offset(LOOK - 1).subquery().c.id))
    place = await place_of(unit, last, asked.order) if last else None
    return Found([line_from(row) for row in rows], place, paused=place is not None)


async def narrowed_to(unit: Unit, asked: DeviceFilter) -> list[ColumnElement[bool]]:
    """What a row of `device` has when it is on this list; where one thing that is asked leaves few machines, these come first."""
    narrowings = await narrowings_of(unit, asked)
    rarest = await _rarest(unit, narrowings)
    first = [] if rarest is None else [_is_one_of(rarest.ids, FEW)]
    return [*first, *(one.has for one in narrowings if one is not rarest)]


async def count_choices(unit: Unit, asked: DeviceFilter, *, families: bool = False) -> Counts:
    """How many there are of each choice: beside the other things that are asked, as if nothing of its own kind were."""
    before = await too_long_ago(unit)
    narrowings = await narrowings_of(unit, asked, families=families)
    known = list(zip(narrowings, await _numbers(unit, narrowings), strict=True))
    own = {one.name for one in narrowings if one.name in (*FACETS, "status", "stage")}
    base, is_least = await _count(unit, known, before)
    total = sum(number for facet, number in base.items() if facet.startswith("status="))  # every machine has one
    numbers = {facet: number for facet, number in base.items() if facet.partition("=")[0] not in own}
    more = set(numbers) if is_least else set()
    for name in own:
        counted, is_more = await _count(unit, [pair for pair in known if pair[0].name != name], before)
        mine = {facet: number for facet, number in counted.items() if facet.startswith(f"{name}=")}
        numbers |= mine
        more |= set(mine) if is_more else set()
    return Counts(numbers, frozenset(more), total, is_least)


async def narrowings_of(unit: Unit, asked: DeviceFilter, *, families: bool = False) -> list[Narrowing]:
    """Everything that is asked; what can be walked and holds the fewest machines first, mostly."""
    ours = device.c.organisation == unit.organisation
    found = await _of_text(unit, asked.text, families=families)
    facets = asked.facets
    found += [_of_facet(unit, name, facets[name]) for name in FACETS if name in facets]
    conditions: list[tuple[str, bool, ColumnElement[bool], bool]] = [
        ("lost", asked.lost, is_missed(), True),
        ("ending", asked.ending, _is_ending(unit) if asked.ending else literal(False), False),
        ("stale", asked.stale, _is_stale(await too_long_ago(unit)) if asked.stale else literal(False), False),
        ("stage", asked.stage is not None, device.c.stage == (asked.stage.value if asked.stage else None), True),
    ]
    for name, wanted, condition, walks in conditions:
        if wanted:
            ids = select(device.c.id).where(ours, condition)
            found.append(Narrowing(name, ids, condition, walks=walks))
    if asked.states:
        states = [state.value for state in asked.states]
        condition = device.c.status.in_(states)
        ids = select(device.c.id).where(ours, condition)
        found.append(Narrowing("status", ids, condition, walks=len(states) == 1))
    return found


def _is_ending(unit: Unit) -> ColumnElement[bool]:
    soon = device.c.reserved_until <= unit.today() + timedelta(days=WARN_DAYS)
    return and_(device.c.reserved_for.is_not(None), soon, device.c.status == DeviceState.RESERVED.value)


def _is_stale(before: date) -> ColumnElement[bool]:
    """As the index `device_by_update` has it."""
    since = func.coalesce(device.c.updated_on, device.c.given_out_on)
    return and_(device.c.status != literal_column("'retired'"), since.is_not(None), since < before)


def _of_facet(unit: Unit, name: str, wanted: str) -> Narrowing:
    facet = device_facet.c
    ids = select(facet.device_id.label("id")).where(facet.organisation == unit.organisation, facet.facet == wanted)
    return Narrowing(name, ids, _has_facet(unit, wanted, device.c.id), wanted, walks=True)


def _has_facet(unit: Unit, wanted: str, id_of: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the machine with this id has this facet."""
    facet = device_facet.c
    return _there_is(select(1).where(facet.organisation == unit.organisation, facet.facet == wanted, facet.device_id == id_of))


def _with_facets(unit: Unit, walk: Select[Any], wanted: Sequence[str]) -> Subquery:
    """Those of the walk that have all these facets, in its order. Reads indexes and not one row of `device`.

    Each is looked up when its turn comes (`LATERAL` with a `LIMIT`): asked for all at once, PostgreSQL may read every machine that
    has the facet, for of one organisation among many it expects few.
    """
    near, facet = walk.subquery(), device_facet.c
    kept: FromClause = near
    for one in wanted:
        here = (facet.organisation == unit.organisation, facet.facet == one, facet.device_id == near.c.id)
        kept = kept.join(select(literal(1)).where(*here).limit(1).lateral(), literal(True))
    return select(near).select_from(kept).subquery()


async def _of_text(unit: Unit, typed: str, *, families: bool) -> list[Narrowing]:
    """What was typed: the whole code of a machine, or of a family that has one; else every word begins a word of the machine, of
    who gave it or of where it came from. Ranges, for LIKE loses its index under row-level security."""
    ours = device.c.organisation == unit.organisation
    code = code_in(typed)
    if code and await unit.connection.scalar(select(device.c.id).where(ours, device.c.code == code)):
        return [_by(ours, device.c.code == code)]
    household = household_code_in(typed) if families else None
    if household:
        mine = (known_holder.c.organisation == unit.organisation, known_holder.c.household_code == household)
        loans = list(await unit.connection.scalars(select(known_holder.c.loan_id).where(*mine).limit(FEW)))
        if loans:
            return [_by(ours, device.c.loan_id.in_(loans))]
    words = words_of(typed)[:MOST_WORDS]
    if typed and not words:
        return [_by(ours, literal(False))]
    return [await _of_word(unit, word) for word in words]


def _by(ours: ColumnElement[bool], condition: ColumnElement[bool]) -> Narrowing:
    return Narrowing("q", select(device.c.id).where(ours, condition), condition)


async def _of_word(unit: Unit, word: str) -> Narrowing:
    """A word of the machine itself, or of who gave it or where its lot came from: these are looked up by their facet. Where it
    leads to one facet and to no machine itself, it is that facet, which can be walked however much came from there."""
    term, facet, giver = search_term.c, device_facet.c, giver_term.c
    begins = (term.organisation == unit.organisation, term.term >= word, term.term < after_prefix(word))
    known = (giver.organisation == unit.organisation, giver.term >= word, giver.term < after_prefix(word))
    # Whatever is looked up by a word goes in the order of its index, or PostgreSQL may read the words of all organisations.
    givers = select(giver.facet).where(*known).order_by(giver.term, giver.facet)
    own, has = select(term.device_id.label("id")).where(*begins), _there_is(select(1).where(term.device_id == device.c.id, *begins))
    first = list(await unit.connection.scalars(givers.limit(FIRST_GIVERS)))
    if not first:
        return Narrowing("q", own, has)
    leads_to_one = len(first) < FIRST_GIVERS and len(set(first)) == 1  # by two of its words, perhaps
    if leads_to_one and not await unit.connection.scalar(own.order_by(term.term, term.device_id).limit(1)):
        return _of_facet(unit, "q", first[0])
    one = givers.subquery()  # twice with two words like this
    of_one = select(facet.device_id.label("id")).where(facet.organisation == unit.organisation, facet.facet == one.c.facet)
    # Giver by giver, until there are enough: a word that most of them have is not read to its end.
    some = of_one.limit(FEW).lateral()
    given = select(some.c.id).select_from(one.join(some, literal(True)))
    either = union_all(own.limit(FEW), given.limit(FEW)).subquery()
    is_known = select(literal(1)).where(*known, giver.facet == facet.facet).limit(1).correlate(device_facet).scalar_subquery()
    from_giver = (facet.device_id == device.c.id, facet.facet >= "donor=", facet.facet < "lot>", is_known.is_not(None))
    return Narrowing("q", select(either.c.id), or_(has, _there_is(select(1).where(*from_giver))))


def _there_is(wanted: Select[Any]) -> ColumnElement[bool]:
    """Whether there is such a row. As EXISTS, PostgreSQL may read all of them first, for every machine that there is."""
    return wanted.limit(1).correlate(device).scalar_subquery().is_not(None)


async def _rarest(unit: Unit, narrowings: Sequence[Narrowing]) -> Narrowing | None:
    """The one that leaves the fewest machines, when these are few."""
    numbers = await _numbers(unit, narrowings)
    least = min(zip(numbers, range(len(numbers)), strict=True), default=(FEW, 0))
    return narrowings[least[1]] if least[0] < FEW else None


async def _numbers(unit: Unit, narrowings: Sequence[Narrowing]) -> list[int]:
    """How many machines each leaves, up to `FEW`."""
    if not narrowings:
        return []
    each = [
        select(literal(number).label("number"), func.count().label("how_many")).select_from(one.ids.limit(FEW).subquery())
        for number, one in enumerate(narrowings)
    ]
    rows = await unit.connection.execute(union_all(*each))
    return [row.how_many for row in sorted(rows, key=lambda row: row.number)]


async def _count(unit: Unit, known: Sequence[tuple[Narrowing, int]], before: date) -> tuple[dict[str, int], bool]:
    """How many machines there are of each choice among those that are left, and whether there are more than were looked at.

    Args:
        known: what is asked, with how many machines each leaves, up to `FEW`.
        before: an update before this day was too long ago.
    """
    narrowings = [one for one, _number in known]
    first, least = min(known, key=lambda pair: pair[1], default=(None, FEW))
    if first is not None and least < FEW:
        near = select(device.c.id).where(_is_one_of(first.ids, FEW)).subquery()
    else:
        first = _walked(Order.NEWEST, narrowings)
        near = _walk(unit, Order.NEWEST, first, None).limit(COUNTED).subquery()
    walked = select(near.c.id).cte("walked").prefix_with("MATERIALIZED")
    left = (
        select(device.c.id, device.c.status, device.c.stage, device.c.lost, device.c.reserved_for, device.c.reserved_until)
        .add_columns(_is_stale(before).label("is_stale"))
        .where(device.c.id == any_(func.array(select(walked.c.id).scalar_subquery())))
        .where(*(one.has for one in narrowings if one is not first))
        .cte("left_over")
        .prefix_with("MATERIALIZED")
    )
    soon = unit.today() + timedelta(days=WARN_DAYS)
    is_soon = and_(left.c.status == "reserved", left.c.reserved_for.is_not(None), left.c.reserved_until <= soon)
    facet = device_facet.c
    ids = func.array(select(left.c.id).scalar_subquery())
    counted = union_all(
        select(facet.facet.label("facet"), func.count().label("many")).where(facet.device_id == any_(ids)).group_by(facet.facet),
        select(func.concat("status=", left.c.status), func.count()).group_by(left.c.status),
        select(func.concat("stage=", left.c.stage), func.count()).where(left.c.stage.is_not(None)).group_by(left.c.stage),
        select(literal("lost=1"), func.count()).where(left.c.lost.is_not(None), left.c.status != "retired"),
        select(literal("ending=1"), func.count()).select_from(left).where(is_soon),
        select(literal("stale=1"), func.count()).select_from(left).where(left.c.is_stale),
        select(literal("walked"), func.count()).select_from(walked),
    )
    numbers = {row.facet: row.many for row in await unit.connection.execute(counted)}
    walked_past = numbers.pop("walked", 0)
    return {name: number for name, number in numbers.items() if number}, walked_past >= COUNTED


def _is_one_of(ids: Select[Any], most: int) -> ColumnElement[bool]:
    """The ids are read first, however many PostgreSQL thinks there are."""
    some = ids.limit(most).subquery()
    return device.c.id == any_(func.array(select(some.c.id).scalar_subquery()))


def _walked(order: Order, narrowings: Sequence[Narrowing]) -> Narrowing | None:
    """What is walked along; None where no choice has an index in this order, and all machines are."""
    return next((one for one in narrowings if one.facet is not None or (one.walks and order is Order.NEWEST)), None)


def _walk(unit: Unit, order: Order, walked: Narrowing | None, after: Place | None) -> Select[Any]:
    """Machines in this order along an index, from where the page before ended; no more of them than is in that index."""
    row, here = OF_DEVICE, [device.c.organisation == unit.organisation]
    if walked is not None and walked.facet is not None:
        row, here = OF_FACET, [device_facet.c.organisation == unit.organisation, device_facet.c.facet == walked.facet]
    elif walked is not None:
        here.append(walked.has)
    columns = {Order.NEWEST: (), Order.CODE: (row.code,), Order.MODEL: (row.maker, row.model)}[order]
    return select(row.id.label("id"), *columns).where(*here, *_beyond(order, after, row)).order_by(*_order(order, row))


def _order(order: Order, row: Any) -> list[ColumnElement[Any]]:
    """By the columns of a `Row`, or those of the same names."""
    match order:
        case Order.NEWEST:
            return [row.id.desc()]
        case Order.CODE:
            return [row.code]
        case Order.MODEL:
            return [row.maker, row.model, row.id]


def _beyond(order: Order, after: Place | None, row: Row = OF_DEVICE) -> list[ColumnElement[bool]]:
    """What comes after a place in this order."""
    if after is None:
        return []
    match order:
        case Order.NEWEST:
            return [row.id < after.id]
        case Order.CODE:
            return [row.code > after.code]
        case Order.MODEL:
            place = tuple_(literal(after.maker), literal(after.model), literal(after.id))
            return [tuple_(row.maker, row.model, row.id) > place]


def _place(line: DeviceLine) -> Place:
    return Place(line.id, line.code, line.maker, line.model)


def _found(rows: Sequence[Any], most: int) -> Found:
    lines = [line_from(row) for row in rows[:most]]
    return Found(lines, _place(lines[-1]) if len(rows) > most else None)
