"""Sessions that are over."""

from shared.database.access import open_to_bus, run_statements, scope_by_organisation

revision = "bus_0002"
down_revision = "bus_0001"

TABLES = """
CREATE TABLE bus.revoked_session (
    session_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    revoked_at timestamptz NOT NULL
);
CREATE INDEX revoked_session_age ON bus.revoked_session (revoked_at);
COMMENT ON TABLE bus.revoked_session IS 'What portal told: tokens of these are refused while they would still be good.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("bus.revoked_session", rights="SELECT, INSERT")
    open_to_bus("bus.revoked_session", rights="SELECT, DELETE")
