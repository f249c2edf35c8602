"""The words and the name under them apart from the fact that something was agreed: those can be forgotten, the fact stays."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0011"
down_revision = "loans_0010"
branch_labels = None

SPLIT = """
CREATE TABLE agreement_content (
    loan_id uuid NOT NULL REFERENCES agreement,
    part smallint NOT NULL DEFAULT 1,
    organisation uuid NOT NULL,
    text text NOT NULL,
    signature_name text,
    PRIMARY KEY (loan_id, part)
);
COMMENT ON TABLE agreement_content IS 'What was agreed, to the letter. Written once; goes when a family is forgotten.';
INSERT INTO agreement_content (loan_id, organisation, text, signature_name)
SELECT loan_id, organisation, text, signature_name FROM agreement;
ALTER TABLE agreement DROP COLUMN text, DROP COLUMN signature_name;
COMMENT ON TABLE agreement IS 'That something was agreed, how, and the hash of it. Written once, and stays.'
"""


def upgrade() -> None:
    run_statements(SPLIT)
    scope_by_organisation("agreement_content", rights="SELECT, INSERT, DELETE")
