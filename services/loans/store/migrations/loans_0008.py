"""Why a machine fits, until when it is kept for a family, and families that did not come for theirs."""

from alembic import op

revision = "loans_0008"
down_revision = "loans_0007"
branch_labels = None

TABLES = """
ALTER TABLE known_device ADD COLUMN why jsonb, ADD COLUMN kept_until date;
COMMENT ON COLUMN known_device.why IS 'Per use, what the newest device_ready said about how well it fits and why.';
ALTER TABLE request ADD COLUMN lay_ready_until date;
COMMENT ON COLUMN request.lay_ready_until IS 'A machine lay ready until this day and is not kept any more. It waits for a talk.';
CREATE INDEX request_talk_first ON request (organisation, lay_ready_until, id) WHERE lay_ready_until IS NOT NULL
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        op.execute(statement)
