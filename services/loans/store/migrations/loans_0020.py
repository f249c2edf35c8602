"""What a family wishes of its machine, whether there is a quiet place at home, what we offered, and counts that lead to nobody."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0020"
down_revision = "loans_0019"
branch_labels = None

TABLES = """
ALTER TABLE request
    ADD COLUMN machine_wishes text[] NOT NULL DEFAULT '{}',
    ADD COLUMN must_have text[] NOT NULL DEFAULT '{}',
    ADD COLUMN quiet_place text NOT NULL DEFAULT 'unknown',
    ADD COLUMN offered text[] NOT NULL DEFAULT '{}',
    ADD COLUMN withdrawn_on date;
COMMENT ON COLUMN request.machine_wishes IS 'What the family would like of its machine, those it cannot do without too.';
COMMENT ON COLUMN request.must_have IS 'Those of machine_wishes that the family cannot do without.';
COMMENT ON COLUMN request.quiet_place IS 'Whether there is a quiet place at home: yes, no or unknown.';
COMMENT ON COLUMN request.offered IS 'What somebody of us offered where internet or a quiet place is missing.';
COMMENT ON COLUMN request.withdrawn_on IS 'The day on which the family stopped; empty while it did not, or in an older release.';

ALTER TABLE known_device ADD COLUMN has text[];
COMMENT ON COLUMN known_device.has IS 'Which wishes of families it meets, by the newest device_ready; empty: not told.';

CREATE TABLE line_count (
    organisation uuid NOT NULL,
    month date NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    number integer NOT NULL DEFAULT 0 CHECK (number >= 0),
    PRIMARY KEY (organisation, month, kind, reason)
);
COMMENT ON TABLE line_count IS 'Ticks per month of no family and no colleague: why people stop, whom we do not reach.';
CREATE INDEX loan_started ON loan (organisation, started_on) WHERE started_on IS NOT NULL
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("line_count", rights="SELECT, INSERT, UPDATE")
