"""What families say that they lost, as loans told it."""

from shared.database.access import run_statements, scope_by_organisation

revision = "portal_0013"
down_revision = "portal_0012"
branch_labels = None

TABLES = """
CREATE TABLE known_missed (
    loan_id uuid NOT NULL,
    device_id uuid NOT NULL,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    missed_on date,
    PRIMARY KEY (loan_id, device_id)
);
CREATE INDEX missed_now ON known_missed (organisation, missed_on) WHERE missed_on IS NOT NULL;
COMMENT ON TABLE known_missed IS 'Since when a family says that a machine is lost; without a day it does not. Nothing moves by it.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("known_missed")
