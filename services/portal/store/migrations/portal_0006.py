"""When families can come in, and the numbers that an organisation chose for itself."""

from shared.database.access import run_statements

revision = "portal_0006"
down_revision = "portal_0005"

TABLES = """
ALTER TABLE organisation
    ADD COLUMN opening jsonb,
    ADD COLUMN rhythm jsonb;
COMMENT ON COLUMN organisation.opening IS 'As in the event; see OpeningHours in shared/contracts/portal.py.';
COMMENT ON COLUMN organisation.rhythm IS 'As in the event; see shared/contracts/rhythm.py. What is missing is as usual.'
"""


def upgrade() -> None:
    run_statements(TABLES)
