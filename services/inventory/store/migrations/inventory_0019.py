"""What went along and never comes back: which movement said so, or brought it back."""

from shared.database.access import run_statements

revision = "inventory_0019"
down_revision = "inventory_0018"
branch_labels = None

SETTLED = """
ALTER TABLE along_line ADD COLUMN settled_with uuid REFERENCES thing_movement;
COMMENT ON COLUMN along_line.settled_with IS
    'The movement with which it came back, or with which somebody said that it never will. Null: it may still come.';
CREATE UNIQUE INDEX along_settled ON along_line (settled_with) WHERE settled_with IS NOT NULL;

ALTER TABLE thing_movement DROP CONSTRAINT thing_movement_change_check;
ALTER TABLE thing_movement ADD CONSTRAINT thing_movement_change_check
    CHECK (change <> 0 OR undoes IS NOT NULL OR starts_with(reason, 'stays_'));
COMMENT ON COLUMN thing_movement.change IS
    '0 when something that went along never comes back: it left the shelf before. And when that is taken back.'
"""


def upgrade() -> None:
    run_statements(SETTLED)
