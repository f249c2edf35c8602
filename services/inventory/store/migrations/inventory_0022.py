"""Machines that were ready before wishes of families were told are judged once more, so that wishes meet them too."""

from shared.database.access import run_statements

revision = "inventory_0022"
down_revision = "inventory_0021"
branch_labels = None

# What a machine meets follows from no row: the job for it looks at each ready machine, and those of which something else is
# to be told than was say it once more.
# Twice, as after every change: one that becomes ready just now may have been judged by the old rule.
JUDGE_AGAIN = """
INSERT INTO bus.job (id, organisation, kind, unique_key, run_at)
SELECT gen_random_uuid(), organisation, 'judge_again', 'inventory_0022 ' || round, now() + (round - 1) * interval '1 minute'
FROM (SELECT DISTINCT organisation FROM device WHERE status IN ('ready', 'reserved')) AS having_some, generate_series(1, 2) AS round
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    run_statements(JUDGE_AGAIN)
