"""What happened to a machine, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.bus.unit import Unit
from shared.database.engine import driver_of

PAGE = 25
READ = """
SELECT id, at, kind, actor, detail, ticket_id FROM (
    (SELECT id, at, kind, actor, detail, NULL::uuid AS ticket_id FROM device_history
     WHERE device_id = $1 AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3)) ORDER BY at DESC, id DESC LIMIT $4)
    UNION ALL
    (SELECT id, at, kind, NULL::uuid, detail, ticket_id FROM told_history
     WHERE device_id = $1 AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3)) ORDER BY at DESC, id DESC LIMIT $4)
) AS lines ORDER BY at DESC, id DESC LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    Attributes:
        id, at: which, and when (UTC); together they are where a page goes on.
        kind: the name of a command, or of what followed from an event.
        actor: who did it; None when it followed from something, or nobody knows.
        detail: a closed word, names of facts with commas between them, or the id of a place or a partner.
        ticket_id: the ticket of helpdesk it is about.
    """

    id: UUID
    at: datetime
    kind: str
    actor: UUID | None
    detail: str | None
    ticket_id: UUID | None


async def history_of(
    unit: Unit, device_id: UUID, *, before: tuple[datetime, UUID] | None = None, most: int = PAGE
) -> Sequence[Happening]:
    """A page of what happened to a machine, the newest first; `before` is the last one of the page before."""
    at, last = before or (None, None)
    rows = await (await driver_of(unit.connection)).fetch(READ, device_id, at, last, most)
    return [Happening(**dict(row)) for row in rows]
