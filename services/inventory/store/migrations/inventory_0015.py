"""What machines are filtered by, words of who gave them, which family has which loan, and lists that people keep."""

from alembic import op
from sqlalchemy import text

from services.inventory.domain.search import words_of
from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0015"
down_revision = "inventory_0014"
branch_labels = None

TABLES = """
CREATE TABLE device_facet (
    organisation uuid NOT NULL,
    facet text COLLATE "C" NOT NULL,
    device_id uuid NOT NULL REFERENCES device ON DELETE CASCADE,
    PRIMARY KEY (organisation, facet, device_id)
);
CREATE INDEX device_facet_of_device ON device_facet (device_id, facet);
COMMENT ON TABLE device_facet IS 'What lists are filtered by, such as kind=laptop. Follows from device; fits=... from events.';

CREATE TABLE giver_term (
    organisation uuid NOT NULL,
    term text COLLATE "C" NOT NULL,
    facet text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation, term, facet)
);
CREATE INDEX giver_term_of_facet ON giver_term (organisation, facet);
COMMENT ON TABLE giver_term IS 'Words of who gave machines and of where a lot comes from, and which facet these machines have.';

CREATE TABLE known_holder (
    loan_id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_code text COLLATE "C" NOT NULL
);
CREATE INDEX known_holder_by_code ON known_holder (organisation, household_code);
COMMENT ON TABLE known_holder IS 'Projection of loans: the friendly code of who has a loan, while it runs. Never whose code it is.';

CREATE TABLE saved_view (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    made_by uuid NOT NULL,
    name text NOT NULL,
    asked text NOT NULL,
    is_shared boolean NOT NULL,
    removed_at timestamptz
);
CREATE INDEX saved_view_here ON saved_view (organisation, id);
COMMENT ON COLUMN saved_view.asked IS 'Choices as an address has them; never what somebody typed in the search box.';

CREATE INDEX device_of_loan ON device (organisation, loan_id) WHERE loan_id IS NOT NULL;
CREATE INDEX device_by_code ON device (organisation, code);
CREATE INDEX device_by_model ON device (organisation, maker, model, id);
CREATE INDEX device_kept_until ON device (organisation, reserved_until, id) WHERE reserved_for IS NOT NULL;
"""
FACETS = """
INSERT INTO device_facet (organisation, facet, device_id)
SELECT d.organisation, said.facet, d.id FROM device AS d LEFT JOIN lot AS l ON l.id = d.lot_id
CROSS JOIN LATERAL (
    SELECT 'kind=' || d.chassis AS facet
    UNION ALL SELECT 'lot=' || d.lot_id
    UNION ALL SELECT 'donor=' || l.donor_id
    UNION ALL SELECT 'place=' || d.place_id
    UNION ALL SELECT 'keyboard=' || d.keyboard
    UNION ALL SELECT 'looks=' || d.looks
    UNION ALL SELECT 'works=' || d.works
    UNION ALL SELECT 'label=' || label FROM unnest(d.labels) AS label
    UNION ALL SELECT 'memory=' || step FROM unnest(ARRAY[4, 8, 16, 32]) AS step WHERE d.memory_mb * 1.1 >= step * 1024
) AS said
WHERE said.facet IS NOT NULL ON CONFLICT DO NOTHING
"""
LOTS = "SELECT l.organisation, l.id AS lot, l.source, g.id AS donor, g.name FROM lot AS l JOIN donor AS g ON g.id = l.donor_id"
ADD = "INSERT INTO giver_term (organisation, term, facet) VALUES (:organisation, :term, :facet) ON CONFLICT DO NOTHING"

# What a machine fits follows from no row: those that are ready are judged again by the job for it, and say it once more.
JUDGE_AGAIN = """
UPDATE device SET told_fit = NULL WHERE status = 'ready';
INSERT INTO bus.job (id, organisation, kind, unique_key, run_at)
SELECT gen_random_uuid(), organisation, 'judge_again', 'inventory_0015 1', now()
FROM device WHERE status = 'ready' GROUP BY organisation ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    run_statements(TABLES)
    op.execute(FACETS)
    run_statements(JUDGE_AGAIN)
    for row in op.get_bind().execute(text(LOTS)).all():
        for words, facet in ((row.source, f"lot={row.lot}"), (row.name or "", f"donor={row.donor}")):
            for word in sorted(set(words_of(words))):
                op.get_bind().execute(text(ADD), {"organisation": row.organisation, "term": word, "facet": facet})
    for table in ("device_facet", "giver_term", "known_holder", "saved_view"):
        scope_by_organisation(table)
