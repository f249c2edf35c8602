"""Counts ticks per month. The only code that writes them."""

from sqlalchemy.dialects.postgresql import insert

from services.loans.domain.line_count import CountKind
from services.loans.store.tables import line_count
from shared.bus.unit import Unit


class Counts:
    """The counts of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def tick(self, kind: CountKind, reason: str) -> None:
        """One more in this month, where the organisation is."""
        one = insert(line_count).values(
            organisation=self._unit.organisation,
            month=self._unit.today().replace(day=1),
            kind=kind.value,
            reason=reason,
            number=1,
        )
        same = [line_count.c.organisation, line_count.c.month, line_count.c.kind, line_count.c.reason]
        await self._unit.connection.execute(
            one.on_conflict_do_update(index_elements=same, set_={"number": line_count.c.number + 1})
        )
