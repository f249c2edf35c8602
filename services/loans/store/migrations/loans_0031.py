"""What other services were told last of who opens which file. Files that were closed before are told once, after the upgrade."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0031"
down_revision = "loans_0030"
branch_labels = None

TABLES = """
CREATE TABLE told_access (
    household_id uuid PRIMARY KEY REFERENCES household ON DELETE CASCADE,
    organisation uuid NOT NULL,
    readers uuid[] NOT NULL
);
CREATE INDEX told_access_here ON told_access (organisation);
COMMENT ON TABLE told_access IS 'Closed files of which other services know, and which colleagues they were told open them.'
"""
TELL_ONCE = """
INSERT INTO bus.job (id, organisation, kind, unique_key, run_at)
SELECT gen_random_uuid(), organisation, 'tell_file_access', 'loans_0031', now()
FROM (SELECT DISTINCT organisation FROM closed_file) AS here
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("told_access")
    run_statements(TELL_ONCE)
