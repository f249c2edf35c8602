"""When somebody last talked with a family that waits."""

from shared.database.access import run_statements

revision = "loans_0005"
down_revision = "loans_0004"

TABLES = """
ALTER TABLE request ADD COLUMN talked_on date;
CREATE INDEX request_without_talk ON request (organisation, (coalesce(talked_on, since)), id) WHERE status = 'waiting';
COMMENT ON COLUMN request.talked_on IS 'The day alone: what was said is written down nowhere, and who it was is in the log of acts.'
"""


def upgrade() -> None:
    run_statements(TABLES)
