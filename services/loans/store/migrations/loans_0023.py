"""How families would rather be reached, and what was done to keep in touch."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0023"
down_revision = "loans_0022"
branch_labels = None

TABLES = """
CREATE TABLE household_reach (
    household_id uuid PRIMARY KEY REFERENCES household ON DELETE CASCADE,
    organisation uuid NOT NULL,
    channel text,
    neutral boolean NOT NULL DEFAULT false,
    messages boolean NOT NULL DEFAULT true,
    address text
);
COMMENT ON TABLE household_reach IS 'What a family said about how we reach it. No row: it never said anything.';
COMMENT ON COLUMN household_reach.address IS 'Only where the family wants letters by post.';

CREATE TABLE touch (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    loan_id uuid NOT NULL REFERENCES loan ON DELETE CASCADE,
    household_id uuid NOT NULL,
    about text NOT NULL,
    on_day date NOT NULL,
    due_told boolean NOT NULL,
    passed_told boolean NOT NULL,
    call_since date,
    call_on date,
    settled_on date
);
CREATE UNIQUE INDEX touch_once ON touch (loan_id, about, on_day);
CREATE INDEX touch_to_call ON touch (organisation, call_since, id) WHERE call_since IS NOT NULL AND settled_on IS NULL;
CREATE INDEX touch_of_household ON touch (household_id);
COMMENT ON TABLE touch IS 'Keeping in touch about one day of a loan: when we look again, or when its internet runs out.';

CREATE TABLE touch_message (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    touch_id uuid NOT NULL REFERENCES touch ON DELETE CASCADE,
    said text NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    neutral boolean NOT NULL,
    state text NOT NULL,
    made_on date NOT NULL,
    sent_on date,
    sent_by uuid
);
CREATE UNIQUE INDEX touch_message_once ON touch_message (touch_id, said);
CREATE INDEX touch_message_ready ON touch_message (organisation, id) WHERE state = 'ready';
CREATE INDEX touch_message_sent ON touch_message (organisation, sent_on) WHERE state = 'sent';
COMMENT ON TABLE touch_message IS 'Every message to a family: which text, by what, in which language. Never the number.';

CREATE TABLE touch_try (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    touch_id uuid NOT NULL REFERENCES touch ON DELETE CASCADE,
    outcome text NOT NULL,
    on_day date NOT NULL,
    called_by uuid NOT NULL
);
CREATE INDEX touch_try_of_touch ON touch_try (touch_id, id);

INSERT INTO bus.job (id, organisation, kind, unique_key, run_at)
SELECT gen_random_uuid(), organisation, 'touch_round', to_char(current_date + 1, 'YYYY-MM-DD'), current_date + 1 + time '05:30'
FROM (SELECT DISTINCT organisation FROM loan WHERE status = 'running') AS lending
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("household_reach")
    scope_by_organisation("touch")
    scope_by_organisation("touch_message")
    scope_by_organisation("touch_try", rights="SELECT, INSERT, DELETE")
