"""From when a colleague is warned, what an organisation says now, and where to ask about what is written down."""

from shared.database.access import run_statements

revision = "bus_0007"
down_revision = "bus_0006"

TABLES = """
ALTER TABLE bus.organisation_face
    ADD COLUMN limits jsonb,
    ADD COLUMN notice jsonb,
    ADD COLUMN ask_about_data text
"""


def upgrade() -> None:
    run_statements(TABLES)
