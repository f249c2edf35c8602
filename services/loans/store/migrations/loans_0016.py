"""Codes with which a family signs on its own phone."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "loans_0016"
down_revision = "loans_0015"
branch_labels = None

TABLES = """
CREATE TABLE phone_signing (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    loan_id uuid NOT NULL UNIQUE REFERENCES loan ON DELETE CASCADE,
    code_hash bytea NOT NULL UNIQUE,
    language text NOT NULL,
    level text NOT NULL,
    explained_in text,
    seen_by uuid NOT NULL,
    valid_until timestamptz NOT NULL,
    opened_at timestamptz,
    used_at timestamptz
);
COMMENT ON TABLE phone_signing IS 'One for each loan at most. Of the code there is a hash, with a key that is not in the database.';

CREATE FUNCTION phone_signing_of_code(of_hash bytea) RETURNS TABLE (organisation uuid, phone_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $found$
    SELECT p.organisation, p.id FROM phone_signing AS p WHERE p.code_hash = of_hash
$found$;
COMMENT ON FUNCTION phone_signing_of_code IS 'Of any organisation: who scans a code does not say of which. Tells nothing else.';
REVOKE ALL ON FUNCTION phone_signing_of_code FROM PUBLIC;
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION phone_signing_of_code TO {service_of_migration()}_app")
    scope_by_organisation("phone_signing")
