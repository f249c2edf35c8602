"""Cards of families, and who is in with one."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "loans_0004"
down_revision = "loans_0003"
branch_labels = None

TABLES = """
CREATE TABLE family_card (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL REFERENCES household ON DELETE CASCADE,
    person smallint NOT NULL,
    code_hash bytea NOT NULL UNIQUE,
    only_loans uuid[],
    pin_hash text NOT NULL,
    pin_number integer NOT NULL,
    wrong_tries integer NOT NULL,
    made_by uuid NOT NULL,
    made_on date NOT NULL,
    blocked_by uuid,
    blocked_at timestamptz,
    last_used_on date,
    UNIQUE (household_id, person),
    CHECK ((blocked_by IS NOT NULL) = (blocked_at IS NOT NULL))
);
COMMENT ON TABLE family_card IS 'One for each person. Of code and PIN there are hashes, with keys that are not in the database.';

CREATE TABLE family_session (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    card_id uuid NOT NULL REFERENCES family_card ON DELETE CASCADE,
    seen_at timestamptz NOT NULL,
    wrong_before integer NOT NULL
);
CREATE INDEX family_session_of_card ON family_session (card_id);
COMMENT ON TABLE family_session IS 'Who is in with a card. A row that is gone lets nobody in.';

CREATE FUNCTION card_of_code(of_hash bytea) RETURNS TABLE (organisation uuid, card_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $found$
    SELECT c.organisation, c.id FROM family_card AS c WHERE c.code_hash = of_hash
$found$;
COMMENT ON FUNCTION card_of_code IS 'Whatever its organisation: who scans a card does not say of which. Tells nothing else.';
REVOKE ALL ON FUNCTION card_of_code FROM PUBLIC;
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION card_of_code TO {service_of_migration()}_app")
    for table in ("family_card", "family_session"):
        scope_by_organisation(table)
