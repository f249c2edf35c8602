"""Internet that ends soon, as inventory announced it."""

from shared.database.access import run_statements, scope_by_organisation

revision = "portal_0011"
down_revision = "portal_0010"
branch_labels = None

TABLES = """
CREATE TABLE known_internet (
    sim_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    ends_on date
);
CREATE INDEX internet_that_ends ON known_internet (organisation, ends_on) WHERE ends_on IS NOT NULL;
COMMENT ON TABLE known_internet IS 'SIM cards of which the internet ends soon; without a day there is nothing to do any more.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("known_internet")
