"""How plainly a family would rather read the agreement, beside the language it reads."""

from shared.database.access import run_statements

revision = "loans_0012"
down_revision = "loans_0011"
branch_labels = None

TABLES = """
ALTER TABLE household ADD COLUMN level text NOT NULL DEFAULT 'plain';
COMMENT ON COLUMN household.level IS 'plain or simple: at which level the agreement is shown to this family.'
"""


def upgrade() -> None:
    run_statements(TABLES)
