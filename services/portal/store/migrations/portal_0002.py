"""The colour and the logo of an organisation."""

from shared.database.access import run_statements, scope_by_organisation

revision = "portal_0002"
down_revision = "portal_0001"

TABLES = """
ALTER TABLE organisation
    ADD COLUMN colour text NOT NULL DEFAULT '',
    ADD COLUMN logo text,
    ADD COLUMN logo_width smallint,
    ADD COLUMN logo_height smallint,
    ADD CHECK ((logo IS NULL) = (logo_width IS NULL) AND (logo IS NULL) = (logo_height IS NULL));

CREATE TABLE organisation_logo (
    organisation uuid PRIMARY KEY REFERENCES organisation,
    picture text NOT NULL,
    png bytea NOT NULL
);
COMMENT ON TABLE organisation_logo IS 'The picture itself, apart: the row of an organisation is read and locked far more often.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("organisation_logo")
