"""How a family signed, the sealed paper and the photo of one, and with which certificate an organisation seals."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0015"
down_revision = "loans_0014"
branch_labels = None

# `manner` stays empty for what an earlier release signed, also while its processes are being replaced: `way` tells then.
TABLES = """
ALTER TABLE agreement
    ADD COLUMN manner text,
    ADD COLUMN signs_as text,
    ADD COLUMN explained_by uuid,
    ADD COLUMN paper_sha256 text;
COMMENT ON COLUMN agreement.manner IS 'By whose hand; empty: `way` tells all that is known.';
COMMENT ON COLUMN agreement.paper_sha256 IS 'Of the sealed PDF as it was made at signing.';
CREATE INDEX agreement_of_paper ON agreement (organisation, paper_sha256) WHERE paper_sha256 IS NOT NULL;
ALTER TABLE agreement_content
    ADD COLUMN institution text,
    ADD COLUMN witness text,
    ADD COLUMN collected_by text,
    ADD COLUMN explainer text;

CREATE TABLE agreement_file (
    loan_id uuid NOT NULL REFERENCES agreement,
    kind text NOT NULL,
    organisation uuid NOT NULL,
    content bytea NOT NULL,
    added_by uuid,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (loan_id, kind)
);
COMMENT ON TABLE agreement_file IS 'Drawing, sealed PDF, photo of the paper. Never changed; goes when a family is forgotten.';

CREATE TABLE seal (
    organisation uuid NOT NULL,
    number integer NOT NULL,
    certificate bytea NOT NULL,
    sealed_key bytea NOT NULL,
    origin text NOT NULL,
    kept_by uuid,
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (organisation, number)
);
COMMENT ON TABLE seal IS 'With what an organisation seals its papers; the highest number counts, the others still check old ones.';
COMMENT ON COLUMN seal.sealed_key IS 'The private key, under the master key of the installation.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("agreement_file", rights="SELECT, INSERT, DELETE")
    scope_by_organisation("seal", rights="SELECT, INSERT")
