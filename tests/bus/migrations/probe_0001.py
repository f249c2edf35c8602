from shared.database.access import run_statements, scope_by_organisation

revision = "probe_0001"
down_revision = None
branch_labels = ("probe",)

TABLES = """
CREATE TABLE effect (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation uuid NOT NULL,
    group_name text NOT NULL,
    subject uuid NOT NULL,
    number integer NOT NULL,
    sequence bigint NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE newest (
    subject uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    number integer NOT NULL,
    sequence bigint NOT NULL
)
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("effect")
    scope_by_organisation("newest")
