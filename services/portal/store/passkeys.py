"""Passkeys as rows, and the challenges that were answered."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.domain.passkey import Passkey
from services.portal.store import tables
from shared.bus.unit import Unit


class Passkeys:
    """The passkeys of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def find(self, passkey_id: UUID) -> Passkey | None:
        """A passkey, locked until the transaction ends, or None when it is not one of ours."""
        passkey = tables.passkey
        found = await self._unit.connection.execute(select(passkey).where(passkey.c.id == passkey_id).with_for_update())
        row = found.first()
        return None if row is None else passkey_from(row)

    async def add(self, passkey: Passkey) -> bool:
        """Store a new passkey; False when anybody in this installation has it already."""
        table = tables.passkey
        added = await self._unit.connection.scalar(
            insert(table)
            .values(
                id=passkey.id,
                organisation=self._unit.organisation,
                account_id=passkey.account_id,
                credential=passkey.credential,
                public_key=passkey.public_key,
                signed=passkey.signed,
                name=passkey.name,
                added_at=passkey.added_at,
            )
            .on_conflict_do_nothing(index_elements=["credential"])
            .returning(table.c.id)
        )
        return added is not None

    async def used(self, passkey_id: UUID, signed: int) -> None:
        """Somebody came in with it now; it says it has signed so often."""
        table = tables.passkey
        values = {"signed": signed, "used_at": self._unit.now()}
        await self._unit.connection.execute(update(table).where(table.c.id == passkey_id).values(values))

    async def remove(self, passkey_id: UUID) -> None:
        """Forget one passkey."""
        await self._unit.connection.execute(delete(tables.passkey).where(tables.passkey.c.id == passkey_id))

    async def remove_all(self, account_id: UUID) -> None:
        """Forget every passkey of an account."""
        await self._unit.connection.execute(delete(tables.passkey).where(tables.passkey.c.account_id == account_id))

    async def spend(self, challenge: bytes, until: datetime) -> bool:
        """Note that a challenge was answered; False when it was before. Two at once take turns, and one of them is told no.

        Args:
            until: from this moment nobody accepts it anyway, so that it need not be remembered.
        """
        table = tables.spent_challenge
        await self._unit.connection.execute(delete(table).where(table.c.until < self._unit.now()))
        spent = await self._unit.connection.scalar(
            insert(table)
            .values(organisation=self._unit.organisation, challenge=sha256(challenge).digest(), until=until)
            .on_conflict_do_nothing()
            .returning(table.c.until)
        )
        return spent is not None


def passkey_from(row: Row[Any]) -> Passkey:
    """A passkey from its row."""
    return Passkey(
        id=row.id,
        account_id=row.account_id,
        credential=row.credential,
        public_key=row.public_key,
        signed=row.signed,
        name=row.name,
        added_at=row.added_at,
        used_at=row.used_at,
    )
