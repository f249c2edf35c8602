"""Files that only some colleagues open, who they are; and a room or a bag that is forgotten."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0026"
down_revision = "loans_0025"
branch_labels = None

TABLES = """
CREATE TABLE closed_file (
    household_id uuid PRIMARY KEY REFERENCES household ON DELETE CASCADE,
    organisation uuid NOT NULL,
    closed_by uuid NOT NULL,
    closed_at timestamptz NOT NULL
);
CREATE INDEX closed_file_here ON closed_file (organisation);
COMMENT ON TABLE closed_file IS 'Families whose file only the file readers of the organisation open.';

CREATE TABLE file_reader (
    organisation uuid NOT NULL,
    person_id uuid NOT NULL,
    since date NOT NULL,
    PRIMARY KEY (organisation, person_id)
);
COMMENT ON TABLE file_reader IS 'Colleagues whom a coordinator chose to open closed files.';

ALTER TABLE household DROP CONSTRAINT only_families_tell;
ALTER TABLE household ADD CONSTRAINT only_families_tell CHECK (
    erased_on IS NOT NULL OR
    CASE kind WHEN 'household' THEN belongs_to IS NULL
    ELSE call_name IS NOT NULL AND belongs_to IS NOT NULL AND telephone IS NULL AND visits = 'no' AND calls = 'not_asked' END
)
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("closed_file", rights="SELECT, INSERT, DELETE")
    scope_by_organisation("file_reader", rights="SELECT, INSERT, DELETE")
