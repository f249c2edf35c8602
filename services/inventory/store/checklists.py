"""Loads and saves the lists of the workbench."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from services.inventory.domain.checklist import Line, Phase, whole_list
from services.inventory.store.tables import checklist_line
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis


class Checklists:
    """The lists of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, phase: Phase) -> list[Line]:
        """The list as it is now: arranged by the organisation, or ours."""
        line = checklist_line.c
        rows = await self._unit.connection.execute(
            select(line.name, line.kinds, line.is_on)
            .where(line.organisation == self._unit.organisation, line.phase == phase.value)
            .order_by(line.position)
        )
        return whole_list(phase, [Line(row.name, frozenset(Chassis(kind) for kind in row.kinds), row.is_on) for row in rows])

    async def save(self, phase: Phase, lines: Sequence[Line]) -> None:
        """Put this list in the place of the one before."""
        line, organisation = checklist_line.c, self._unit.organisation
        await self._unit.connection.execute(
            delete(checklist_line).where(line.organisation == organisation, line.phase == phase.value)
        )
        await self._unit.connection.execute(
            insert(checklist_line),
            [
                {
                    "organisation": organisation,
                    "phase": phase.value,
                    "position": position,
                    "name": one.name,
                    "kinds": sorted(kind.value for kind in one.kinds),
                    "is_on": one.is_on,
                }
                for position, one in enumerate(lines)
            ],
        )
