"""The whole life of a machine: loans, repairs, loaners, the question about files, evidence that is void, the help line."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0002"
down_revision = "inventory_0001"
branch_labels = None

TABLES = """
ALTER TABLE device
    ADD COLUMN loan_id uuid,
    ADD COLUMN accessories text[] NOT NULL DEFAULT '{}',
    ADD COLUMN loaner_ticket uuid,
    ADD COLUMN loaner_for uuid,
    ADD COLUMN repair_tickets uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN was_in_use boolean NOT NULL DEFAULT false,
    ADD COLUMN files text,
    ADD COLUMN files_by uuid,
    ADD COLUMN files_at timestamptz,
    ADD COLUMN given_out_on date,
    ADD COLUMN returned_on date,
    ADD COLUMN retired_on date;
CREATE INDEX device_loaner ON device (organisation, loaner_ticket) WHERE loaner_ticket IS NOT NULL;
CREATE INDEX device_ready_by_memory ON device (organisation, chassis, (coalesce(memory_mb, 0)), id) WHERE status = 'ready';
COMMENT ON INDEX device_ready_by_memory IS 'Finds a loaner without reading the whole stock.';

ALTER TABLE drive
    ADD COLUMN is_new boolean NOT NULL DEFAULT false,
    ADD COLUMN removed_at timestamptz;
COMMENT ON COLUMN drive.removed_at IS 'A drive that a repair took out stays here with the evidence it had.';

CREATE TABLE voided_wipe (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    drive_id uuid NOT NULL REFERENCES drive,
    reason text NOT NULL,
    voided_at timestamptz NOT NULL,
    wipe_method text NOT NULL,
    wipe_tool text NOT NULL,
    wipe_tool_version text,
    wipe_started_at timestamptz,
    wipe_ended_at timestamptz,
    wipe_succeeded boolean NOT NULL,
    wipe_recorded_by uuid NOT NULL,
    wipe_checked_by uuid,
    wipe_checked_at timestamptz
);
CREATE INDEX voided_wipe_of_drive ON voided_wipe (drive_id, voided_at);
COMMENT ON TABLE voided_wipe IS 'Evidence that counted once. It proves nothing any more and is never taken back.';

CREATE TABLE known_organisation (
    organisation uuid PRIMARY KEY,
    sequence bigint NOT NULL,
    help_line text
);
COMMENT ON TABLE known_organisation IS 'Projection of portal: what a sticker says about where to find help.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("voided_wipe", rights="SELECT, INSERT")
    scope_by_organisation("known_organisation")
