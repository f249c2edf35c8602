"""Texts of the agreement that an organisation makes its own: what somebody works on, what was published, and who read it."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "loans_0014"
down_revision = "loans_0013"
branch_labels = None

# One row of numbers for the whole installation: what was signed says by its number alone which text it was, and so does a link.
TABLES = """
CREATE TABLE agreement_draft (
    organisation uuid NOT NULL,
    level text NOT NULL,
    language text NOT NULL,
    title text NOT NULL,
    blocks jsonb NOT NULL,
    revision integer NOT NULL,
    saved_by uuid NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (organisation, level, language)
);
COMMENT ON TABLE agreement_draft IS 'A text of the agreement that somebody works on. No family reads it.';

CREATE SEQUENCE agreement_number AS integer START 1000;
CREATE TABLE agreement_wording (
    number integer PRIMARY KEY DEFAULT nextval('agreement_number') CHECK (number >= 1000),
    organisation uuid NOT NULL,
    level text NOT NULL,
    language text NOT NULL,
    title text NOT NULL,
    blocks jsonb NOT NULL,
    beside integer REFERENCES agreement_wording,
    score smallint,
    score_limit smallint,
    published_by uuid NOT NULL,
    published_at timestamptz NOT NULL,
    CHECK ((language = 'nl') = (beside IS NULL))
);
CREATE INDEX agreement_wording_newest ON agreement_wording (organisation, level, language, number);
COMMENT ON TABLE agreement_wording IS 'A text of the agreement as published. Written once: what was signed says its number.';
COMMENT ON COLUMN agreement_wording.beside IS 'The Dutch text beside which it stands, and as which it says the same.';

CREATE TABLE agreement_default (
    organisation uuid NOT NULL,
    level text NOT NULL,
    language text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (organisation, level, language)
);
COMMENT ON TABLE agreement_default IS 'Where an organisation that has texts of its own went back to ours.';

CREATE TABLE agreement_reading (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    number integer NOT NULL REFERENCES agreement_wording,
    read_on date NOT NULL,
    readers smallint NOT NULL CHECK (readers BETWEEN 1 AND 99),
    remark text NOT NULL,
    noted_by uuid NOT NULL,
    noted_at timestamptz NOT NULL
);
CREATE INDEX agreement_reading_of_text ON agreement_reading (number, id);
COMMENT ON TABLE agreement_reading IS 'That people for whom a text is meant read it: the day and how many, never who.';

CREATE FUNCTION organisation_of_wording(of_number integer) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $found$
    SELECT w.organisation FROM agreement_wording AS w WHERE w.number = of_number
$found$;
COMMENT ON FUNCTION organisation_of_wording IS 'Whose text it is: who scans the square on paper does not say. Tells nothing else.';
REVOKE ALL ON FUNCTION organisation_of_wording FROM PUBLIC;
"""


def upgrade() -> None:
    run_statements(TABLES)
    app = f"{service_of_migration()}_app"
    op.execute(f"GRANT EXECUTE ON FUNCTION organisation_of_wording TO {app}")
    op.execute(f"GRANT USAGE ON SEQUENCE agreement_number TO {app}")
    scope_by_organisation("agreement_draft")
    scope_by_organisation("agreement_wording", rights="SELECT, INSERT")
    scope_by_organisation("agreement_default", rights="SELECT, INSERT, DELETE")
    scope_by_organisation("agreement_reading", rights="SELECT, INSERT, DELETE")
