"""Organisations, accounts and sessions."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "portal_0001"
down_revision = None
branch_labels = ("portal",)

TABLES = """
CREATE TABLE organisation (
    organisation uuid PRIMARY KEY,
    title text NOT NULL,
    help_line text NOT NULL,
    help_place text NOT NULL
);

CREATE TABLE account (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL REFERENCES organisation,
    sign_in_name text COLLATE "C" NOT NULL UNIQUE,
    display_name text NOT NULL,
    roles text[] NOT NULL,
    password_hash text,
    start_code_id uuid,
    start_code_until timestamptz,
    wrong_tries integer NOT NULL,
    waits_until timestamptz,
    CHECK ((start_code_id IS NULL) = (start_code_until IS NULL)),
    CHECK (cardinality(roles) > 0 OR (password_hash IS NULL AND start_code_id IS NULL))
);
CREATE INDEX account_members ON account (organisation, display_name, id) WHERE cardinality(roles) > 0;
CREATE INDEX account_removed ON account (organisation, display_name, id) WHERE cardinality(roles) = 0;
CREATE INDEX account_invited ON account (organisation, id) WHERE cardinality(roles) > 0 AND password_hash IS NULL;
COMMENT ON COLUMN account.sign_in_name IS 'Unique in the installation: it is typed before anybody knows for which organisation.';
COMMENT ON COLUMN account.start_code_id IS 'The code follows from it and from a key that is not in the database.';

CREATE TABLE session (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES account,
    started_at timestamptz NOT NULL,
    renewed_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX session_of_account ON session (account_id, started_at);

CREATE FUNCTION account_of_name(of_name text)
RETURNS TABLE (id uuid, organisation uuid, password_hash text, roles text[], waits_until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $find$
    SELECT a.id, a.organisation, a.password_hash, a.roles, a.waits_until FROM account AS a WHERE a.sign_in_name = of_name
$find$;
COMMENT ON FUNCTION account_of_name IS 'Whatever its organisation: who signs in only has a name. Tells what that needs, no more.';
REVOKE ALL ON FUNCTION account_of_name FROM PUBLIC
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION account_of_name TO {service_of_migration()}_app")
    scope_by_organisation("organisation", rights="SELECT, INSERT, UPDATE")
    scope_by_organisation("account", rights="SELECT, INSERT, UPDATE")
    scope_by_organisation("session")
