"""The yearly report: what came in, what became of it, what went out of the house, in numbers and in estimated kilograms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from services.inventory.domain.weight import KindWeight
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis
from shared.database.engine import driver_of

FIRST_YEAR, LAST_YEAR = 2000, 2999


class Outcome(StrEnum):
    """What became of a machine, as a giver or a funder asks it."""

    LENT = "lent"
    IN_STOCK = "in_stock"
    TO_LEAVE = "to_leave"
    """Out of use, and still in the house."""
    RECYCLED = "recycled"
    PARTS = "parts"
    GIVEN_AWAY = "given_away"
    LOST = "lost"


IS_LENT = """
(d.status IN ('given_out', 'return_expected') OR d.loan_id IS NOT NULL AND d.status IN ('in_repair', 'repaired'))
"""
"""Whether a machine (d) is with a family; during a repair it stays theirs."""
OUTCOME = f"""
CASE WHEN d.status = 'retired' THEN
        CASE WHEN r.reason = 'lost' THEN 'lost'
             WHEN r.destination = 'parts_box' THEN 'parts'
             WHEN r.left_on IS NULL THEN 'to_leave'
             WHEN r.destination = 'given_away' THEN 'given_away'
             ELSE 'recycled' END
     WHEN {IS_LENT} THEN 'lent'
     ELSE 'in_stock' END
"""
"""One machine (d) with its end (r), where it is now."""
CAME_IN = f"""
SELECT d.chassis, {OUTCOME} AS outcome, coalesce(g.name, g.kind) AS giver, g.name IS NULL AS nameless,
       count(*) AS machines, count(d.first_lent_on) AS ever_lent
FROM device AS d LEFT JOIN retirement AS r ON r.device_id = d.id
LEFT JOIN lot AS l ON l.id = d.lot_id LEFT JOIN donor AS g ON g.id = l.donor_id
WHERE d.organisation = $1 AND d.registered_at >= $2 AND d.registered_at < $3 GROUP BY 1, 2, 3, 4
"""  # noqa: S608  - put together from constants
LEFT = """
SELECT d.chassis, CASE WHEN r.destination = 'given_away' THEN 'given_away' ELSE 'recycled' END AS outcome, count(*) AS machines
FROM retirement AS r JOIN device AS d ON d.id = r.device_id
WHERE r.organisation = $1 AND r.left_on >= $2 AND r.left_on < $3 GROUP BY 1, 2
UNION ALL
SELECT d.chassis, CASE WHEN r.reason = 'lost' THEN 'lost' ELSE 'parts' END, count(*)
FROM device AS d JOIN retirement AS r ON r.device_id = d.id
WHERE d.organisation = $1 AND d.retired_on >= $2 AND d.retired_on < $3 AND r.left_on IS NULL
  AND (r.destination = 'parts_box' OR r.reason = 'lost') GROUP BY 1, 2
"""
LENT = """
SELECT d.chassis, count(DISTINCT s.device_id) AS machines, count(*) AS times
FROM lending_spell AS s JOIN device AS d ON d.id = s.device_id
WHERE s.organisation = $1 AND s.began_on >= $2 AND s.began_on < $3 GROUP BY 1
"""
OLDEST = "SELECT registered_at FROM device WHERE organisation = $1 ORDER BY registered_at LIMIT 1"


@dataclass(frozen=True, slots=True)
class ReuseLine:
    """Machines of one kind with one outcome."""

    chassis: Chassis
    outcome: Outcome
    machines: int


@dataclass(frozen=True, slots=True)
class GiverLine:
    """What one giver gave in a year: how many machines, of which kinds, and how many of these ever went to a family.

    Attributes:
        name: of the organisation; None for all persons together, of whom no name is kept.
        known: whether it was noted who gave them.
    """

    name: str | None
    known: bool
    machines: int
    ever_lent: int
    kinds: Sequence[ReuseLine]


@dataclass(frozen=True, slots=True)
class ReuseReport:
    """One calendar year where the organisation is.

    Attributes:
        came_in: what came in that year, by where it is now.
        givers: the same by who gave it, the most first.
        ever_lent: how many of these ever went to a family.
        left: what went out of use for good in that year, whenever it came in.
        lent: machines that went to a family in that year, by kind; a machine that went twice is one.
        times_lent: how often a machine went to a family in that year.
        weights: the averages that kilograms are estimated with.
    """

    year: int
    came_in: Sequence[ReuseLine]
    givers: Sequence[GiverLine]
    ever_lent: int
    left: Sequence[ReuseLine]
    lent: Mapping[Chassis, int]
    times_lent: int
    weights: Mapping[Chassis, KindWeight]

    @property
    def machines(self) -> int:
        """How many came in."""
        return sum(line.machines for line in self.came_in)

    def kilograms(self, lines: Iterable[ReuseLine]) -> float:
        """Estimated; a kind without an average counts for nothing, see `unweighed`."""
        grams = sum(line.machines * self.weights[line.chassis].grams for line in lines if line.chassis in self.weights)
        return grams / 1000

    @property
    def unweighed(self) -> Sequence[Chassis]:
        """Kinds in this report that have no average."""
        kinds = {line.chassis for line in (*self.came_in, *self.left)}
        return [kind for kind in Chassis if kind in kinds and kind not in self.weights]


async def reuse_report(unit: InventoryUnit, year: int) -> ReuseReport:
    """The report of a year."""
    driver = await driver_of(unit.connection)
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    begin, end = (datetime.combine(day, time(), unit.zone) for day in (first, after))
    came_in = await driver.fetch(CAME_IN, unit.organisation, begin, end)
    left = await driver.fetch(LEFT, unit.organisation, first, after)
    lent = await driver.fetch(LENT, unit.organisation, first, after)
    by_kind: dict[Chassis, int] = {}
    for row in lent:
        by_kind[Chassis(row["chassis"])] = by_kind.get(Chassis(row["chassis"]), 0) + row["machines"]
    return ReuseReport(
        year=year,
        came_in=_lines(came_in),
        givers=_givers(came_in),
        ever_lent=sum(row["ever_lent"] for row in came_in),
        left=_lines(left),
        lent=by_kind,
        times_lent=sum(row["times"] for row in lent),
        weights=await unit.endings.weights(),
    )


async def years(unit: InventoryUnit) -> Sequence[int]:
    """The years of which there is something to report, the newest first."""
    oldest = await (await driver_of(unit.connection)).fetchval(OLDEST, unit.organisation)
    now = unit.today().year
    first = oldest.astimezone(unit.zone).year if oldest is not None else now
    return range(now, min(first, now) - 1, -1)


def _givers(rows: Sequence[Any]) -> Sequence[GiverLine]:
    """One line for each organisation, one for all persons, one for what nobody noted."""
    by_giver: dict[tuple[bool, str | None], list[Any]] = {}
    for row in rows:
        by_giver.setdefault((row["giver"] is not None, None if row["nameless"] else row["giver"]), []).append(row)
    found = [
        GiverLine(name, known, sum(row["machines"] for row in own), sum(row["ever_lent"] for row in own), _lines(own))
        for (known, name), own in by_giver.items()
    ]
    return sorted(found, key=lambda giver: (not giver.known, -giver.machines, giver.name or ""))


def _lines(rows: Iterable[Any]) -> Sequence[ReuseLine]:
    """By kind and outcome, in the order in which these are written down."""
    found: dict[tuple[Chassis, Outcome], int] = {}
    for row in rows:
        key = Chassis(row["chassis"]), Outcome(row["outcome"])
        found[key] = found.get(key, 0) + row["machines"]
    return [ReuseLine(kind, outcome, found[kind, outcome]) for kind in Chassis for outcome in Outcome if (kind, outcome) in found]
