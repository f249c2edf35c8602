"""When families can come in, and the numbers that an organisation chose for itself."""

from alembic import op

from shared.database.access import run_statements, service_of_migration

revision = "bus_0005"
down_revision = "bus_0004"

TABLES = """
ALTER TABLE bus.organisation_face
    ADD COLUMN opening jsonb,
    ADD COLUMN rhythm jsonb
"""


def upgrade() -> None:
    run_statements(TABLES)
    # Who tidies up has to know how long an organisation keeps its log.
    bus = f"{service_of_migration()}_bus"
    op.execute(f"GRANT SELECT (organisation, rhythm) ON bus.organisation_face TO {bus}")
    op.execute(f"CREATE POLICY rhythm_seen ON bus.organisation_face FOR SELECT TO {bus} USING (true)")
