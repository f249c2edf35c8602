"""Families that were forgotten, and what is written about who looked goes after its term."""

from alembic import op

from shared.database.access import run_statements, service_of_migration

revision = "loans_0024"
down_revision = "loans_0023"
branch_labels = None

TABLES = """
ALTER TABLE household ADD COLUMN erased_on date;
COMMENT ON COLUMN household.erased_on IS 'Since then nobody knows whose id this was. Its loans stay, for the counts.';
CREATE INDEX disclosure_old ON disclosure (organisation, at);
CREATE INDEX loan_ended_on ON loan (organisation, ended_on, id) WHERE ended_on IS NOT NULL;

CREATE FUNCTION forget_old_looks(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $gone$
    WITH gone AS (
        DELETE FROM disclosure WHERE organisation = nullif(current_setting('app.organisation', true), '')::uuid
        AND at < least(before, now() - interval '1 year') RETURNING id
    )
    SELECT count(*) FROM gone
$gone$;
COMMENT ON FUNCTION forget_old_looks IS 'The one way out of the log of who looked: by its age, and never of the last year.';
REVOKE ALL ON FUNCTION forget_old_looks FROM PUBLIC
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION forget_old_looks TO {service_of_migration()}_app")
