"""What the organisation is called is known in the same place in every service: `bus.organisation_face`.

Inventory knew the help line alone. It stays, or stickers would come out without it; the title comes with the next event.
"""

from alembic import op

revision = "inventory_0003"
down_revision = "inventory_0002"
depends_on = "bus_0003"

KEEP = """
INSERT INTO bus.organisation_face (organisation, sequence, title, help_line)
SELECT organisation, sequence, '', help_line FROM known_organisation
"""


def upgrade() -> None:
    op.execute(KEEP)
    op.execute("DROP TABLE known_organisation")
