"""Keeps with what an organisation seals its papers. Private keys come and go sealed; nothing here can open one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.store.tables import agreement, seal
from shared.bus.unit import Unit


class SealOrigin(StrEnum):
    """Who made the certificate: we, at first need, or whoever the organisation bought it from."""

    OWN = "own"
    BROUGHT = "brought"


@dataclass(frozen=True, slots=True)
class Seal:
    """With what papers are sealed.

    Attributes:
        number: from 1; the highest counts.
        certificate: X.509, DER.
        sealed_key: the private key (PKCS#8, DER) under the master key.
        at: since when, in UTC.
    """

    number: int
    certificate: bytes
    sealed_key: bytes = field(repr=False)
    origin: SealOrigin
    at: datetime


class Seals:
    """The seals of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def all(self) -> Sequence[Seal]:
        """Every one there ever was, the one that counts first."""
        rows = await self._unit.connection.execute(
            select(seal).where(seal.c.organisation == self._unit.organisation).order_by(seal.c.number.desc())
        )
        return [Seal(row.number, row.certificate, row.sealed_key, SealOrigin(row.origin), row.kept_at) for row in rows]

    async def next_number(self) -> int:
        """The number of the next one."""
        highest = select(func.max(seal.c.number)).where(seal.c.organisation == self._unit.organisation)
        return (await self._unit.connection.scalar(highest) or 0) + 1

    async def keep(self, number: int, certificate: bytes, sealed_key: bytes, origin: SealOrigin, by: UUID | None) -> bool:
        """Keep one under this number; False when somebody was first."""
        new = upsert(seal).values(
            organisation=self._unit.organisation,
            number=number,
            certificate=certificate,
            sealed_key=sealed_key,
            origin=origin.value,
            kept_by=by,
            kept_at=self._unit.now(),
        )
        kept = await self._unit.connection.execute(new.on_conflict_do_nothing().returning(seal.c.number))
        return kept.first() is not None

    async def signed_paper(self, paper_sha256: str) -> datetime | None:
        """When the agreement was signed whose sealed PDF has this hash (UTC); None when none has."""
        query = select(agreement.c.signed_at).where(
            agreement.c.organisation == self._unit.organisation, agreement.c.paper_sha256 == paper_sha256
        )
        found: datetime | None = await self._unit.connection.scalar(query.limit(1))
        return found
