"""Lists of machines that somebody brings: what stands in them waits here until it is taken in, and is gone then."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0012"
down_revision = "inventory_0011"
branch_labels = None

TABLES = """
CREATE TABLE sheet (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    content_hash bytea NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    heading_row integer NOT NULL,
    fields text[] NOT NULL,
    kind text,
    maker text NOT NULL,
    kinds jsonb NOT NULL,
    rows integer NOT NULL,
    lot_id uuid REFERENCES lot,
    brought_by uuid NOT NULL,
    brought_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX sheet_newest ON sheet (organisation, id);
CREATE INDEX sheet_by_content ON sheet (organisation, content_hash);
COMMENT ON TABLE sheet IS 'A list that somebody brought, and how its columns are read. It stays, without what stood in it.';

ALTER TABLE device_history DROP CONSTRAINT device_history_device_id_fkey;
ALTER TABLE device_history ADD FOREIGN KEY (device_id) REFERENCES device ON DELETE CASCADE;

CREATE INDEX drive_move_of_device ON drive_move (device_id);
CREATE INDEX stock_take_line_of_device ON stock_take_line (device_id) WHERE device_id IS NOT NULL;

CREATE TABLE sheet_row (
    sheet_id uuid NOT NULL REFERENCES sheet ON DELETE CASCADE,
    organisation uuid NOT NULL,
    number integer NOT NULL,
    cells text[] NOT NULL,
    problems jsonb NOT NULL DEFAULT '[]',
    is_wrong boolean NOT NULL DEFAULT false,
    is_line boolean NOT NULL DEFAULT true,
    skipped boolean NOT NULL DEFAULT false,
    PRIMARY KEY (sheet_id, number)
);
CREATE INDEX sheet_row_wrong ON sheet_row (sheet_id, number) WHERE is_wrong;
COMMENT ON TABLE sheet_row IS 'What stands in a list, until its row is a machine or nobody wants it: seven days at most.';

CREATE TABLE sheet_outcome (
    sheet_id uuid NOT NULL REFERENCES sheet,
    organisation uuid NOT NULL,
    number integer NOT NULL,
    device_id uuid,
    code text,
    problem text,
    other text,
    PRIMARY KEY (sheet_id, number)
);
COMMENT ON TABLE sheet_outcome IS 'Which row became which machine, or by its number alone why it did not.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("sheet", "sheet_row", "sheet_outcome"):
        scope_by_organisation(table)
