"""Topics, their records, and how far each group has read."""

from shared.database.access import run_statements

revision = "log_0001"
down_revision = None
branch_labels = ("log",)

TABLES = """
CREATE TABLE topic (
    id smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    next_offset bigint NOT NULL DEFAULT 0
);

CREATE TABLE record (
    topic_id smallint NOT NULL REFERENCES topic,
    "offset" bigint NOT NULL,
    key text NOT NULL,
    headers json NOT NULL,
    value bytea NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (topic_id, "offset")
);

CREATE TABLE group_offset (
    group_name text NOT NULL,
    topic_id smallint NOT NULL REFERENCES topic,
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (group_name, topic_id)
) WITH (fillfactor = 50);

GRANT SELECT, INSERT ON topic TO log_app;
GRANT UPDATE (next_offset) ON topic TO log_app;
GRANT SELECT, INSERT ON record TO log_app;
GRANT SELECT, INSERT ON group_offset TO log_app;
GRANT UPDATE (next_offset) ON group_offset TO log_app
"""


def upgrade() -> None:
    run_statements(TABLES)
