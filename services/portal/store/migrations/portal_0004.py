"""Passkeys, a PIN for shared tablets, and on what somebody is signed in."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "portal_0004"
down_revision = "portal_0003"

TABLES = """
ALTER TABLE account
    ADD COLUMN pin_hash text,
    ADD COLUMN wrong_pins integer NOT NULL DEFAULT 0,
    ADD COLUMN proofs_from timestamptz;
COMMENT ON COLUMN account.proofs_from IS 'What somebody proved on a shared tablet before this moment counts no more.';

ALTER TABLE session
    ADD COLUMN device text NOT NULL DEFAULT 'unknown',
    ADD COLUMN shared boolean NOT NULL DEFAULT false,
    ADD COLUMN proved_at timestamptz NOT NULL DEFAULT now();
UPDATE session SET proved_at = started_at;

CREATE TABLE passkey (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES account,
    credential bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    signed bigint NOT NULL,
    name text NOT NULL,
    added_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX passkey_of_account ON passkey (account_id, id);
COMMENT ON COLUMN passkey.signed IS 'How often it says it has signed. One that goes back was copied.';

CREATE TABLE spent_challenge (
    organisation uuid NOT NULL,
    challenge bytea NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (organisation, challenge)
);
CREATE INDEX spent_challenge_until ON spent_challenge (organisation, until);
COMMENT ON TABLE spent_challenge IS 'What was answered once, until it is too old to be answered again.';

CREATE FUNCTION passkey_of_credential(of_credential bytea)
RETURNS TABLE (id uuid, organisation uuid, account_id uuid, public_key bytea, signed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $find$
    SELECT p.id, p.organisation, p.account_id, p.public_key, p.signed FROM passkey AS p WHERE p.credential = of_credential
$find$;
COMMENT ON FUNCTION passkey_of_credential IS 'Whatever its organisation: who signs in with a passkey types no name.';
REVOKE ALL ON FUNCTION passkey_of_credential FROM PUBLIC;

CREATE UNIQUE INDEX account_start_code ON account (start_code_id) WHERE start_code_id IS NOT NULL;
CREATE FUNCTION account_of_start_code(of_code uuid)
RETURNS TABLE (id uuid, organisation uuid, sign_in_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $find$
    SELECT a.id, a.organisation, a.sign_in_name FROM account AS a WHERE a.start_code_id = of_code
$find$;
COMMENT ON FUNCTION account_of_start_code IS 'Whatever its organisation: a link on paper says which code it is, and no name.';
REVOKE ALL ON FUNCTION account_of_start_code FROM PUBLIC
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION passkey_of_credential, account_of_start_code TO {service_of_migration()}_app")
    scope_by_organisation("passkey")
    scope_by_organisation("spent_challenge", rights="SELECT, INSERT, DELETE")
