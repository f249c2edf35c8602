"""Where the databases go: looked at before, made, filled while they rest, and only then opened."""

from collections.abc import Callable, Sequence

import asyncpg

from launcher.errors import CannotContinue
from launcher.move.resting import admin_of, rest, wake
from launcher.move.state import address_of
from launcher.provision import Database, provision

FOUND = """
SELECT datname, datdba::regrole::text AS owner, shobj_description(oid, 'pg_database') AS mark
FROM pg_database WHERE datname = ANY($1)
"""
TABLES = """
SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'alembic_version'
"""
BUSY = "SELECT DISTINCT datname FROM pg_stat_activity WHERE datname = ANY($1) AND pid <> pg_backend_pid()"


class Target:
    """The databases of an installation on a server that is to take them over.

    Args:
        admin_url: its address with a login that may create roles and databases.
        services: names of the services.
        password: gives the password of a role.
        whose: names the installation; what an earlier, unfinished move of the same one left may be replaced.
    """

    def __init__(
        self, admin_url: str, services: Sequence[str], password: Callable[[str], str], whose: str, wanted: Sequence[Database]
    ):
        self._url, self._services, self._password = admin_url, services, password
        self._wanted = wanted
        self._arriving = f"digibank: on its way here from {whose}"

    @property
    def names(self) -> list[str]:
        """The databases."""
        return [database.name for database in self._wanted]

    async def check_empty(self) -> None:
        """Raise `CannotContinue` when anything is there that is not ours to replace."""
        async with admin_of(self._url) as admin:
            found = {row["datname"]: row for row in await admin.fetch(FOUND, self.names)}
        for database in self._wanted:
            if (row := found.get(database.name)) is None or row["mark"] == self._arriving:
                continue
            if row["owner"] != database.owner or await self._has_rows(database.name):
                raise CannotContinue(
                    f"De databank {database.name} op {address_of(self._url)} is niet leeg. "
                    "Verhuizen kan alleen naar lege databanken. Neem een andere server, of laat een beheerder de oude weghalen."
                )

    async def prepare(self) -> None:
        """Make roles and empty databases that rest. What an earlier try of the same move left is replaced.

        Raises `CannotContinue` when somebody works in them.
        """
        async with admin_of(self._url) as admin:
            found = [row["datname"] for row in await admin.fetch(FOUND, self.names)]
            if busy := [row["datname"] for row in await admin.fetch(BUSY, found)]:
                raise CannotContinue(
                    f"Er is iemand aangemeld bij {', '.join(busy)} op {address_of(self._url)}. Stop daar eerst alle diensten."
                )
            for name in found:
                await admin.execute(f"DROP DATABASE {name}")
        await provision(self._url, self._services, self._password)
        async with admin_of(self._url) as admin:
            for name in self.names:
                await admin.execute(f"COMMENT ON DATABASE {name} IS '{self._arriving}'")
            await rest(admin, self.names)

    async def open(self) -> None:
        """They are whole: let them be used. Those that were opened before are left alone, for they may rest for another reason."""
        async with admin_of(self._url) as admin:
            arrived = [row["datname"] for row in await admin.fetch(FOUND, self.names) if row["mark"] == self._arriving]
            await wake(admin, arrived)
            for name in arrived:
                await admin.execute(f"COMMENT ON DATABASE {name} IS NULL")

    async def _has_rows(self, database: str) -> bool:
        async with admin_of(self._url, database) as admin:
            try:
                for table in await admin.fetch(TABLES):
                    if await admin.fetchval(f"SELECT EXISTS (SELECT FROM {table['name']})"):  # noqa: S608
                        return True
            except asyncpg.InsufficientPrivilegeError:
                return True  # whatever is in there, it is not of a login that made our roles
        return False


async def major_version_of(admin_url: str) -> int:
    """The major version of a server, such as 18. Raises `CannotContinue` when it cannot be reached."""
    async with admin_of(admin_url) as admin:
        return int(admin.get_server_version().major)
