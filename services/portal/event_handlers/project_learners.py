"""Projection: which places to learn wait for somebody, of skills. What anybody can do, and who shares it, stays in skills."""

from services.portal.store.unit import PortalUnit
from shared.contracts.skills import LearnerEnrolled, PlaceHandedOut


async def project_learner_enrolled(event: LearnerEnrolled, unit: PortalUnit) -> None:
    """There is a place."""
    await unit.known.place(event.learner_id, event.household_id, event.number)


async def project_place_handed_out(event: PlaceHandedOut, unit: PortalUnit) -> None:
    """Somebody has it."""
    await unit.known.place_handed_out(event.learner_id)
