"""An end date of a loan, where the organisation wants one."""

from shared.database.access import run_statements

revision = "loans_0029"
down_revision = "loans_0025"
branch_labels = None

TABLES = """
ALTER TABLE loan ADD COLUMN ends_on date;
COMMENT ON COLUMN loan.ends_on IS 'Until when it was agreed; null: until the need is over. That it is past closes nothing.'
"""


def upgrade() -> None:
    run_statements(TABLES)
