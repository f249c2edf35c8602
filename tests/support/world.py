"""One of everything in an organisation, for tests that go by every route."""

from dataclasses import dataclass, field

from sqlalchemy import text

from tests.support.house import House, Staff

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"


@dataclass
class World:
    """An organisation in which everything exists once.

    Attributes:
        staff: somebody with every role there.
        ids: what to fill in for the parameters of addresses, by name.
        facts: what only this organisation knows: in an answer to anybody else it has no place.
    """

    staff: Staff
    ids: dict[str, str] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)

    @property
    def organisation(self):  # type: ignore[no-untyped-def]
        """Which one."""
        return self.staff.organisation

    async def everything(self, house: House) -> dict[str, str]:
        """A print of all rows of this organisation, by table: the same as before when nothing changed."""
        prints = {}
        for name, running in house.services.items():
            async with running.units.open(self.organisation) as unit:
                for table in (await unit.connection.scalars(text(TABLES))).all():
                    rows = text(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {table} AS t")
                    prints[f"{name}.{table}"] = (await unit.connection.scalars(rows)).one()
        return prints
