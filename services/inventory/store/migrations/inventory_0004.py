"""What inventory knows of helpdesk's tickets: whoever has a machine in hand sees that somebody asks something about it."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0004"
down_revision = "inventory_0003"

TABLES = """
CREATE TABLE known_ticket (
    ticket_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    device_id uuid NOT NULL,
    number integer,
    is_open boolean NOT NULL,
    sequence bigint NOT NULL
);
CREATE INDEX known_ticket_of_device ON known_ticket (organisation, device_id, ticket_id) WHERE is_open;
COMMENT ON TABLE known_ticket IS 'Projection of helpdesk: tickets about a machine. No words of anybody.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("known_ticket")
