"""A stock take of a list that somebody chose."""

from shared.database.access import run_statements

revision = "inventory_0020"
down_revision = "inventory_0019"
branch_labels = None

COLUMN = """
ALTER TABLE stock_take ADD COLUMN asked text NOT NULL DEFAULT '';
COMMENT ON COLUMN stock_take.asked IS 'The choices of the list that is counted, as an address has them; never what somebody typed.';
DROP INDEX stock_take_open;
CREATE UNIQUE INDEX stock_take_open ON stock_take (organisation, scope, asked) WHERE closed_at IS NULL
"""


def upgrade() -> None:
    run_statements(COLUMN)
