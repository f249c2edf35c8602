"""Where a family may call before anybody knows whose it is: what organisations tell everybody."""

from alembic import op

from shared.database.access import service_of_migration

revision = "bus_0006"
down_revision = "bus_0005"


def upgrade() -> None:
    bus = f"{service_of_migration()}_bus"
    op.execute(f"GRANT SELECT (title, help_line) ON bus.organisation_face TO {bus}")
