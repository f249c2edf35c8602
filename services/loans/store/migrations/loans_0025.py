"""Since when a family is known, so that one of which nothing came is not kept for ever."""

from shared.database.access import run_statements

revision = "loans_0025"
down_revision = "loans_0024"
branch_labels = None

# Of families from before nobody knows since when: for them the term begins today.
TABLES = """
ALTER TABLE household ADD COLUMN registered_on date NOT NULL DEFAULT current_date;
COMMENT ON COLUMN household.registered_on IS 'The day it was written down here, or that of the upgrade that began to keep it.'
"""


def upgrade() -> None:
    run_statements(TABLES)
