"""The stages of the workbench, the lists of the organisation, what is lost, remarks, and what was found.

What is ready, or was before a repair, went through the old way: it counts as looked at and installed. What lies on the workbench
goes through the lists first. `stage` follows from the other columns and is kept, so that the board counts by index.
"""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0007"
down_revision = "inventory_0006"

TABLES = """
ALTER TABLE device
    ADD COLUMN check_missing text[] NOT NULL DEFAULT '{}',
    ADD COLUMN check_finished boolean NOT NULL DEFAULT false,
    ADD COLUMN check_by uuid,
    ADD COLUMN check_at timestamptz,
    ADD COLUMN install_missing text[] NOT NULL DEFAULT '{}',
    ADD COLUMN install_finished boolean NOT NULL DEFAULT false,
    ADD COLUMN install_by uuid,
    ADD COLUMN install_at timestamptz,
    ADD COLUMN lost text,
    ADD COLUMN lost_on date,
    ADD COLUMN stage text;
UPDATE device SET check_finished = true, check_at = now(), install_finished = true, install_at = now()
WHERE status IN ('ready', 'reserved', 'in_repair');
UPDATE device SET stage = CASE
    WHEN EXISTS (SELECT FROM drive WHERE drive.device_id = device.id AND drive.removed_at IS NULL)
        AND NOT EXISTS (
            SELECT FROM drive
            WHERE drive.device_id = device.id AND drive.removed_at IS NULL
                AND (drive.wipe_checked_by IS NULL OR drive.wipe_succeeded IS NOT TRUE))
    THEN 'wiped' ELSE 'to_empty' END
WHERE status IN ('arrived', 'returned');
CREATE INDEX device_by_stage ON device (organisation, stage, id) WHERE stage IS NOT NULL;
CREATE INDEX device_lost ON device (organisation, id) WHERE lost IS NOT NULL;

CREATE TABLE checklist_line (
    organisation uuid NOT NULL,
    phase text NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    kinds text[] NOT NULL,
    is_on boolean NOT NULL,
    PRIMARY KEY (organisation, phase, position)
);
COMMENT ON TABLE checklist_line IS 'The lists of the workbench as an organisation arranged them; none means those in the code.';

CREATE TABLE remark (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    words text NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    done_by uuid,
    done_at timestamptz
);
CREATE INDEX remark_open ON remark (organisation, id) WHERE done_at IS NULL;
CREATE INDEX remark_of_device ON remark (device_id, id);

ALTER TABLE known_ticket ADD COLUMN symptom text;
CREATE INDEX known_ticket_found ON known_ticket (organisation, ticket_id) WHERE is_open AND symptom = 'found';
COMMENT ON COLUMN known_ticket.symptom IS 'Who found a machine says so by its sticker; the old ones come with a replay.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("checklist_line", "remark"):
        scope_by_organisation(table)
