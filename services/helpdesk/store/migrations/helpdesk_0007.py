"""Who reads the words that were written about a family whose file is closed, as loans tells it."""

from shared.database.access import run_statements, scope_by_organisation

revision = "helpdesk_0007"
down_revision = "helpdesk_0006"
branch_labels = None

TABLES = """
CREATE TABLE known_file (
    household_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    readers uuid[]
);
CREATE INDEX known_file_closed ON known_file (organisation) WHERE readers IS NOT NULL;
COMMENT ON TABLE known_file IS 'Projection of loans: which colleagues read about this family; empty when its file is open.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("known_file")
