"""Outbox, inbox, parked events, jobs and remembered answers."""

from alembic import op

from shared.database.access import open_to_bus, run_statements, scope_by_organisation, service_of_migration

revision = "bus_0001"
down_revision = None
branch_labels = ("bus",)

TABLES = """
CREATE TABLE bus.subject (
    subject uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    last_sequence bigint NOT NULL
);
COMMENT ON TABLE bus.subject IS 'Counts the events of one aggregate; its row lock makes them commit in that order.';

CREATE TABLE bus.outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    organisation uuid NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    sequence bigint NOT NULL,
    headers json NOT NULL,
    value json NOT NULL,
    recorded_at timestamptz NOT NULL,
    sent_at timestamptz
);
CREATE INDEX outbox_unsent ON bus.outbox (id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON bus.outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE bus.inbox (
    group_name text NOT NULL,
    event_id uuid NOT NULL,
    organisation uuid NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_name, event_id)
);

CREATE TABLE bus.blocked_key (
    group_name text NOT NULL,
    key text NOT NULL,
    organisation uuid,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    blocked_at timestamptz NOT NULL,
    PRIMARY KEY (group_name, key)
);
COMMENT ON COLUMN bus.blocked_key.next_attempt_at IS 'Empty: a dead letter is in front and a person decides.';
CREATE INDEX blocked_key_due ON bus.blocked_key (next_attempt_at);

CREATE TABLE bus.parked_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_name text NOT NULL,
    key text NOT NULL,
    organisation uuid,
    event_id uuid NOT NULL,
    topic text NOT NULL,
    headers json NOT NULL,
    value bytea NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'dead', 'discarded')),
    error text,
    parked_at timestamptz NOT NULL,
    decided_at timestamptz,
    UNIQUE (group_name, event_id)
);
CREATE INDEX parked_event_queue ON bus.parked_event (group_name, key, id) WHERE state <> 'discarded';

CREATE FUNCTION bus.front_of(of_group text, of_key text) RETURNS TABLE (id bigint, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = bus, pg_temp AS $front$
    SELECT p.id, p.state FROM bus.parked_event AS p
    WHERE p.group_name = of_group AND p.key = of_key AND p.state <> 'discarded' ORDER BY p.id LIMIT 1
$front$;
COMMENT ON FUNCTION bus.front_of IS 'Whatever its organisation: one that cannot be read must not be overtaken. Tells nothing else.';
REVOKE ALL ON FUNCTION bus.front_of FROM PUBLIC;

CREATE TABLE bus.job (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    kind text NOT NULL,
    unique_key text NOT NULL,
    run_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
    error text,
    UNIQUE (organisation, kind, unique_key)
);
CREATE INDEX job_due ON bus.job (run_at) WHERE state = 'waiting';

CREATE TABLE bus.answer (
    organisation uuid NOT NULL,
    idempotency_key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    location text,
    body json,
    answered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organisation, idempotency_key)
);
COMMENT ON TABLE bus.answer IS 'The inbox of commands: the same Idempotency-Key gets the first answer again.';
CREATE INDEX answer_age ON bus.answer (answered_at);
"""


def upgrade() -> None:
    run_statements(TABLES)
    service = service_of_migration()
    op.execute(f"GRANT USAGE ON SCHEMA bus TO {service}_app, {service}_bus")
    op.execute(f"GRANT EXECUTE ON FUNCTION bus.front_of TO {service}_app")
    scope_by_organisation("bus.subject", rights="SELECT, INSERT, UPDATE")
    scope_by_organisation("bus.outbox", rights="SELECT, INSERT")
    scope_by_organisation("bus.inbox", rights="SELECT, INSERT")
    scope_by_organisation("bus.blocked_key")
    scope_by_organisation("bus.parked_event")
    scope_by_organisation("bus.job", rights="SELECT, INSERT, UPDATE")
    scope_by_organisation("bus.answer", rights="SELECT, INSERT, UPDATE")
    # A record whose organisation cannot be read blocks its key for everybody: see it and wait for it, but never change it.
    op.execute(f"CREATE POLICY unknown_seen ON bus.blocked_key FOR SELECT TO {service}_app USING (organisation IS NULL)")
    op.execute(
        f"CREATE POLICY unknown_waited_for ON bus.blocked_key FOR UPDATE TO {service}_app "
        "USING (organisation IS NULL) WITH CHECK (false)"
    )
    open_to_bus("bus.outbox", rights="SELECT, UPDATE (sent_at), DELETE")
    open_to_bus("bus.inbox", rights="SELECT, INSERT")
    open_to_bus("bus.blocked_key", rights="SELECT, INSERT, UPDATE, DELETE")
    open_to_bus("bus.parked_event", rights="SELECT, INSERT, UPDATE, DELETE")
    open_to_bus("bus.job", rights="SELECT, UPDATE, DELETE")
    open_to_bus("bus.answer", rights="SELECT (organisation, idempotency_key, answered_at), DELETE")
