"""All facts of a machine, its photos, what happened to it, its sealed passwords, and the short lists of an organisation."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0009"
down_revision = "inventory_0008"
branch_labels = None

TABLES = """
CREATE TABLE short_list_entry (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    removed_at timestamptz,
    UNIQUE (organisation, kind, name)
);
COMMENT ON TABLE short_list_entry IS 'Shelves, rooms and partners. Machines keep one that was taken off.';

ALTER TABLE device
    ADD COLUMN year integer,
    ADD COLUMN screen_tenths integer,
    ADD COLUMN battery_percent integer,
    ADD COLUMN battery_on date,
    ADD COLUMN keyboard text,
    ADD COLUMN operating_system text,
    ADD COLUMN updated_on date,
    ADD COLUMN warranty_until date,
    ADD COLUMN looks text,
    ADD COLUMN works text,
    ADD COLUMN place_id uuid REFERENCES short_list_entry,
    ADD COLUMN labels text[] NOT NULL DEFAULT '{}',
    ADD COLUMN partner_id uuid REFERENCES short_list_entry,
    ADD COLUMN out_since date;
COMMENT ON COLUMN device.screen_tenths IS 'The diagonal in tenths of an inch: 156 is 15.6.';
COMMENT ON COLUMN device.partner_id IS 'At whom it is for warranty or repair; null while it is with us or with a family.';
CREATE INDEX device_by_update ON device (organisation, (coalesce(updated_on, given_out_on)), id)
    WHERE status <> 'retired' AND coalesce(updated_on, given_out_on) IS NOT NULL;
COMMENT ON INDEX device_by_update IS 'Finds the machines that were not updated for long, without reading the others.';
CREATE INDEX device_at_partner ON device (organisation, out_since, id) WHERE partner_id IS NOT NULL;

CREATE TABLE device_history (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    actor uuid,
    detail text
);
CREATE INDEX history_of_device ON device_history (device_id, at, id);
COMMENT ON TABLE device_history IS 'What happened here; lines are only added. detail: closed words or an id.';
INSERT INTO device_history (id, organisation, device_id, at, kind)
SELECT gen_random_uuid(), organisation, id, registered_at, 'register_device' FROM device;

CREATE TABLE told_history (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    detail text,
    ticket_id uuid
);
CREATE INDEX told_of_device ON told_history (device_id, at, id);
COMMENT ON TABLE told_history IS 'Projection: what helpdesk told about a machine. The id is that of the event.';

CREATE TABLE photo (
    organisation uuid NOT NULL,
    picture text COLLATE "C" NOT NULL,
    large bytea NOT NULL,
    small bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    PRIMARY KEY (organisation, picture)
);
COMMENT ON TABLE photo IS 'Named by the first half of the SHA-256 of the large one. What is here, we drew ourselves: no metadata.';

CREATE TABLE device_photo (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    picture text COLLATE "C" NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz,
    FOREIGN KEY (organisation, picture) REFERENCES photo
);
CREATE INDEX photo_of_device ON device_photo (device_id, id);
CREATE INDEX device_of_photo ON device_photo (organisation, picture);
COMMENT ON COLUMN device_photo.removed_at IS 'Taken away; a day later it is gone for good.';

CREATE TABLE device_password (
    device_id uuid NOT NULL REFERENCES device,
    kind text NOT NULL,
    organisation uuid NOT NULL,
    sealed bytea NOT NULL,
    set_at timestamptz NOT NULL,
    set_by uuid NOT NULL,
    PRIMARY KEY (device_id, kind)
);
COMMENT ON TABLE device_password IS 'Sealed under a key of its own: one that is put with another machine does not open.';

CREATE TABLE password_reveal (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    kind text NOT NULL,
    purpose text NOT NULL,
    revealed_by uuid NOT NULL,
    revealed_at timestamptz NOT NULL
);
CREATE INDEX reveal_of_device ON password_reveal (device_id, id);
COMMENT ON TABLE password_reveal IS 'Who looked at a password, when and why. The service can add to it only.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("short_list_entry", "told_history", "photo", "device_photo", "device_password"):
        scope_by_organisation(table)
    for table in ("device_history", "password_reveal"):
        scope_by_organisation(table, rights="SELECT, INSERT")
