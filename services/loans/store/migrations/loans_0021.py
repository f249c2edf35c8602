"""Who is at the counter: ids and times, and nothing of the family."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0021"
down_revision = "loans_0020"
branch_labels = None

TABLES = """
CREATE TABLE counter_visit (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    held_by uuid NOT NULL,
    household_id uuid,
    request_id uuid,
    started_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    closed_at timestamptz,
    CHECK (request_id IS NULL OR household_id IS NOT NULL)
);
COMMENT ON TABLE counter_visit IS 'One time that a colleague helps one family at the counter. Another colleague may take it over.';
COMMENT ON COLUMN counter_visit.closed_at IS 'Empty while it is under way. No timer closes it.';
CREATE INDEX counter_visit_under_way ON counter_visit (organisation, changed_at) WHERE closed_at IS NULL;
CREATE INDEX counter_visit_of_household ON counter_visit (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX counter_visit_of_request ON counter_visit (request_id) WHERE request_id IS NOT NULL
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("counter_visit")
