"""Loads and saves the links of donors; finds one by its code before anybody knows of which organisation it is."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.donor_link import DonorLink
from services.inventory.store.donor_tables import donor_link
from services.inventory.store.intake_tables import donor
from shared.bus.unit import Unit
from shared.database.engine import Database, driver_of
from shared.domain import NotFound

FIND = "SELECT organisation, donor_id FROM find_donor_link($1)"


class DonorLinks:
    """The links of the donors of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def put(self, link: DonorLink, code_hash: bytes) -> None:
        """Store a link; it takes the place of the one that this donor had. Raises `NotFound` for a donor that is not here."""
        await self._lock(link.donor_id)
        values = {
            "id": link.id,
            "code_hash": code_hash,
            "with_certificate": link.with_certificate,
            "made_by": link.made_by,
            "made_on": link.made_on,
            "until": link.until,
        }
        row = upsert(donor_link).values(donor_id=link.donor_id, organisation=self._unit.organisation, **values)
        await self._unit.connection.execute(row.on_conflict_do_update(index_elements=[donor_link.c.donor_id], set_=values))

    async def of(self, donor_id: UUID) -> DonorLink | None:
        """The link of a donor, if there is one."""
        row = (await self._unit.connection.execute(select(donor_link).where(donor_link.c.donor_id == donor_id))).first()
        return None if row is None else link_from(row)

    async def allow_certificate(self, donor_id: UUID, *, allowed: bool) -> None:
        """Whether the certificate may be fetched with it. Raises `NotFound` when there is no link."""
        change = update(donor_link).where(donor_link.c.donor_id == donor_id).values(with_certificate=allowed)
        if (await self._unit.connection.execute(change.returning(donor_link.c.id))).first() is None:
            raise NotFound()

    async def end(self, donor_id: UUID) -> None:
        """It works no more. Ending it twice changes nothing. Raises `NotFound` for a donor that is not here."""
        await self._lock(donor_id)
        await self._unit.connection.execute(delete(donor_link).where(donor_link.c.donor_id == donor_id))

    async def _lock(self, donor_id: UUID) -> None:
        """Until the transaction ends: of two links that are made at once, one takes the place of the other."""
        mine = select(donor.c.id).where(donor.c.organisation == self._unit.organisation, donor.c.id == donor_id)
        if await self._unit.connection.scalar(mine.with_for_update()) is None:
            raise NotFound()


def link_from(row: Row[Any]) -> DonorLink:
    """A link from its row."""
    return DonorLink(row.id, row.donor_id, row.with_certificate, row.made_by, row.made_on, row.until)


async def find_donor(database: Database, code_hash: bytes) -> tuple[UUID, UUID] | None:
    """Organisation and donor of the link with this hash, of whatever organisation. Whether the link works today, it says itself.

    An index finds it by a hash with a secret key: how long that takes says nothing about a code.
    """
    async with database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(FIND, code_hash)
    return None if row is None else (row["organisation"], row["donor_id"])
