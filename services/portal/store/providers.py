"""An organisation's own sign-in, and who comes in by it, as rows."""

from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.domain.provider import Provider, ProviderDetails, doors
from services.portal.store import tables
from shared.bus.unit import Unit

MOST_DOORS = 1000
"""How many organisations of one installation may have the same name, each with an address of its own."""


class Providers:
    """The provider of the unit's organisation. Who changes it has the organisation locked."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def find(self) -> Provider | None:
        """The provider, or None where the organisation has none."""
        row = (await self._unit.connection.execute(select(tables.identity_provider))).first()
        return None if row is None else provider_from(row)

    async def add(self, title: str, details: ProviderDetails, secret: bytes) -> Provider:
        """Store a first provider, under an address that fits the organisation's name and is free."""
        table, organisation = tables.identity_provider, self._unit.organisation
        for door in islice(doors(title), MOST_DOORS):
            provider = Provider(organisation, door, details, secret)
            added = await self._unit.connection.scalar(
                insert(table)
                .values(organisation=organisation, door=door, **_values(provider))
                .on_conflict_do_nothing(index_elements=["door"])
                .returning(table.c.door)
            )
            if added is not None:
                return provider
        raise ValueError("every address for this name is taken")

    async def save(self, provider: Provider) -> None:
        """Store what changed."""
        table = tables.identity_provider
        await self._unit.connection.execute(
            update(table).where(table.c.organisation == provider.organisation).values(_values(provider))
        )

    async def remove(self) -> None:
        """Have none any more; nobody comes in by it."""
        await self.unlink_all()
        table = tables.identity_provider
        await self._unit.connection.execute(delete(table).where(table.c.organisation == self._unit.organisation))

    async def link(self, account_id: UUID, subject: bytes) -> bool:
        """Let somebody in with this account of the provider, and with no other; False when it lets somebody else in here."""
        table = tables.identity_link
        await self.unlink(account_id)
        values = {"account_id": account_id, "organisation": self._unit.organisation, "subject": subject}
        added = await self._unit.connection.scalar(
            insert(table)
            .values(**values, linked_at=self._unit.now())
            .on_conflict_do_nothing(index_elements=["organisation", "subject"])
            .returning(table.c.account_id)
        )
        return added is not None

    async def unlink(self, account_id: UUID) -> None:
        """Let somebody in no more by the provider. Nothing to do is fine."""
        table = tables.identity_link
        await self._unit.connection.execute(delete(table).where(table.c.account_id == account_id))

    async def unlink_all(self) -> None:
        """Let nobody in any more by the provider."""
        table = tables.identity_link
        await self._unit.connection.execute(delete(table).where(table.c.organisation == self._unit.organisation))

    async def linked_account(self, subject: bytes) -> UUID | None:
        """Who comes in with this account of the provider."""
        table = tables.identity_link
        found: UUID | None = await self._unit.connection.scalar(
            select(table.c.account_id).where(table.c.organisation == self._unit.organisation, table.c.subject == subject)
        )
        return found


def _values(provider: Provider) -> dict[str, Any]:
    details = provider.details
    return {
        "name": details.name,
        "issuer": details.issuer,
        "client_id": details.client_id,
        "client_secret": provider.secret,
        "works": provider.works,
    }


def provider_from(row: Row[Any]) -> Provider:
    """A provider from its row."""
    return Provider(row.organisation, row.door, ProviderDetails(row.name, row.issuer, row.client_id), row.client_secret, row.works)
