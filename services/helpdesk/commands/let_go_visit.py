"""Another face may go, for whatever reason: none is asked."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.visit import Visit
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class LetGoVisit:
    """Which visit."""

    visit_id: UUID


async def let_go_visit(command: LetGoVisit, unit: HelpdeskUnit) -> Visit:
    """Anybody may go again. Raises `NotFound`, `VisitIsOver`."""
    visit = await unit.visits.get(command.visit_id)
    visit.let_go()
    await unit.visits.save(visit)
    return visit
