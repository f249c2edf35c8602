"""Families with a name, agreements, loans, who looked and why, and what loans hears of tickets and organisations."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0002"
down_revision = "loans_0001"
branch_labels = None

TABLES = """
ALTER TABLE household
    ADD COLUMN call_name text,
    ADD COLUMN telephone text,
    ADD COLUMN language text NOT NULL DEFAULT 'nl',
    ADD COLUMN visits text NOT NULL DEFAULT 'not_asked',
    ADD COLUMN calls text NOT NULL DEFAULT 'not_asked';
CREATE INDEX household_newest ON household (organisation, id);

CREATE TABLE household_name (
    organisation uuid NOT NULL,
    beginning text COLLATE "C" NOT NULL,
    household_id uuid NOT NULL REFERENCES household ON DELETE CASCADE,
    PRIMARY KEY (organisation, beginning, household_id)
);
CREATE INDEX household_name_of ON household_name (household_id);
COMMENT ON TABLE household_name IS 'The name from each of its words on. Asked with ranges: they keep their index under policies.';

ALTER TABLE request ADD COLUMN wishes text[] NOT NULL DEFAULT '{}';
ALTER TABLE request DROP CONSTRAINT request_check;
ALTER TABLE request ADD CONSTRAINT request_check CHECK ((device_id IS NOT NULL) = (status IN ('claimed', 'reserved', 'lent')));
CREATE INDEX request_of_household ON request (household_id, id);

CREATE TABLE loan (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    request_id uuid NOT NULL REFERENCES request,
    household_id uuid NOT NULL REFERENCES household,
    status text NOT NULL,
    accessories text[] NOT NULL,
    learners smallint NOT NULL,
    started_on date,
    look_again_on date,
    ended_on date,
    not_returned text[] NOT NULL DEFAULT '{}',
    kept_at timestamptz,
    changed_at timestamptz NOT NULL,
    CHECK ((started_on IS NOT NULL) = (status IN ('running', 'returning', 'ended')))
);
CREATE INDEX loan_newest ON loan (organisation, status, id);
CREATE INDEX loan_look_again ON loan (organisation, look_again_on, id) WHERE status = 'running';
CREATE INDEX loan_of_household ON loan (household_id, id);
CREATE UNIQUE INDEX loan_of_request ON loan (request_id) WHERE status <> 'cancelled';
COMMENT ON INDEX loan_of_request IS 'One request becomes one loan.';

CREATE TABLE loan_line (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    loan_id uuid NOT NULL REFERENCES loan,
    device_id uuid NOT NULL,
    kind text NOT NULL,
    ticket_id uuid,
    original_device_id uuid,
    reserved_by uuid,
    ended text
);
CREATE INDEX loan_line_of_loan ON loan_line (loan_id, id);
CREATE UNIQUE INDEX loan_line_device ON loan_line (device_id) WHERE ended IS NULL;
COMMENT ON INDEX loan_line_device IS 'One machine is on one loan at a time.';

CREATE TABLE agreement (
    loan_id uuid PRIMARY KEY REFERENCES loan,
    organisation uuid NOT NULL,
    text text NOT NULL,
    sha256 text NOT NULL,
    template_version integer NOT NULL,
    language text NOT NULL,
    way text NOT NULL,
    signature_name text,
    explained_in text,
    seen_by uuid NOT NULL,
    signed_at timestamptz NOT NULL
);
COMMENT ON TABLE agreement IS 'What was agreed, to the letter. Written once.';

CREATE TABLE disclosure (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL REFERENCES household,
    service text NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    what text[] NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX disclosure_of_household ON disclosure (household_id, id);
COMMENT ON TABLE disclosure IS 'Who looked at a name, and why. The family reads it; nobody rewrites it.';

ALTER TABLE known_device ADD COLUMN state text, ADD COLUMN back_by uuid;
COMMENT ON COLUMN known_device.back_by IS 'The newest event that said: back with the family after a repair.';

CREATE TABLE known_ticket (
    ticket_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    open boolean NOT NULL,
    device_id uuid,
    household_id uuid,
    symptom text,
    opened_at timestamptz
);
CREATE INDEX known_ticket_of_device ON known_ticket (device_id) WHERE open;
CREATE INDEX known_ticket_of_household ON known_ticket (household_id) WHERE open;
COMMENT ON TABLE known_ticket IS 'Projection of helpdesk.';

CREATE TABLE known_organisation (
    organisation uuid PRIMARY KEY,
    sequence bigint NOT NULL,
    title text NOT NULL,
    help_line text,
    help_place text
);
COMMENT ON TABLE known_organisation IS 'Projection of portal.'
"""

# Requests for which a machine was kept before loans existed get theirs now.
PREPARE = """
INSERT INTO loan (id, organisation, request_id, household_id, status, accessories, learners, changed_at)
SELECT gen_random_uuid(), organisation, id, household_id, 'ready_to_sign', '{charger}', 0, now()
FROM request WHERE status = 'reserved';
INSERT INTO loan_line (id, organisation, loan_id, device_id, kind)
SELECT gen_random_uuid(), loan.organisation, loan.id, request.device_id, 'lasting'
FROM loan JOIN request ON request.id = loan.request_id
"""


def upgrade() -> None:
    run_statements(TABLES)
    run_statements(PREPARE)
    for table in ("household_name", "loan", "loan_line", "known_ticket", "known_organisation"):
        scope_by_organisation(table)
    for written_once in ("agreement", "disclosure"):
        scope_by_organisation(written_once, rights="SELECT, INSERT")
