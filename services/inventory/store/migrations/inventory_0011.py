"""What an organisation wishes of a machine for each use; what a machine is meant for; until when it is kept for a family."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0011"
down_revision = "inventory_0010"
branch_labels = None

TABLES = """
CREATE TABLE use_profile (
    organisation uuid NOT NULL,
    profile text COLLATE "C" NOT NULL,
    wishes jsonb NOT NULL,
    software jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (organisation, profile)
);
COMMENT ON TABLE use_profile IS 'Only what an organisation chose itself; for the rest the usual counts, also when it changes.';

ALTER TABLE device
    ADD COLUMN reserved_until date,
    ADD COLUMN warned_on date,
    ADD COLUMN meant_for text[] NOT NULL DEFAULT '{}',
    ADD COLUMN told_fit text;
COMMENT ON COLUMN device.reserved_until IS 'The last day that it is kept; null begins the days anew in the next daily round.';
COMMENT ON COLUMN device.warned_on IS 'Since when pages warn that this day comes near. Without it nothing expires.';
COMMENT ON COLUMN device.told_fit IS 'A digest of what the last device_ready said about how it fits.';
CREATE INDEX device_kept ON device (organisation, id) WHERE reserved_for IS NOT NULL;
COMMENT ON INDEX device_kept IS 'What the daily round looks at.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("use_profile")
