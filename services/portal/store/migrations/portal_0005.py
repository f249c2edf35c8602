"""An organisation's own sign-in elsewhere, and who comes in by it."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "portal_0005"
down_revision = "portal_0004"

TABLES = """
CREATE TABLE identity_provider (
    organisation uuid PRIMARY KEY REFERENCES organisation,
    door text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret bytea NOT NULL,
    works boolean NOT NULL
);
COMMENT ON COLUMN identity_provider.door IS 'Unique in the installation: it is an address that is opened before anybody signed in.';
COMMENT ON COLUMN identity_provider.client_secret IS 'Sealed with a key that is not in the database.';

CREATE TABLE identity_link (
    account_id uuid PRIMARY KEY REFERENCES account,
    organisation uuid NOT NULL REFERENCES organisation,
    subject bytea NOT NULL,
    linked_at timestamptz NOT NULL,
    UNIQUE (organisation, subject)
);
COMMENT ON COLUMN identity_link.subject IS 'A keyed hash of issuer and subject: at some providers a subject is an e-mail address.';

CREATE FUNCTION organisation_of_door(of_door text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $find$
    SELECT p.organisation FROM identity_provider AS p WHERE p.door = of_door
$find$;
COMMENT ON FUNCTION organisation_of_door IS 'Whatever the organisation: who signs in only has an address. Tells an id, no more.';
REVOKE ALL ON FUNCTION organisation_of_door FROM PUBLIC
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION organisation_of_door TO {service_of_migration()}_app")
    scope_by_organisation("identity_provider")
    scope_by_organisation("identity_link", rights="SELECT, INSERT, DELETE")
