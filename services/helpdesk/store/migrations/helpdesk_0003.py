"""Where a helper went in a week is counted: what is done belongs to a full week as much as what is still to do."""

from alembic import op

revision = "helpdesk_0003"
down_revision = "helpdesk_0002"


def upgrade() -> None:
    op.execute("CREATE INDEX visit_attempt_of_helper ON visit_attempt (organisation, noted_by, noted_on)")
