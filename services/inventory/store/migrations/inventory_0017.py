"""What the counter noted as missing of the devices that went along with another one."""

from shared.database.access import run_statements

revision = "inventory_0017"
down_revision = "inventory_0016"
branch_labels = None

COLUMN = """
ALTER TABLE device ADD COLUMN along_missing boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN device.along_missing IS 'The counter did not see it when the loan ended, on which it went along.'
"""


def upgrade() -> None:
    run_statements(COLUMN)
