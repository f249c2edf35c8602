"""What lies ready with a machine, whether the counter chose itself, and until when internet works that is on a loan."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0009"
down_revision = "loans_0008"
branch_labels = None

TABLES = """
ALTER TABLE known_device ADD COLUMN prepared text[], ADD COLUMN prepared_sequence bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN known_device.prepared IS 'What inventory put ready with it, of what an agreement names; null: nobody said.';
ALTER TABLE loan ADD COLUMN chosen boolean NOT NULL DEFAULT false;
UPDATE loan SET chosen = true WHERE status <> 'ready_to_sign' OR accessories <> '{charger}';
COMMENT ON COLUMN loan.chosen IS 'Somebody at the counter said what goes along; what lies ready changes that no more.';
CREATE TABLE known_internet (
    sim_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    loan_id uuid,
    ends_on date
);
CREATE INDEX internet_of_loan ON known_internet (loan_id) WHERE loan_id IS NOT NULL;
COMMENT ON TABLE known_internet IS 'Projection: internet on a loan that ends soon, as inventory announced it.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("known_internet")
