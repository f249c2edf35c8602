"""What each reason counted, places that staff chose and why, and who talks with a family."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0013"
down_revision = "loans_0012"
branch_labels = None

# `days_ahead` stays empty for whoever asked a release that did not keep it, also while its processes are being replaced.
TABLES = """
ALTER TABLE request
    ADD COLUMN days_ahead jsonb,
    ADD COLUMN rule_place date,
    ADD COLUMN moved_key uuid,
    ADD COLUMN line_key uuid GENERATED ALWAYS AS (coalesce(moved_key, id)) STORED,
    ADD COLUMN talk_by uuid;
COMMENT ON COLUMN request.days_ahead IS 'How many days ahead in line each reason put it; empty: as it counted for everybody then.';
COMMENT ON COLUMN request.rule_place IS 'The day that the rule gave, where staff chose another place in line; else empty.';
COMMENT ON COLUMN request.line_key IS 'Decides among those of the same day: its id, or what lies between two others after a move.';
COMMENT ON COLUMN request.talk_by IS 'The colleague who will talk with the family; another one may take it over.';
CREATE INDEX request_line_moved ON request (organisation, place_in_line, line_key) WHERE status = 'waiting';
CREATE INDEX request_line_by_profile_moved ON request (organisation, profile, place_in_line, line_key) WHERE status = 'waiting';
DROP INDEX request_line;
DROP INDEX request_line_by_profile;
CREATE INDEX request_talk_taken ON request (organisation, talk_by, id) WHERE talk_by IS NOT NULL;

CREATE TABLE line_move (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    request_id uuid NOT NULL,
    kind text NOT NULL,
    before_request uuid,
    from_number integer NOT NULL,
    to_number integer NOT NULL,
    reason text,
    words text,
    moved_by uuid NOT NULL,
    moved_at timestamptz NOT NULL
);
CREATE INDEX line_move_of_request ON line_move (request_id, id);
COMMENT ON TABLE line_move IS 'Who put which request elsewhere in line and why. Never changed; goes when the family is forgotten.';
COMMENT ON COLUMN line_move.from_number IS 'Which one in line it was then, from 1.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("line_move", rights="SELECT, INSERT, DELETE")
