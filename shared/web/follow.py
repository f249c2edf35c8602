"""What one action caused in a service: so that a program, or somebody who helps, can see that everything has arrived."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel

from shared.database.engine import driver_of
from shared.identity.permissions import Permission
from shared.web.call import SignedIn, may, running_service

LOOK_BACK = 5000
CAUSED = """
SELECT headers->>'ce_type' AS type, headers->>'ce_subject' AS subject, recorded_at, sent_at IS NOT NULL AS sent
FROM (SELECT id, headers, recorded_at, sent_at FROM bus.outbox ORDER BY id DESC LIMIT $2) AS newest
WHERE headers->>'ce_correlationid' = $1 ORDER BY id
"""


class CausedEvent(BaseModel):
    """One event: what happened to what, and whether it is on its way to others."""

    type: str
    subject: UUID
    recorded_at: datetime
    sent: bool


class Caused(BaseModel):
    """The events that a service published because of one action, oldest first."""

    events: list[CausedEvent]


def router_of(service: str) -> APIRouter:
    """The address `/NAME/api/caused/CORRELATION_ID`. Looks among the organisation's last few thousand events."""
    router = APIRouter(prefix=f"/{service}/api", tags=["events"])

    @router.get("/caused/{correlation_id}", dependencies=[may(Permission.FOLLOW_EVENTS)])
    async def get_caused(request: Request, correlation_id: UUID, person: SignedIn) -> Caused:
        """What this service published because of one action: types and ids, no contents."""
        async with running_service(request).units.open(person.organisation) as unit:
            rows = await (await driver_of(unit.connection)).fetch(CAUSED, str(correlation_id), LOOK_BACK)
        return Caused(events=[CausedEvent(**dict(row)) for row in rows])

    return router
