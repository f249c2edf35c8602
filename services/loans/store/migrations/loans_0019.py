"""The same family twice: found by number or name, put together under one of the two, and taken apart again."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0019"
down_revision = "loans_0018"
branch_labels = None

# Eight digits: so 0470 and +32 470 are the same number. Nothing is re-pointed: a family is whoever shows the same
# `coalesce(merged_into, id)`, and one level deep, which `join_families` sees to behind the locks on both rows.
TABLES = r"""
ALTER TABLE household
    ADD COLUMN merged_into uuid REFERENCES household CHECK (merged_into <> id),
    ADD COLUMN merged_on date,
    ADD COLUMN own_visits text,
    ADD COLUMN own_calls text,
    ADD COLUMN telephone_end text GENERATED ALWAYS AS (
        CASE WHEN length(regexp_replace(telephone, '\D', '', 'g')) >= 8 THEN right(regexp_replace(telephone, '\D', '', 'g'), 8) END
    ) STORED,
    ADD CONSTRAINT only_families_merge CHECK (merged_into IS NULL OR kind = 'household');
CREATE INDEX household_family ON household ((coalesce(merged_into, id)));
CREATE INDEX household_telephone ON household (organisation, telephone_end) WHERE telephone_end IS NOT NULL;
COMMENT ON COLUMN household.merged_into IS 'The row of the same family that counts; empty: this one does.';
COMMENT ON COLUMN household.own_visits IS 'What this one said itself, while together with another; `visits` is the stricter.';
COMMENT ON COLUMN household.own_calls IS 'The same, about calls.';
COMMENT ON COLUMN household.telephone_end IS 'The last digits of the number, however it was written.';

CREATE TABLE not_the_same (
    household_id uuid NOT NULL REFERENCES household,
    other_id uuid NOT NULL REFERENCES household,
    organisation uuid NOT NULL,
    said_by uuid NOT NULL,
    said_on date NOT NULL,
    PRIMARY KEY (household_id, other_id),
    CHECK (household_id <> other_id)
);
COMMENT ON TABLE not_the_same IS 'Two families that look alike and are not the same: nobody is asked again. Stored both ways round.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("not_the_same", rights="SELECT, INSERT, DELETE")
