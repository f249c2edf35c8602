"""What a machine is can be put right: the newest that was told counts, whatever comes again."""

from alembic import op

revision = "helpdesk_0004"
down_revision = "helpdesk_0003"
branch_labels = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_device ADD COLUMN facts_sequence bigint NOT NULL DEFAULT 0")
    op.execute("COMMENT ON COLUMN known_device.facts_sequence IS 'Of the event that last told what the machine is.'")
