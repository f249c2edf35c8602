"""Counted stock, kits, what goes along with a machine, SIM cards, and how a machine is charged."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0016"
down_revision = "inventory_0015"
branch_labels = None

TABLES = """
ALTER TABLE device
    ADD COLUMN charger_connector text,
    ADD COLUMN charger_tenths smallint,
    ADD COLUMN charger_watt smallint,
    ADD COLUMN along_with uuid REFERENCES device;
COMMENT ON COLUMN device.charger_tenths IS 'The outside of a round plug in tenths of a millimetre.';
COMMENT ON COLUMN device.along_with IS 'It lies ready to go along with this other machine.';
CREATE INDEX device_along ON device (along_with) WHERE along_with IS NOT NULL;
CREATE INDEX device_companion ON device (organisation, chassis, id)
    WHERE status = 'ready' AND chassis IN ('hotspot', 'screen', 'printer');

CREATE TABLE thing (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    connector text,
    tenths smallint,
    watt smallint,
    place_id uuid REFERENCES short_list_entry,
    lowest integer NOT NULL DEFAULT 0,
    removed_at timestamptz
);
CREATE UNIQUE INDEX thing_by_name ON thing (organisation, kind, lower(name)) WHERE removed_at IS NULL;
COMMENT ON TABLE thing IS 'Of which only the number matters. How many there are is the sum of thing_movement.';

CREATE TABLE thing_movement (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    thing_id uuid NOT NULL REFERENCES thing,
    at timestamptz NOT NULL,
    change integer NOT NULL CHECK (change <> 0),
    reason text NOT NULL,
    by uuid,
    loan_id uuid,
    undoes uuid UNIQUE REFERENCES thing_movement
);
CREATE INDEX movement_of_thing ON thing_movement (thing_id, id) INCLUDE (change);
COMMENT ON TABLE thing_movement IS 'So many came or went. Rows are only added. by: null when it follows from an event.';

CREATE TABLE kit (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    name text NOT NULL,
    chassis text NOT NULL,
    kinds text[] NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX kit_by_name ON kit (organisation, lower(name)) WHERE removed_at IS NULL;

CREATE TABLE along_line (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
    thing_id uuid NOT NULL REFERENCES thing,
    kind text NOT NULL,
    loan_id uuid,
    gone_on date,
    not_returned boolean NOT NULL DEFAULT false,
    settled_on date,
    came_back boolean
);
CREATE UNIQUE INDEX along_prepared ON along_line (device_id, kind) WHERE loan_id IS NULL;
CREATE INDEX along_of_loan ON along_line (loan_id) WHERE loan_id IS NOT NULL;
CREATE INDEX along_out ON along_line (thing_id) WHERE loan_id IS NOT NULL AND came_back IS NOT TRUE;
COMMENT ON TABLE along_line IS 'Lies ready with a machine; went along with a loan; came back, or did not and may still.';

CREATE TABLE sim (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    provider text NOT NULL,
    iccid text COLLATE "C" NOT NULL,
    data_mb integer,
    valid_until date,
    device_id uuid REFERENCES device ON DELETE SET NULL,
    state text NOT NULL,
    told_until date,
    told_loan uuid,
    told_urgent boolean NOT NULL DEFAULT false,
    UNIQUE (organisation, iccid)
);
CREATE INDEX sim_by_end ON sim (organisation, valid_until, id) WHERE state = 'active';
CREATE INDEX sim_in_device ON sim (device_id) WHERE device_id IS NOT NULL
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("thing", "kit", "along_line", "sim"):
        scope_by_organisation(table)
    scope_by_organisation("thing_movement", rights="SELECT, INSERT")
