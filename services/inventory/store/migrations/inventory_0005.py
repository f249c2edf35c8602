"""Where evidence of a wipe comes from, the files that say it, drives that move from one machine to another, the level asked."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0005"
down_revision = "inventory_0004"
branch_labels = None

TABLES = """
ALTER TABLE drive
    ADD COLUMN wipe_source text,
    ADD COLUMN wipe_verified boolean,
    ADD COLUMN wipe_rounds integer,
    ADD COLUMN wipe_file text,
    ADD COLUMN serial_key text COLLATE "C";
UPDATE drive SET wipe_source = 'statement', wipe_verified = false WHERE wipe_method IS NOT NULL;
UPDATE drive SET serial_key = upper(regexp_replace(serial, '[^A-Za-z0-9]', '', 'g')) WHERE serial IS NOT NULL;
CREATE INDEX drive_by_serial ON drive (organisation, serial_key) WHERE serial_key IS NOT NULL;
CREATE INDEX drive_loose ON drive (organisation, id) WHERE removed_at IS NOT NULL;
COMMENT ON COLUMN drive.device_id IS 'The machine it is in, or was in last: with removed_at it is loose.';
COMMENT ON COLUMN drive.serial_key IS 'The serial number without signs and in capitals: programs write it each in their own way.';

ALTER TABLE voided_wipe
    ADD COLUMN wipe_source text,
    ADD COLUMN wipe_verified boolean,
    ADD COLUMN wipe_rounds integer,
    ADD COLUMN wipe_file text;

CREATE TABLE evidence_file (
    organisation uuid NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    content bytea NOT NULL,
    kept_at timestamptz NOT NULL,
    kept_by uuid NOT NULL,
    PRIMARY KEY (organisation, sha256)
);
COMMENT ON TABLE evidence_file IS 'Files that tell of a wipe, as they were brought, by the hash of what is in them.';

CREATE TABLE drive_move (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    drive_id uuid NOT NULL REFERENCES drive,
    device_id uuid NOT NULL REFERENCES device,
    way text NOT NULL,
    moved_at timestamptz NOT NULL,
    moved_by uuid NOT NULL
);
CREATE INDEX drive_move_of_drive ON drive_move (drive_id, id);
COMMENT ON TABLE drive_move IS 'Which drive a person put into which machine, or took out of it.';

CREATE TABLE wipe_rule (
    organisation uuid PRIMARY KEY,
    disk_minimum text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL
);
COMMENT ON TABLE wipe_rule IS 'How well a hard disk has to be wiped; without a row cleared is enough. Flash is always purged.';
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("evidence_file", "drive_move"):
        scope_by_organisation(table, rights="SELECT, INSERT")
    scope_by_organisation("wipe_rule")
