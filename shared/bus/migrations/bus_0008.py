"""Which families asked to be forgotten, so that nothing that comes late brings them back."""

from shared.database.access import run_statements, scope_by_organisation

revision = "bus_0008"
down_revision = "bus_0007"

TABLES = """
CREATE TABLE bus.forgotten_household (
    household_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    forgotten_at timestamptz NOT NULL
);
COMMENT ON TABLE bus.forgotten_household IS 'Written once. An id that leads to nobody any more, and must not again.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("bus.forgotten_household", rights="SELECT, INSERT")
