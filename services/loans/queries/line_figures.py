"""Figures of the line: how long families wait, why they stop, and whom we do not reach. None of them is of a colleague."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from services.loans.domain.line_count import FEWEST_SHOWN, NO_ANSWER, CountKind, WhyStopped, shown
from shared.bus.unit import Unit

MONTHS = 12

WAITED = """
SELECT date_trunc('month', loan.started_on)::date AS month, count(*) AS families,
       percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY loan.started_on - request.since) AS days
FROM loan JOIN request ON request.id = loan.request_id
WHERE loan.organisation = :organisation AND loan.started_on >= :first
GROUP BY 1 ORDER BY 1
"""
COUNTED = """
SELECT kind, reason, sum(number)::int AS number FROM line_count
WHERE organisation = :organisation AND month >= :first GROUP BY kind, reason
"""
NO_TELEPHONE = """
SELECT count(*) FILTER (WHERE household.telephone IS NULL) AS without, count(*) AS waiting
FROM request JOIN household ON household.id = request.household_id
WHERE request.organisation = :organisation AND request.status = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long the families waited that took a machine along in a month.

    Attributes:
        families: None where they are too few to show; then there are no days either.
        quarter, half, most: a quarter, half and three quarters of them waited at most so many days.
    """

    month: date
    families: int | None
    quarter: int | None = None
    half: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of the last twelve months, this month too. A number is None where it is too small to show.

    Attributes:
        first: the first day that counts.
        why: what somebody tapped, by kind and reason; reasons that nobody tapped are not there.
        no_answer: how often somebody tried to reach a family that waits, and nobody answered.
        no_telephone: families that wait now and gave no number.
    """

    first: date
    waited: Sequence[Waited]
    why: Mapping[CountKind, Sequence[tuple[WhyStopped, int | None]]]
    no_answer: int | None
    no_telephone: int | None
    is_empty: bool


def first_month(today: date) -> date:
    """The first day of the oldest month of the last twelve."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


async def line_figures(unit: Unit) -> LineFigures:
    """Everything that the page of figures shows."""
    first = first_month(unit.today())
    given = {"organisation": unit.organisation, "first": first}
    waited = [
        Waited(row.month, row.families, *(round(day) for day in row.days))
        if row.families >= FEWEST_SHOWN
        else Waited(row.month, None)
        for row in await unit.connection.execute(text(WAITED), given)
    ]
    counted = {(row.kind, row.reason): row.number for row in await unit.connection.execute(text(COUNTED), given)}
    why = {
        kind: [(reason, shown(counted[kind.value, reason.value])) for reason in WhyStopped if (kind.value, reason.value) in counted]
        for kind in (CountKind.STOPPED, CountKind.TURNED_DOWN, CountKind.RETURNED)
    }
    telephones = (await unit.connection.execute(text(NO_TELEPHONE), {"organisation": unit.organisation})).one()
    no_answer = counted.get((CountKind.NOT_REACHED.value, NO_ANSWER), 0)
    return LineFigures(
        first, waited, why, shown(no_answer), shown(telephones.without), not (waited or counted or telephones.waiting)
    )
