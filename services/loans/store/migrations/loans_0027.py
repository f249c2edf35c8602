"""Families that were forgotten, and what is written about who looked goes after its term."""

from alembic import op

from shared.database.access import ORGANISATION, run_statements, service_of_migration

revision = "loans_0027"
down_revision = "loans_0013"
branch_labels = None

TABLES = """
ALTER TABLE household ADD COLUMN erased_on date;
COMMENT ON COLUMN household.erased_on IS 'Since then nobody knows whose id this was. Its loans stay, for the counts.';
CREATE INDEX disclosure_old ON disclosure (organisation, at);
CREATE INDEX loan_ended_on ON loan (organisation, ended_on, id) WHERE ended_on IS NOT NULL
"""


def upgrade() -> None:
    run_statements(TABLES)
    role = f"{service_of_migration()}_app"
    # Nobody who serves can take away who looked last month: what may be deleted is as old as the shortest term there is.
    op.execute(f"GRANT DELETE ON disclosure TO {role}")
    op.execute(
        f"CREATE POLICY only_old_is_deleted ON disclosure AS RESTRICTIVE FOR DELETE TO {role} "
        f"USING (organisation = {ORGANISATION} AND at < now() - interval '1 year')"
    )
