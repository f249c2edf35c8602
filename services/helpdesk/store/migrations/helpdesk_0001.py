"""Tickets and visits, and what helpdesk knows of devices, loans, families and organisations."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "helpdesk_0001"
down_revision = None
branch_labels = ("helpdesk",)

TABLES = """
CREATE TABLE ticket_number (
    organisation uuid PRIMARY KEY,
    last_number integer NOT NULL
);

CREATE TABLE ticket (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    number integer NOT NULL,
    symptom text NOT NULL,
    channel text NOT NULL,
    opened_at timestamptz NOT NULL,
    follow_token text COLLATE "C" NOT NULL,
    device_id uuid,
    household_id uuid,
    status text NOT NULL,
    decision text,
    resolution text,
    handed_to text,
    callback_open boolean NOT NULL,
    callback_asker text,
    callback_tries integer NOT NULL,
    loaner_asked boolean NOT NULL,
    repair_outcome text,
    drive_fate text,
    files_answer text,
    new_drives json NOT NULL,
    UNIQUE (organisation, number),
    UNIQUE (organisation, follow_token),
    CHECK ((resolution IS NOT NULL) = (status = 'closed')),
    CHECK ((callback_asker IS NOT NULL) = callback_open)
);
CREATE INDEX ticket_queue ON ticket (organisation, (NOT callback_open), id)
    WHERE status IN ('open', 'triaged') OR callback_open;
CREATE INDEX ticket_by_status ON ticket (organisation, status, id);
CREATE INDEX ticket_of_device ON ticket (organisation, device_id, id) WHERE device_id IS NOT NULL;

CREATE TABLE ticket_note (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES ticket,
    kind text NOT NULL,
    text text NOT NULL,
    written_by uuid,
    written_at timestamptz NOT NULL
);
CREATE INDEX ticket_note_of_ticket ON ticket_note (ticket_id, id);

CREATE TABLE visit (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL,
    loan_id uuid,
    purpose text NOT NULL,
    planned_for date NOT NULL,
    due_on date NOT NULL,
    status text NOT NULL,
    claimed_by uuid
);
CREATE INDEX visit_due ON visit (organisation, due_on, id) WHERE status = 'planned';
CREATE INDEX visit_of_household ON visit (organisation, household_id, id);
CREATE UNIQUE INDEX visit_once ON visit (loan_id, purpose, planned_for) WHERE purpose <> 'help';
COMMENT ON INDEX visit_once IS 'Never two follow-ups for the same loan and day.';

CREATE TABLE visit_attempt (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    visit_id uuid NOT NULL REFERENCES visit,
    outcome text NOT NULL,
    findings text[] NOT NULL,
    noted_by uuid NOT NULL,
    noted_at timestamptz NOT NULL,
    noted_on date NOT NULL,
    note_kind text,
    note text
);
CREATE INDEX visit_attempt_of_visit ON visit_attempt (visit_id, id);

CREATE TABLE known_device (
    device_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    code text COLLATE "C",
    maker text,
    model text,
    chassis text,
    status text,
    status_sequence bigint NOT NULL DEFAULT 0
);
CREATE INDEX known_device_code ON known_device (code);
COMMENT ON TABLE known_device IS 'Projection of inventory: what a device is never changes, its status only for something newer.';

CREATE TABLE known_loan (
    loan_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL,
    household_code text,
    started_on date,
    ended_on date
);
CREATE INDEX known_loan_of_household ON known_loan (organisation, household_id, loan_id);
COMMENT ON TABLE known_loan IS 'Projection of loans: a beginning and an end, each told once, in whatever order they are read.';

CREATE TABLE loan_device (
    loan_id uuid NOT NULL,
    device_id uuid NOT NULL,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    has boolean NOT NULL,
    PRIMARY KEY (loan_id, device_id)
);
CREATE INDEX loan_device_of_device ON loan_device (organisation, device_id) WHERE has;
COMMENT ON TABLE loan_device IS 'Projection of loans: whether the family has this device now.';

CREATE TABLE known_loaner (
    ticket_id uuid NOT NULL,
    subject uuid NOT NULL,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    told_at timestamptz NOT NULL,
    state text NOT NULL,
    device_id uuid,
    reason text,
    PRIMARY KEY (ticket_id, subject)
);
COMMENT ON TABLE known_loaner IS 'Projection: what inventory and loans said last about a loaner, a row for each that speaks.';

CREATE TABLE known_wish (
    household_id uuid NOT NULL,
    purpose text NOT NULL,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (household_id, purpose)
);

CREATE TABLE known_training (
    learner_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    sequence bigint NOT NULL,
    household_id uuid,
    competences text[] NOT NULL
);
CREATE INDEX known_training_of_household ON known_training (organisation, household_id);

CREATE TABLE known_organisation (
    organisation uuid PRIMARY KEY,
    sequence bigint NOT NULL,
    title text NOT NULL,
    help_line text,
    help_place text
);

CREATE FUNCTION find_public_code(wanted text) RETURNS TABLE (organisation uuid, device_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $found$
    SELECT d.organisation, d.device_id FROM public.known_device AS d WHERE d.code = wanted COLLATE "C" LIMIT 1
$found$;
COMMENT ON FUNCTION find_public_code IS 'Over all organisations: who scans a sticker knows only its code. Tells nothing else.';
REVOKE ALL ON FUNCTION find_public_code FROM PUBLIC;
"""
SCOPED = (
    "ticket_number",
    "ticket",
    "ticket_note",
    "visit",
    "visit_attempt",
    "known_device",
    "known_loan",
    "loan_device",
    "known_loaner",
    "known_wish",
    "known_training",
    "known_organisation",
)


def upgrade() -> None:
    run_statements(TABLES)
    for table in SCOPED:
        scope_by_organisation(table)
    op.execute(f"GRANT EXECUTE ON FUNCTION find_public_code TO {service_of_migration()}_app")
