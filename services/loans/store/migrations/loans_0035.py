"""Whom to call is walked along an index, in the order of the list.

The list is in the order in which families came on it, which is that of the ids; the index that was there had them by day.
"""

from shared.database.access import run_statements

revision = "loans_0035"
down_revision = "loans_0034"

UP = """
DROP INDEX touch_to_call;
CREATE INDEX touch_calls ON touch (organisation, id) WHERE call_since IS NOT NULL AND settled_on IS NULL;
"""


def upgrade() -> None:
    """One index for another."""
    run_statements(UP)
