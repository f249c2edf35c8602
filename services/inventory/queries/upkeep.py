"""Which machines need somebody: not updated for long, or out at a partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.database.engine import driver_of
from shared.runtime.faces import rhythm_here

PAGE = 50
# As the index `device_by_update` has it, word for word.
NOT_UPDATED = """
SELECT id, code, maker, model, status, operating_system, updated_on, coalesce(updated_on, given_out_on) AS since FROM device
WHERE organisation = $1 AND status <> 'retired' AND coalesce(updated_on, given_out_on) IS NOT NULL
AND coalesce(updated_on, given_out_on) < $2 AND ($3::date IS NULL OR (coalesce(updated_on, given_out_on), id) > ($3, $4))
ORDER BY coalesce(updated_on, given_out_on), id LIMIT $5
"""
AT_PARTNERS = """
SELECT d.id, d.code, d.maker, d.model, d.out_since, e.name AS partner
FROM device AS d JOIN short_list_entry AS e ON e.id = d.partner_id
WHERE d.organisation = $1 AND d.partner_id IS NOT NULL ORDER BY d.out_since, d.id LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class NotUpdated:
    """A machine that was not updated for long.

    Attributes:
        updated_on: its last update; None when nobody ever noted one.
        since: the same, or else the day it went to a family: what the list goes by.
    """

    id: UUID
    code: str
    maker: str
    model: str
    status: DeviceState
    operating_system: str | None
    updated_on: date | None
    since: date


@dataclass(frozen=True, slots=True)
class AtPartner:
    """A machine that is out for warranty or repair."""

    id: UUID
    code: str
    maker: str
    model: str
    out_since: date
    partner: str


async def too_long_ago(unit: Unit) -> date:
    """An update before this day was too long ago, by the number of months that the organisation chose."""
    return months_before(unit.today(), (await rhythm_here(unit)).update_months)


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError("every month has 28 days")


async def list_not_updated(unit: Unit, *, after: tuple[date, UUID] | None = None, most: int = PAGE) -> Sequence[NotUpdated]:
    """A page of machines that were not updated for too long, the longest first; `after` is the last one of the page before.

    One of which nobody noted an update counts from the day it went to a family; before that nobody expects one.
    """
    since, last = after or (None, None)
    driver = await driver_of(unit.connection)
    rows = await driver.fetch(NOT_UPDATED, unit.organisation, await too_long_ago(unit), since, last, most)
    return [NotUpdated(**{**dict(row), "status": DeviceState(row["status"])}) for row in rows]


async def list_at_partners(unit: Unit, most: int = PAGE) -> Sequence[AtPartner]:
    """Machines that are out at a partner, the longest first."""
    rows = await (await driver_of(unit.connection)).fetch(AT_PARTNERS, unit.organisation, most)
    return [AtPartner(**dict(row)) for row in rows]
