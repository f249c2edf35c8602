"""The last day of a role."""

from shared.database.access import run_statements

revision = "portal_0003"
down_revision = "portal_0002"

TABLES = """
ALTER TABLE account
    ADD COLUMN last_days jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN first_end date,
    ADD CHECK ((last_days = '{}') = (first_end IS NULL));
CREATE INDEX account_ending ON account (organisation, first_end, id) WHERE first_end IS NOT NULL;
COMMENT ON COLUMN account.last_days IS 'Role to last day (2027-06-30), for roles that end by themselves.';
COMMENT ON COLUMN account.first_end IS 'The first of the last days, to find who is next.'
"""


def upgrade() -> None:
    run_statements(TABLES)
