"""An organisation makes a list of the workbench its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.inventory.domain.checklist import Line, Phase, arranged
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ArrangeChecklist:
    """Which list, and its lines in order. A line of ours that is left out comes at the end, as it is in the code."""

    phase: Phase
    lines: Sequence[Line]


async def arrange_checklist(command: ArrangeChecklist, unit: InventoryUnit) -> list[Line]:
    """Keep it; what was finished with the list before stays finished. Raises what `arranged` raises."""
    lines = arranged(command.phase, command.lines)
    await unit.checklists.save(command.phase, lines)
    return lines
