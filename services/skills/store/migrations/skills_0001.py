"""Places to learn, codes, assessments with their answers, and the codes of households."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "skills_0001"
down_revision = None
branch_labels = ("skills",)

TABLES = """
CREATE TABLE learner (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid,
    number integer NOT NULL,
    enrolled_on date NOT NULL,
    code_number integer NOT NULL,
    code_given_on date,
    sharing text NOT NULL,
    shared_on date,
    goals text[] NOT NULL,
    told text[] NOT NULL,
    UNIQUE NULLS NOT DISTINCT (organisation, household_id, number),
    CHECK ((code_number > 0) = (code_given_on IS NOT NULL)),
    CHECK ((sharing <> 'only_me') = (shared_on IS NOT NULL))
);
CREATE INDEX learner_newest ON learner (organisation, id);
CREATE INDEX learner_without_code ON learner (organisation, id) WHERE code_number = 0;
CREATE INDEX learner_shared ON learner (organisation, id) WHERE shared_on IS NOT NULL;
CREATE INDEX learner_shared_lately ON learner (organisation, shared_on, id) WHERE shared_on IS NOT NULL;
COMMENT ON TABLE learner IS 'A place to learn. Nobody has a name here.';

CREATE TABLE learner_code (
    code_hash bytea PRIMARY KEY,
    organisation uuid NOT NULL,
    learner_id uuid NOT NULL UNIQUE REFERENCES learner,
    number integer NOT NULL
);
COMMENT ON TABLE learner_code IS 'The newest code of each learner, as a hash with a key that is not in the database.';

CREATE FUNCTION learner_of_code(of_hash bytea) RETURNS TABLE (organisation uuid, learner_id uuid, number integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $found$
    SELECT c.organisation, c.learner_id, c.number FROM learner_code AS c WHERE c.code_hash = of_hash
$found$;
COMMENT ON FUNCTION learner_of_code IS 'Whatever its organisation: who types a code does not say of which. Tells nothing else.';
REVOKE ALL ON FUNCTION learner_of_code FROM PUBLIC;

CREATE TABLE wish (
    source_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    heard_on date NOT NULL
);
COMMENT ON TABLE wish IS 'Loans and visits whose wish to learn was answered with places, so that they are not answered twice.';

CREATE TABLE assessment (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    learner_id uuid NOT NULL REFERENCES learner,
    number integer NOT NULL,
    started_at timestamptz NOT NULL,
    stopped boolean NOT NULL,
    news boolean NOT NULL,
    items_version integer NOT NULL,
    framework text NOT NULL,
    UNIQUE (learner_id, number)
);

CREATE TABLE answer (
    assessment_id uuid NOT NULL REFERENCES assessment,
    item_id text COLLATE "C" NOT NULL,
    organisation uuid NOT NULL,
    position integer NOT NULL,
    response text NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (assessment_id, item_id)
);

CREATE TABLE known_household (
    household_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    code text COLLATE "C" NOT NULL
);
CREATE INDEX known_household_code ON known_household (organisation, code);
COMMENT ON TABLE known_household IS 'Projection of loans: which code a household has.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(f"GRANT EXECUTE ON FUNCTION learner_of_code TO {service_of_migration()}_app")
    for table in ("learner", "learner_code", "wish", "assessment", "answer", "known_household"):
        scope_by_organisation(table)
