"""A helper says: I go."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.visit import Visit
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class ClaimVisit:
    """Who goes where."""

    visit_id: UUID
    by: UUID


async def claim_visit(command: ClaimVisit, unit: HelpdeskUnit) -> Visit:
    """Others see that somebody goes. Raises `NotFound`, `VisitIsOver`, `SomebodyGoes`."""
    visit = await unit.visits.get(command.visit_id)
    visit.claim(command.by)
    await unit.visits.save(visit)
    return visit
