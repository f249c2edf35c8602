"""What goes along with each machine that is added to a loan, beside the list of the loan."""

from shared.database.access import run_statements

revision = "loans_0033"
down_revision = "loans_0031"
branch_labels = None

TABLES = """
ALTER TABLE loan_line
    ADD COLUMN along text[],
    ADD COLUMN along_gone text[] NOT NULL DEFAULT '{}',
    ADD COLUMN not_returned text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN loan_line.along IS
    'What goes along with this machine; null: nobody chose, it was added before this, or the list of the loan is about it.';
COMMENT ON COLUMN loan_line.along_gone IS 'Of that, lost or out of use: nobody asks for it.';
COMMENT ON COLUMN loan_line.not_returned IS 'Of that, what did not come back. Nobody pays.'
"""


def upgrade() -> None:
    """A process of before writes none of these columns, and what it adds to a loan has no list."""
    run_statements(TABLES)
