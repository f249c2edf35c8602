"""Of two sorts of a thing a family took one: somebody says which, and until then no number changes."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0024"
down_revision = "inventory_0023"
branch_labels = None

TABLE = """
CREATE TABLE along_question (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
    loan_id uuid NOT NULL,
    kind text NOT NULL,
    gone_on date NOT NULL
);
CREATE INDEX along_question_open ON along_question (organisation, id);
CREATE INDEX along_question_of_device ON along_question (device_id);
CREATE INDEX along_question_of_loan ON along_question (loan_id);
COMMENT ON TABLE along_question IS 'One of this kind went along with a loan, and nobody said yet which. The answer ends its row.'
"""


def upgrade() -> None:
    run_statements(TABLE)
    scope_by_organisation("along_question")
