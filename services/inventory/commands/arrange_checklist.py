"""An organisation makes a list of the workbench its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.inventory.domain.checklist import Line, Phase, arranged
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class ArrangeChecklist:
    """Which list, and its lines in order. A line of ours that is left out comes at the end, as it is in the code.

    Attributes:
        seen: the list that this was made from; None for a program that says all of it.
    """

    phase: Phase
    lines: Sequence[Line]
    seen: Sequence[Line] | None = None


async def arrange_checklist(command: ArrangeChecklist, unit: InventoryUnit) -> list[Line]:
    """Keep it; what was finished with the list before stays finished. Raises `ChangedMeanwhile`, and what `arranged` raises."""
    await unit.intake.hold([f"checklist {command.phase.value}"])
    if command.seen is not None and await unit.checklists.get(command.phase) != list(command.seen):
        raise ChangedMeanwhile()
    lines = arranged(command.phase, command.lines)
    await unit.checklists.save(command.phase, lines)
    return lines
