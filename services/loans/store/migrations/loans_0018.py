"""Who referred a family, and until when. It hangs on nothing: no request and no loan looks at it."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0018"
down_revision = "loans_0017"
branch_labels = None

TABLES = """
CREATE TABLE referral (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL REFERENCES household,
    by_whom text,
    by_person uuid,
    since date NOT NULL,
    until date NOT NULL CHECK (until >= since),
    CHECK (by_whom IS NOT NULL OR by_person IS NOT NULL)
);
CREATE INDEX referral_of_household ON referral (household_id, id);
COMMENT ON TABLE referral IS 'Which school or service sent a family, and until when that counts. Touches no loan.';
COMMENT ON COLUMN referral.by_person IS 'The partner who asked for the family, with an account of its own.';
COMMENT ON COLUMN referral.until IS 'The last day; on a later one it is over, and a new day renews it.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("referral")
