"""The rows of one family are found by an index again, also behind row-level security.

PostgreSQL takes `coalesce` for something that might show a value of another organisation, and so looks at no index before the
policy was applied to every row: with a hundred thousand families, all of them at each look at one. It trusts CASE.
"""

from shared.database.access import run_statements

revision = "loans_0030"
down_revision = "loans_0029"

UP = """
CREATE INDEX household_one_family ON household ((CASE WHEN merged_into IS NULL THEN id ELSE merged_into END));
DROP INDEX household_family;
"""


def upgrade() -> None:
    """The same index, in words that the policy lets through."""
    run_statements(UP)
