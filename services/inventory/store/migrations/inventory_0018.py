"""Of which counted things a family took one that was not there by our number: somebody counts again."""

from shared.database.access import run_statements

revision = "inventory_0018"
down_revision = "inventory_0017"
branch_labels = None

COLUMN = """
ALTER TABLE thing ADD COLUMN count_again boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN thing.count_again IS 'A family signed for one while the number said that none was left. Counting ends it.'
"""


def upgrade() -> None:
    run_statements(COLUMN)
