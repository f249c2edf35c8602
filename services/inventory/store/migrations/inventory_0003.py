"""What the organisation is called is known in the same place in every service: `bus.organisation_face`."""

from alembic import op

revision = "inventory_0003"
down_revision = "inventory_0002"


def upgrade() -> None:
    op.execute("DROP TABLE known_organisation")
