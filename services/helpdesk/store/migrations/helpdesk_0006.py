"""A family that did not answer about its loan may be visited once, to ask whether all is well."""

from shared.database.access import run_statements

revision = "helpdesk_0006"
down_revision = "helpdesk_0005"
branch_labels = None

COLUMNS = """
ALTER TABLE known_loan ADD COLUMN asked_on date, ADD COLUMN asked_sequence bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN known_loan.asked_on IS 'The day to look again to which nobody answered; empty once somebody did.';
ALTER TABLE visit ADD COLUMN look_again_on date;
COMMENT ON COLUMN visit.look_again_on IS 'The day to look again that this visit is about; empty for every other visit.';
CREATE UNIQUE INDEX visit_once_to_look_again ON visit (loan_id, look_again_on) WHERE look_again_on IS NOT NULL
"""


def upgrade() -> None:
    run_statements(COLUMNS)
