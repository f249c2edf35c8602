"""More machines under one signature, what is added or comes back meanwhile, and what a colleague ticked at the counter."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0022"
down_revision = "loans_0021"
branch_labels = None

TABLES = """
ALTER TABLE loan_line ADD COLUMN coming text, ADD COLUMN said_lost_on date, ADD COLUMN wiped_on date;
COMMENT ON COLUMN loan_line.coming IS 'asked or kept: to be added, and did not go along yet; null: it went along.';
COMMENT ON COLUMN loan_line.said_lost_on IS 'Since when the family says that it is lost or stolen. It moves nothing.';
COMMENT ON COLUMN loan_line.wiped_on IS 'When inventory saw that it is empty, after it was on this loan.';
CREATE INDEX loan_line_said_lost ON loan_line (organisation, loan_id) WHERE said_lost_on IS NOT NULL AND ended IS NULL;
CREATE INDEX loan_line_of_device ON loan_line (device_id, id);
CREATE INDEX known_device_code ON known_device (organisation, code);
ALTER TABLE loan ADD COLUMN handed_over text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN loan.handed_over IS 'What a colleague ticked when it left. A list to look at; nothing waits for it.';

CREATE TABLE addendum (
    loan_id uuid NOT NULL REFERENCES loan,
    part smallint NOT NULL,
    organisation uuid NOT NULL,
    made_on date NOT NULL,
    language text NOT NULL,
    text text NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (loan_id, part)
);
COMMENT ON TABLE addendum IS 'What changed after the signature, to the letter. Written once; goes when a family is forgotten.';
COMMENT ON COLUMN addendum.part IS 'From 2: the first part is what was signed.';

CREATE TABLE loan_return (
    loan_id uuid PRIMARY KEY REFERENCES loan,
    organisation uuid NOT NULL,
    brought_by text NOT NULL
);
COMMENT ON TABLE loan_return IS 'Who brought it back for the family, where somebody said so. Goes when a family is forgotten.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    for table in ("addendum", "loan_return"):
        scope_by_organisation(table, rights="SELECT, INSERT, DELETE")
