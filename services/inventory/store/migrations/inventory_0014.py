"""The link with which a donor sees what became of what it gave."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "inventory_0014"
down_revision = "inventory_0013"
branch_labels = None

TABLES = """
CREATE TABLE donor_link (
    donor_id uuid PRIMARY KEY REFERENCES donor,
    organisation uuid NOT NULL,
    id uuid NOT NULL,
    code_hash bytea NOT NULL UNIQUE,
    with_certificate boolean NOT NULL,
    made_by uuid NOT NULL,
    made_on date NOT NULL,
    until date NOT NULL
);
COMMENT ON TABLE donor_link IS 'At most one for each donor. One that is ended or replaced is gone without a trace here.';
COMMENT ON COLUMN donor_link.code_hash IS 'With a key that is not in the database.';

CREATE FUNCTION find_donor_link(wanted bytea) RETURNS TABLE (organisation uuid, donor_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $found$
    SELECT l.organisation, l.donor_id FROM public.donor_link AS l WHERE l.code_hash = wanted
$found$;
COMMENT ON FUNCTION find_donor_link IS 'Over all organisations: who opens a link knows only its code. Tells nothing else.';
REVOKE ALL ON FUNCTION find_donor_link FROM PUBLIC;

CREATE INDEX donor_by_alphabet ON donor (organisation, lower(name), id) WHERE name IS NOT NULL
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("donor_link")
    op.execute(f"GRANT EXECUTE ON FUNCTION find_donor_link TO {service_of_migration()}_app")
