"""Row-level security and rights, said once, for migrations.

Three roles per service: `NAME_owner` migrates, `NAME_app` serves and cannot bypass row-level security, `NAME_bus` carries
events and sees bus tables only, of all organisations.
"""

from alembic import op
from sqlalchemy import text

ORGANISATION = "nullif(current_setting('app.organisation', true), '')::uuid"
"""The organisation of this transaction, or NULL, which equals nothing: a forgotten setting sees no rows. A pooled
connection that was used before yields an empty text instead of NULL, hence `nullif`."""


def service_of_migration() -> str:
    """The service whose database is being migrated, read from the owner role that does it."""
    owner: str = op.get_bind().execute(text("SELECT current_user")).scalar_one()
    return owner.removesuffix("_owner")


def scope_by_organisation(table: str, *, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Let the application role use a table, but only the rows of the organisation of its transaction."""
    role = f"{service_of_migration()}_app"
    op.execute(f"GRANT {rights} ON {table} TO {role}")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_organisation ON {table} TO {role} "
        f"USING (organisation = {ORGANISATION}) WITH CHECK (organisation = {ORGANISATION})"
    )


def open_to_bus(table: str, *, rights: str) -> None:
    """Let the bus role use a bus table, all organisations; after `scope_by_organisation`."""
    role = f"{service_of_migration()}_bus"
    op.execute(f"GRANT {rights} ON {table} TO {role}")
    op.execute(f"CREATE POLICY all_organisations ON {table} TO {role} USING (true) WITH CHECK (true)")


def run_statements(statements: str) -> None:
    """Run statements that are separated by a semicolon at the end of a line; the driver takes one at a time."""
    for statement in filter(None, (part.strip() for part in statements.split(";\n"))):
        op.execute(statement)
