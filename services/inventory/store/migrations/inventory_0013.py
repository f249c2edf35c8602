"""Recyclers stand on a short list like shelves and partners: chosen, taken off, put back and renamed in the same way."""

from shared.database.access import run_statements

revision = "inventory_0013"
down_revision = "inventory_0012"
branch_labels = None

MOVE = """
INSERT INTO short_list_entry (id, organisation, kind, name, removed_at)
SELECT id, organisation, 'recycler', name, CASE WHEN hidden THEN now() END FROM recycler;
ALTER TABLE hand_over DROP CONSTRAINT hand_over_recycler_id_fkey;
ALTER TABLE hand_over ADD FOREIGN KEY (recycler_id) REFERENCES short_list_entry;
COMMENT ON TABLE recycler IS 'Not used any more. It stays one release: a process of the one before reads it while it is replaced.';
COMMENT ON TABLE short_list_entry IS 'Shelves, rooms, partners and recyclers. What has one that was taken off, keeps it.'
"""


def upgrade() -> None:
    run_statements(MOVE)
