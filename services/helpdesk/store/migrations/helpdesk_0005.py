"""A machine can be lost or stolen, beside where it is: a loan that it is on goes on."""

from alembic import op

revision = "helpdesk_0005"
down_revision = "helpdesk_0004"
branch_labels = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_device ADD COLUMN lost text, ADD COLUMN lost_sequence bigint NOT NULL DEFAULT 0")
    op.execute("COMMENT ON COLUMN known_device.lost IS 'Lost or stolen, as inventory told last; empty while nobody misses it.'")
