"""What portal knows of devices, the line, loans, tickets, visits and learners: for the start page and for search."""

from shared.database.access import run_statements, scope_by_organisation

revision = "portal_0007"
down_revision = "portal_0006"

TABLES = """
CREATE TABLE known_device (
    device_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    code text COLLATE "C",
    maker text,
    model text,
    status text,
    kept_for uuid,
    sequence bigint NOT NULL DEFAULT 0
);
CREATE INDEX known_device_code ON known_device (organisation, code);
CREATE INDEX known_device_status ON known_device (organisation, status, device_id);
CREATE INDEX known_device_kept ON known_device (kept_for) WHERE kept_for IS NOT NULL;
CREATE INDEX known_device_kept_here ON known_device (organisation) WHERE kept_for IS NOT NULL;
COMMENT ON COLUMN known_device.kept_for IS 'The request it lies ready for; empty as soon as anything else is told of it.';

CREATE TABLE known_household (
    household_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    code text COLLATE "C" NOT NULL
);
CREATE INDEX known_household_code ON known_household (organisation, code);
COMMENT ON TABLE known_household IS 'Friendly codes. What a family is called is known in loans alone.';

CREATE TABLE known_request (
    request_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid,
    profile text,
    since date,
    place date,
    over boolean NOT NULL DEFAULT false
);
CREATE INDEX known_request_line ON known_request (organisation, place, request_id) WHERE NOT over AND place IS NOT NULL;
CREATE INDEX known_request_of_household ON known_request (household_id) WHERE NOT over;
COMMENT ON COLUMN known_request.over IS 'Signed or withdrawn: neither is ever taken back, so it is only ever set.';

CREATE TABLE known_loan (
    loan_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    status text NOT NULL DEFAULT 'running',
    status_sequence bigint NOT NULL DEFAULT 0,
    look_again_on date,
    look_again_sequence bigint NOT NULL DEFAULT 0
);
CREATE INDEX known_loan_look_again ON known_loan (organisation, look_again_on) WHERE status = 'running';

CREATE TABLE known_ticket (
    ticket_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    number integer,
    symptom text,
    status text,
    status_sequence bigint NOT NULL DEFAULT 0,
    callback_open boolean NOT NULL DEFAULT false,
    callback_sequence bigint NOT NULL DEFAULT 0
);
CREATE INDEX known_ticket_queue ON known_ticket (organisation, (NOT callback_open), ticket_id)
    WHERE status IN ('open', 'triaged') OR callback_open;
CREATE INDEX known_ticket_in_repair ON known_ticket (organisation, ticket_id) WHERE status = 'in_repair';
CREATE INDEX known_ticket_number ON known_ticket (organisation, number);

CREATE TABLE known_visit (
    visit_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL,
    due_on date,
    sequence bigint NOT NULL
);
CREATE INDEX known_visit_due ON known_visit (organisation, due_on, visit_id) WHERE due_on IS NOT NULL;
CREATE INDEX known_visit_of_household ON known_visit (household_id);
COMMENT ON COLUMN known_visit.due_on IS 'Empty when nobody will go: it is done, or called off.';

CREATE TABLE known_learner (
    learner_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid,
    number integer,
    told boolean NOT NULL DEFAULT false,
    handed_out boolean NOT NULL DEFAULT false
);
CREATE INDEX known_learner_waiting ON known_learner (organisation, learner_id) WHERE told AND NOT handed_out;
CREATE INDEX known_learner_of_household ON known_learner (household_id) WHERE told;
"""
KNOWN = (
    "known_device",
    "known_household",
    "known_request",
    "known_loan",
    "known_ticket",
    "known_visit",
    "known_learner",
)


def upgrade() -> None:
    run_statements(TABLES)
    for table in KNOWN:
        scope_by_organisation(table)
