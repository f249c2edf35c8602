"""What goes along keeps the name that was signed for; what lay ready and was lost is remembered until its machine leaves."""

from shared.database.access import run_statements

revision = "inventory_0023"
down_revision = "inventory_0022"
branch_labels = None

COLUMNS = """
ALTER TABLE device ADD COLUMN along_as text, ADD COLUMN lay_ready_with uuid;
COMMENT ON COLUMN device.along_as IS 'As which accessory it lies ready or went along; empty: its kind says it.';
COMMENT ON COLUMN device.lay_ready_with IS 'With which machine it lay ready when it was lost or retired, until that one leaves.';
UPDATE device SET along_as = chassis WHERE along_with IS NOT NULL AND chassis IN ('hotspot', 'screen', 'printer');
CREATE INDEX device_lay_ready_with ON device (lay_ready_with) WHERE lay_ready_with IS NOT NULL
"""


def upgrade() -> None:
    run_statements(COLUMNS)
