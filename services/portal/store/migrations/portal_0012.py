"""Where a family stands in line after staff put it elsewhere."""

from shared.database.access import run_statements

revision = "portal_0012"
down_revision = "portal_0011"
branch_labels = None

TABLES = """
ALTER TABLE known_request
    ADD COLUMN moved_key uuid,
    ADD COLUMN line_key uuid GENERATED ALWAYS AS (coalesce(moved_key, request_id)) STORED,
    ADD COLUMN sequence bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN known_request.line_key IS 'Decides among those of the same day: its id, or what lies between two others.';
CREATE INDEX known_request_line_moved ON known_request (organisation, place, line_key) WHERE NOT over AND place IS NOT NULL;
DROP INDEX known_request_line
"""


def upgrade() -> None:
    run_statements(TABLES)
