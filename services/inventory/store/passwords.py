"""Loads and saves sealed passwords, and who looked at them. Nothing here can open one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.password import KeptPassword, PasswordKind, Reveal, RevealPurpose
from services.inventory.store.tables import device_password, password_reveal
from shared.bus.unit import Unit


class Passwords:
    """The sealed passwords of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def of(self, device_id: UUID) -> Sequence[KeptPassword]:
        """Which ones a machine has."""
        query = select(device_password.c.kind, device_password.c.set_at, device_password.c.set_by)
        rows = await self._unit.connection.execute(query.where(device_password.c.device_id == device_id))
        return [KeptPassword(PasswordKind(row.kind), row.set_at, row.set_by) for row in rows]

    async def sealed(self, device_id: UUID, kind: PasswordKind) -> bytes | None:
        """A sealed one; None when there is none."""
        query = select(device_password.c.sealed)
        found: bytes | None = await self._unit.connection.scalar(
            query.where(device_password.c.device_id == device_id, device_password.c.kind == kind.value)
        )
        return found

    async def put(self, device_id: UUID, kind: PasswordKind, sealed: bytes, by: UUID) -> None:
        """Keep one; the one that was there is gone."""
        said = {"sealed": sealed, "set_at": self._unit.now(), "set_by": by}
        new = upsert(device_password).values(device_id=device_id, kind=kind.value, organisation=self._unit.organisation, **said)
        key = [device_password.c.device_id, device_password.c.kind]
        await self._unit.connection.execute(new.on_conflict_do_update(index_elements=key, set_=said))

    async def remove(self, device_id: UUID, kind: PasswordKind) -> bool:
        """Throw one away; False when there was none."""
        gone = await self._unit.connection.execute(
            delete(device_password)
            .where(device_password.c.device_id == device_id, device_password.c.kind == kind.value)
            .returning(device_password.c.kind)
        )
        return gone.first() is not None

    async def note_reveal(self, device_id: UUID, reveal: Reveal) -> None:
        """Somebody looks at one. This line is never changed."""
        await self._unit.connection.execute(
            insert(password_reveal).values(
                id=self._unit.new_id(),
                organisation=self._unit.organisation,
                device_id=device_id,
                kind=reveal.kind.value,
                purpose=reveal.purpose.value,
                revealed_by=reveal.revealed_by,
                revealed_at=reveal.revealed_at,
            )
        )

    async def reveals_of(self, device_id: UUID, most: int) -> Sequence[Reveal]:
        """Who looked at those of a machine, the newest first."""
        said = password_reveal.c
        query = select(said.kind, said.purpose, said.revealed_by, said.revealed_at).where(said.device_id == device_id)
        rows = await self._unit.connection.execute(query.order_by(said.id.desc()).limit(most))
        return [Reveal(PasswordKind(row.kind), RevealPurpose(row.purpose), row.revealed_by, row.revealed_at) for row in rows]
