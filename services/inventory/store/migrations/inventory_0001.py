"""Machines, their drives, their codes and what they are found by."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0001"
down_revision = None
branch_labels = ("inventory",)

TABLES = """
CREATE TABLE public_code (
    code text COLLATE "C" PRIMARY KEY,
    organisation uuid NOT NULL
);
COMMENT ON TABLE public_code IS 'Codes are unique over all organisations, so that a sticker needs no address of its own.';

CREATE TABLE device (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    code text COLLATE "C" NOT NULL UNIQUE REFERENCES public_code,
    maker text NOT NULL,
    model text NOT NULL,
    serial text,
    chassis text NOT NULL,
    processor text,
    memory_mb integer,
    registered_at timestamptz NOT NULL,
    status text NOT NULL,
    reserved_for uuid
);
CREATE UNIQUE INDEX device_serial ON device (organisation, maker, serial) WHERE serial IS NOT NULL;
CREATE INDEX device_newest ON device (organisation, id);
CREATE INDEX device_by_status ON device (organisation, status, id);

CREATE TABLE drive (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    position integer NOT NULL,
    maker text,
    model text,
    serial text,
    capacity_gb integer,
    medium text NOT NULL,
    wipe_method text,
    wipe_tool text,
    wipe_tool_version text,
    wipe_started_at timestamptz,
    wipe_ended_at timestamptz,
    wipe_succeeded boolean,
    wipe_recorded_by uuid,
    wipe_checked_by uuid,
    wipe_checked_at timestamptz
);
CREATE INDEX drive_of_device ON drive (device_id, position);

CREATE TABLE search_term (
    organisation uuid NOT NULL,
    term text COLLATE "C" NOT NULL,
    device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
    PRIMARY KEY (organisation, term, device_id)
);
CREATE INDEX search_term_of_device ON search_term (device_id, term);
COMMENT ON TABLE search_term IS 'Words a machine is found by, asked with ranges: these keep their index under row-level security.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("public_code", "device", "drive", "search_term"):
        scope_by_organisation(table)
