"""Which machines are lost or stolen, as inventory tells."""

from alembic import op

revision = "loans_0006"
down_revision = "loans_0005"


def upgrade() -> None:
    op.execute("ALTER TABLE known_device ADD COLUMN lost text")
