"""From when a colleague is warned, what an organisation says now, and where to ask about what is written down."""

from shared.database.access import run_statements

revision = "portal_0008"
down_revision = "portal_0007"

TABLES = """
ALTER TABLE organisation
    ADD COLUMN limits jsonb,
    ADD COLUMN notice jsonb,
    ADD COLUMN ask_about_data text NOT NULL DEFAULT '';
COMMENT ON COLUMN organisation.limits IS 'As in the event; see shared/contracts/limits.py. What is missing is as usual.';
COMMENT ON COLUMN organisation.notice IS 'As in the event; see Notice in shared/contracts/portal.py.';
COMMENT ON COLUMN organisation.ask_about_data IS 'Where families ask about what is written down of them; empty: not said.'
"""


def upgrade() -> None:
    run_statements(TABLES)
