"""Who did what, and whether the groups keep up."""

from alembic import op

from shared.database.access import run_statements, scope_by_organisation, service_of_migration

revision = "bus_0004"
down_revision = "bus_0003"

TABLES = """
CREATE TABLE bus.audit_entry (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    at timestamptz NOT NULL,
    actor uuid,
    act text NOT NULL CHECK (act ~ '^[a-z_]{1,60}$'),
    subject uuid,
    detail text CHECK (detail ~ '^[a-z0-9_. -]{1,60}$')
);
CREATE INDEX audit_entry_newest ON bus.audit_entry (organisation, id DESC);
CREATE INDEX audit_entry_old ON bus.audit_entry (at);
COMMENT ON TABLE bus.audit_entry IS 'Written in the transaction of the command. Nobody who serves can change or delete it.';
COMMENT ON COLUMN bus.audit_entry.actor IS 'Empty: a visitor, such as a family at a sticker.';

CREATE TABLE bus.group_state (
    group_name text PRIMARY KEY,
    behind bigint NOT NULL,
    seen_at timestamptz NOT NULL
);
COMMENT ON TABLE bus.group_state IS 'The sign of life of a group: how many events it had still to handle when it last looked.';
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("bus.audit_entry", rights="SELECT, INSERT")
    bus = f"{service_of_migration()}_bus"
    # The bus role tidies up, and can only take what is old: no organisation keeps it for less than a year.
    op.execute(f"GRANT SELECT (organisation, id, at), DELETE ON bus.audit_entry TO {bus}")
    op.execute(f"CREATE POLICY old_seen ON bus.audit_entry FOR SELECT TO {bus} USING (at < now() - interval '1 year')")
    op.execute(f"CREATE POLICY old_forgotten ON bus.audit_entry FOR DELETE TO {bus} USING (at < now() - interval '1 year')")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON bus.group_state TO {bus}")
