"""An end date of a loan, where the organisation wants one; and who brought back a part of it."""

from shared.database.access import run_statements

revision = "loans_0029"
down_revision = "loans_0028"
branch_labels = None

TABLES = """
ALTER TABLE loan ADD COLUMN ends_on date;
COMMENT ON COLUMN loan.ends_on IS 'Until when it was agreed; null: until the need is over. That it is past closes nothing.';
ALTER TABLE loan_return ADD COLUMN part smallint NOT NULL DEFAULT 1;
ALTER TABLE loan_return DROP CONSTRAINT loan_return_pkey, ADD PRIMARY KEY (loan_id, part);
COMMENT ON COLUMN loan_return.part IS 'Which addendum says what came back; 1: all of it.'
"""


def upgrade() -> None:
    run_statements(TABLES)
