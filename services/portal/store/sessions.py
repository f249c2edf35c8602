"""Sessions as rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from services.portal.domain.session import LONGEST, DeviceKind, Place, Session
from services.portal.store import tables
from shared.bus.unit import Unit


class Sessions:
    """The sessions of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def find(self, session_id: UUID) -> Session | None:
        """A session, locked until the transaction ends, or None when it is not one of ours."""
        session = tables.session
        found = await self._unit.connection.execute(select(session).where(session.c.id == session_id).with_for_update())
        row = found.first()
        return None if row is None else session_from(row)

    async def begin(self, account_id: UUID, place: Place, *, proved_at: datetime | None = None) -> Session:
        """A new session of an account, stored. What is older than a session can live is forgotten: nobody needs to know.

        Args:
            proved_at: when a password, a passkey or a start code was shown; by default now.
        """
        session, now = tables.session, self._unit.now()
        await self._unit.connection.execute(
            delete(session).where(session.c.account_id == account_id, session.c.started_at < now - LONGEST)
        )
        begun = Session(self._unit.new_id(), account_id, now, now, proved_at or now, place)
        await self._unit.connection.execute(
            insert(session).values(
                id=begun.id,
                organisation=self._unit.organisation,
                account_id=account_id,
                started_at=now,
                proved_at=begun.proved_at,
                device=place.device.value,
                **_changing(begun),
            )
        )
        return begun

    async def save(self, session: Session) -> None:
        """Store what changed on a session, and its events."""
        await self._unit.connection.execute(
            update(tables.session).where(tables.session.c.id == session.id).values(**_changing(session))
        )
        self._unit.record(session.take_events())

    async def end_all(self, account_id: UUID, *, but: UUID | None = None) -> None:
        """End every session of an account, or every other one than `but`."""
        session = tables.session
        found = await self._unit.connection.execute(
            select(session)
            .where(session.c.account_id == account_id, session.c.ended_at.is_(None))
            .order_by(session.c.id)
            .with_for_update()
        )
        for row in found.all():
            if row.id != but:
                one = session_from(row)
                one.end(self._unit.now())
                await self.save(one)


def _changing(session: Session) -> dict[str, Any]:
    return {"renewed_at": session.renewed_at, "ended_at": session.ended_at, "shared": session.place.shared}


def session_from(row: Row[Any]) -> Session:
    """A session from its row."""
    place = Place(DeviceKind(row.device), row.shared)
    return Session(row.id, row.account_id, row.started_at, row.renewed_at, row.proved_at, place, row.ended_at)
