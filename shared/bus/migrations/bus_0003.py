"""What organisations are called and how they look."""

from shared.database.access import run_statements, scope_by_organisation

revision = "bus_0003"
down_revision = "bus_0002"

TABLES = """
CREATE TABLE bus.organisation_face (
    organisation uuid PRIMARY KEY,
    sequence bigint NOT NULL,
    title text NOT NULL,
    help_line text,
    help_place text,
    colour text,
    logo text,
    logo_width smallint,
    logo_height smallint,
    CHECK ((logo IS NULL) = (logo_width IS NULL) AND (logo IS NULL) = (logo_height IS NULL))
);
COMMENT ON TABLE bus.organisation_face IS 'Projection of portal, in every service: every page says whose it is.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("bus.organisation_face", rights="SELECT, INSERT, UPDATE")
