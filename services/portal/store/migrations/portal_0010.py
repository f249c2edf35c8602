"""Until when a machine lies ready for a family, which ones are lost or stolen, and where somebody says to have found one."""

from shared.database.access import run_statements

revision = "portal_0010"
down_revision = "portal_0009"
branch_labels = None

COLUMNS = """
ALTER TABLE known_device
    ADD COLUMN kept_until date,
    ADD COLUMN lost text,
    ADD COLUMN lost_sequence bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN known_device.kept_until IS 'The last day on which it lies ready; empty where no event told it.';
CREATE INDEX known_device_lost ON known_device (organisation) WHERE lost IS NOT NULL AND status <> 'retired';
CREATE INDEX known_ticket_found ON known_ticket (organisation, ticket_id) WHERE symptom = 'found' AND status <> 'closed';
"""


def upgrade() -> None:
    run_statements(COLUMNS)
