"""Codes with which a partner hands a machine out for us."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0027"
down_revision = "loans_0026"
branch_labels = None

TABLES = """
CREATE TABLE partner_hand_out (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    loan_id uuid NOT NULL UNIQUE REFERENCES loan ON DELETE CASCADE,
    code_hash bytea NOT NULL UNIQUE,
    language text NOT NULL,
    level text NOT NULL,
    template_version integer NOT NULL,
    document_sha256 text NOT NULL,
    look_again_on date NOT NULL,
    ends_on date,
    for_person uuid,
    made_by uuid NOT NULL,
    valid_until timestamptz NOT NULL,
    given_by uuid,
    given_at timestamptz,
    CHECK ((given_by IS NULL) = (given_at IS NULL))
);
COMMENT ON TABLE partner_hand_out IS 'One for each loan at most. Of the code there is a hash, whose key is not in here.';
COMMENT ON COLUMN partner_hand_out.for_person IS 'The partner who alone may use it; empty: every partner who has the code.';
COMMENT ON COLUMN partner_hand_out.document_sha256 IS 'Of the text on the paper that we printed, to sign with a pen.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("partner_hand_out")
