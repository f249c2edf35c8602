"""What the organisation is called is known in the same place in every service: `bus.organisation_face`."""

from alembic import op

revision = "loans_0003"
down_revision = "loans_0002"
depends_on = "bus_0003"

KEEP = """
INSERT INTO bus.organisation_face (organisation, sequence, title, help_line, help_place)
SELECT organisation, sequence, title, help_line, help_place FROM known_organisation
"""


def upgrade() -> None:
    op.execute(KEEP)
    op.execute("DROP TABLE known_organisation")
