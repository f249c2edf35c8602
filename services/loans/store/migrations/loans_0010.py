"""What lay ready or went along with a loan, has a code of its own, and is lost or out of use."""

from shared.database.access import run_statements

revision = "loans_0010"
down_revision = "loans_0009"
branch_labels = None

COLUMN = """
ALTER TABLE loan ADD COLUMN gone text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN loan.gone IS 'Lost or out of use: off what goes along before the signature, not asked for after it.'
"""


def upgrade() -> None:
    run_statements(COLUMN)
