"""What was printed to be signed with a pen, so that the text that is kept is the one that stands on the paper."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0034"
down_revision = "loans_0033"
branch_labels = None

TABLES = """
CREATE TABLE agreement_print (
    loan_id uuid NOT NULL REFERENCES loan ON DELETE CASCADE,
    document_sha256 text NOT NULL CHECK (document_sha256 ~ '^[0-9a-f]{64}$'),
    organisation uuid NOT NULL,
    language text NOT NULL,
    level text NOT NULL,
    template_version integer NOT NULL,
    look_again_on date NOT NULL,
    ends_on date,
    printed_at timestamptz NOT NULL,
    PRIMARY KEY (loan_id, document_sha256)
);
COMMENT ON TABLE agreement_print IS 'Texts that were printed and wait for a pen; they go once something is signed.'
"""


def upgrade() -> None:
    """A process of before prints without noting it; then the text of the day on which it is signed is kept, as ever."""
    run_statements(TABLES)
    scope_by_organisation("agreement_print", rights="SELECT, INSERT, UPDATE, DELETE")
