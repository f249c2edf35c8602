"""How machines end and what they were used for: retirements, recyclers, average weights, each time a machine was lent."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0010"
down_revision = "inventory_0009"
branch_labels = None

TABLES = """
CREATE TABLE retirement (
    device_id uuid PRIMARY KEY REFERENCES device,
    organisation uuid NOT NULL,
    retired_on date NOT NULL,
    retired_at timestamptz NOT NULL,
    reason text,
    destination text,
    parts jsonb NOT NULL DEFAULT '{}',
    by uuid,
    no_drive_by uuid,
    left_on date,
    hand_over_id uuid
);
CREATE INDEX retirement_here ON retirement (organisation, device_id) WHERE left_on IS NULL;
CREATE INDEX retirement_left ON retirement (organisation, left_on) WHERE left_on IS NOT NULL;
CREATE INDEX retirement_of_hand_over ON retirement (hand_over_id) WHERE hand_over_id IS NOT NULL;
COMMENT ON TABLE retirement IS 'The end of a machine. The row goes when it is used again.';
INSERT INTO retirement (device_id, organisation, retired_on, retired_at)
SELECT id, organisation, coalesce(retired_on, registered_at::date), registered_at FROM device WHERE status = 'retired';

CREATE TABLE recycler (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    hidden boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX recycler_by_name ON recycler (organisation, lower(name));

CREATE TABLE hand_over (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    recycler_id uuid NOT NULL REFERENCES recycler,
    day date NOT NULL,
    certificate text NOT NULL DEFAULT '',
    paper text,
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL
);
CREATE INDEX hand_over_newest ON hand_over (organisation, id);
ALTER TABLE retirement ADD FOREIGN KEY (hand_over_id) REFERENCES hand_over;

CREATE TABLE recycler_paper (
    organisation uuid NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    media_type text NOT NULL,
    content bytea NOT NULL,
    kept_at timestamptz NOT NULL,
    kept_by uuid NOT NULL,
    PRIMARY KEY (organisation, sha256)
);
COMMENT ON TABLE recycler_paper IS 'Scans of certificates, by the hash of what is in them.';

CREATE TABLE kind_weight (
    organisation uuid NOT NULL,
    chassis text NOT NULL,
    grams integer NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (organisation, chassis)
);
COMMENT ON TABLE kind_weight IS 'Average weights that an organisation found itself; without a row the usual one counts.';

CREATE TABLE lending_spell (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device,
    began_on date NOT NULL,
    ended_on date
);
CREATE UNIQUE INDEX lending_spell_open ON lending_spell (device_id) WHERE ended_on IS NULL;
CREATE INDEX lending_spell_of_device ON lending_spell (device_id, began_on);
CREATE INDEX lending_spell_began ON lending_spell (organisation, began_on);
COMMENT ON TABLE lending_spell IS 'Each time a machine was with a family, from when to when. Not with whom.';

ALTER TABLE device ADD COLUMN first_ready_on date, ADD COLUMN first_lent_on date;
COMMENT ON COLUMN device.first_ready_on IS 'Unknown for machines that were ready before this was kept.';
INSERT INTO lending_spell (id, organisation, device_id, began_on, ended_on)
SELECT gen_random_uuid(), organisation, id, given_out_on,
       CASE WHEN status IN ('given_out', 'return_expected') THEN NULL
            WHEN status IN ('in_repair', 'repaired') AND loan_id IS NOT NULL THEN NULL
            ELSE greatest(given_out_on, coalesce(returned_on, retired_on, given_out_on)) END
FROM device WHERE given_out_on IS NOT NULL;
UPDATE device SET first_lent_on = given_out_on WHERE given_out_on IS NOT NULL;
CREATE INDEX device_figures ON device (organisation, registered_at)
    INCLUDE (status, chassis, loan_id, first_ready_on, first_lent_on);
CREATE INDEX device_retired_on ON device (organisation, retired_on) WHERE retired_on IS NOT NULL;
COMMENT ON INDEX device_figures IS 'Figures of the stock are counted from this alone.';
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("retirement", "recycler", "hand_over", "kind_weight", "lending_spell"):
        scope_by_organisation(table)
    scope_by_organisation("recycler_paper", rights="SELECT, INSERT")
