"""Figures of the stock: how many where, of which kind, how long here, what came and went, how fast it was ready, what was used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis, DeviceState
from shared.database.engine import driver_of

MONTHS = 12
AGES = (0, 1, 3, 6, 12, 24)
"""Where each group of ages begins, in months since it came in."""
STATES_AND_KINDS = """
SELECT status, chassis, count(*) AS machines FROM device WHERE organisation = $1 GROUP BY 1, 2
"""
IN_STOCK = "('arrived', 'ready', 'reserved', 'returned', 'repaired', 'in_repair')"
AGE = f"""
SELECT width_bucket(extract(epoch FROM $2 - registered_at) / 2629800, $3::float8[]) AS age, count(*) AS machines FROM device
WHERE organisation = $1 AND loan_id IS NULL AND status IN {IN_STOCK} GROUP BY 1
"""  # noqa: S608  - put together from constants; a month is a twelfth of 365.25 days
CAME = """
SELECT date_trunc('month', registered_at AT TIME ZONE $3)::date AS month, count(*) AS machines FROM device
WHERE organisation = $1 AND registered_at >= $2 GROUP BY 1
"""
LENT = """
SELECT date_trunc('month', began_on)::date AS month, count(*) AS machines FROM lending_spell
WHERE organisation = $1 AND began_on >= $2 GROUP BY 1
"""
ENDED = """
SELECT date_trunc('month', retired_on)::date AS month, count(*) AS machines FROM device
WHERE organisation = $1 AND retired_on >= $2 GROUP BY 1
"""
SPEED = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY first_ready_on - (registered_at AT TIME ZONE $3)::date) AS days,
       count(first_ready_on) AS measured, count(first_lent_on) AS reused, count(*) AS machines
FROM device WHERE organisation = $1 AND registered_at >= $2
"""


@dataclass(frozen=True, slots=True)
class Month:
    """What came in, went to a family and went out of use in a month; `first` is its first day."""

    first: date
    came: int
    lent: int
    ended: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The stock of an organisation now, and its last year.

    Attributes:
        states: by where they are, all machines.
        kinds: by kind, those that are not out of use.
        ages: by how long ago they came in, those that are with us: (months from, machines).
        months: the last twelve, the oldest first.
        days_to_ready: from coming in until it could go to a family the first time: half of them took less; None when unknown.
        measured: of how many of the last twelve months that is known.
        recent: how many came in in the last twelve months, and how many of these went to a family already.
    """

    states: Mapping[DeviceState, int]
    kinds: Mapping[Chassis, int]
    ages: Sequence[tuple[int, int]]
    months: Sequence[Month]
    days_to_ready: float | None
    measured: int
    recent: int
    reused: int

    @property
    def machines(self) -> int:
        """How many are not out of use."""
        return sum(self.kinds.values())


async def stock_figures(unit: InventoryUnit) -> Figures:
    """All of them, as they are now."""
    driver, ours = await driver_of(unit.connection), unit.organisation
    today = unit.today()
    firsts = [_months_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    since, zone = datetime.combine(firsts[0], time(), unit.zone), str(unit.zone)
    states: dict[DeviceState, int] = {}
    kinds: dict[Chassis, int] = {}
    for row in await driver.fetch(STATES_AND_KINDS, ours):
        state, kind = DeviceState(row["status"]), Chassis(row["chassis"])
        states[state] = states.get(state, 0) + row["machines"]
        if state is not DeviceState.RETIRED:
            kinds[kind] = kinds.get(kind, 0) + row["machines"]
    ages = {row["age"]: row["machines"] for row in await driver.fetch(AGE, ours, unit.now(), [float(age) for age in AGES])}
    came = {row["month"]: row["machines"] for row in await driver.fetch(CAME, ours, since, zone)}
    lent = {row["month"]: row["machines"] for row in await driver.fetch(LENT, ours, firsts[0])}
    ended = {row["month"]: row["machines"] for row in await driver.fetch(ENDED, ours, firsts[0])}
    [speed] = await driver.fetch(SPEED, ours, since, zone)
    return Figures(
        states={state: states[state] for state in DeviceState if state in states},
        kinds={kind: kinds[kind] for kind in Chassis if kind in kinds},
        ages=[(age, ages.get(number, 0)) for number, age in enumerate(AGES, 1)],
        months=[Month(first, came.get(first, 0), lent.get(first, 0), ended.get(first, 0)) for first in firsts],
        days_to_ready=speed["days"],
        measured=speed["measured"],
        recent=speed["machines"],
        reused=speed["reused"],
    )


def _months_before(day: date, back: int) -> date:
    """The first day of the month that was so many months before."""
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
