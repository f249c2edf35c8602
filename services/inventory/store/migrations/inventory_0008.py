"""Who gave machines and when, what machines are recognised by, and reports that are brought many at once."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0008"
down_revision = "inventory_0007"
branch_labels = None

TABLES = """
CREATE TABLE donor (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    kind text NOT NULL,
    name text
);
CREATE UNIQUE INDEX donor_by_name ON donor (organisation, name) WHERE name IS NOT NULL;
COMMENT ON TABLE donor IS 'Organisations by name. A private person has none, and is another row each time.';

CREATE TABLE lot (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    donor_id uuid NOT NULL REFERENCES donor,
    received_on date NOT NULL,
    source text NOT NULL,
    agreement text NOT NULL,
    expected integer,
    added_at timestamptz NOT NULL
);
CREATE INDEX lot_newest ON lot (organisation, id);
CREATE INDEX lot_of_donor ON lot (donor_id);

ALTER TABLE device ADD COLUMN lot_id uuid REFERENCES lot;
CREATE INDEX device_of_lot ON device (lot_id, id) WHERE lot_id IS NOT NULL;

CREATE TABLE waiting_serial (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    lot_id uuid NOT NULL REFERENCES lot,
    serial text NOT NULL,
    value text COLLATE "C" NOT NULL,
    chassis text,
    maker text,
    model text
);
CREATE UNIQUE INDEX waiting_serial_once ON waiting_serial (organisation, value);
CREATE INDEX waiting_serial_of_lot ON waiting_serial (lot_id, id);
COMMENT ON TABLE waiting_serial IS 'Serial numbers that were scanned and are no machine yet. The row goes when one comes of it.';

CREATE TABLE device_identifier (
    organisation uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
    shown text NOT NULL,
    PRIMARY KEY (organisation, kind, value, device_id)
);
CREATE UNIQUE INDEX device_identifier_uuid ON device_identifier (organisation, value) WHERE kind = 'system_uuid';
CREATE INDEX device_identifier_of_device ON device_identifier (device_id);
COMMENT ON TABLE device_identifier IS 'What a machine is recognised by. Two makers may give one serial number.';
INSERT INTO device_identifier (organisation, kind, value, device_id, shown)
SELECT organisation, 'serial', lower(serial), id, serial FROM device WHERE serial IS NOT NULL;

CREATE TABLE report_file (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    drop_id uuid NOT NULL,
    lot_id uuid REFERENCES lot,
    name text NOT NULL,
    content bytea,
    brought_by uuid NOT NULL,
    brought_at timestamptz NOT NULL,
    outcome text NOT NULL,
    device_id uuid REFERENCES device ON DELETE SET NULL,
    known_by text,
    problem text
);
CREATE INDEX report_file_of_drop ON report_file (organisation, drop_id, id);
CREATE INDEX report_file_undecided ON report_file (organisation, lot_id) WHERE outcome IN ('waiting', 'known');
COMMENT ON COLUMN report_file.content IS 'The report itself, until something is decided about it.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("donor", "lot", "waiting_serial", "device_identifier", "report_file"):
        scope_by_organisation(table)
