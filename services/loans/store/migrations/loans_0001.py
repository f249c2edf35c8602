"""Households by code, requests, and what loans knows of inventory's machines."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0001"
down_revision = None
branch_labels = ("loans",)

TABLES = """
CREATE TABLE household (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    code text COLLATE "C" NOT NULL,
    UNIQUE (organisation, code)
);

CREATE TABLE request (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL REFERENCES household,
    profile text NOT NULL,
    school_child_without_machine boolean NOT NULL,
    internet text NOT NULL,
    since date NOT NULL,
    place_in_line date NOT NULL,
    status text NOT NULL,
    device_id uuid,
    changed_at timestamptz NOT NULL,
    CHECK ((device_id IS NOT NULL) = (status IN ('claimed', 'reserved')))
);
CREATE INDEX request_line ON request (organisation, place_in_line, id) WHERE status = 'waiting';
CREATE INDEX request_line_by_profile ON request (organisation, profile, place_in_line, id) WHERE status = 'waiting';
CREATE INDEX request_claimed ON request (organisation, changed_at) WHERE status = 'claimed';
CREATE INDEX request_newest ON request (organisation, id);
CREATE INDEX request_by_status ON request (organisation, status, id);
CREATE UNIQUE INDEX request_device ON request (device_id) WHERE device_id IS NOT NULL;
COMMENT ON INDEX request_device IS 'One machine is never promised to two requests.';

CREATE TABLE known_device (
    device_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    ready boolean NOT NULL,
    code text,
    maker text,
    model text,
    memory_mb integer
);
COMMENT ON TABLE known_device IS 'Projection of inventory. Rows stay, so that an older event never undoes a newer one.';

CREATE TABLE device_fit (
    device_id uuid NOT NULL,
    profile text NOT NULL,
    organisation uuid NOT NULL,
    fit smallint NOT NULL,
    memory_mb integer NOT NULL,
    PRIMARY KEY (device_id, profile)
);
CREATE INDEX device_fit_best ON device_fit (organisation, profile, fit DESC, memory_mb, device_id);
COMMENT ON TABLE device_fit IS 'Projection of inventory: ready machines only, by what they suit.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("household", "request", "known_device", "device_fit"):
        scope_by_organisation(table)
