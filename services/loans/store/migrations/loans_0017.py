"""Who borrows: a family, a room of a partner or the bag of a helper; what a family said, when and how; and the people around it."""

from shared.database.access import run_statements, scope_by_organisation

revision = "loans_0017"
down_revision = "loans_0016"
branch_labels = None

TABLES = """
ALTER TABLE household
    ADD COLUMN kind text NOT NULL DEFAULT 'household' CHECK (kind IN ('household', 'room', 'bag')),
    ADD COLUMN belongs_to text,
    ADD CONSTRAINT only_families_tell CHECK (
        CASE kind WHEN 'household' THEN belongs_to IS NULL
        ELSE call_name IS NOT NULL AND belongs_to IS NOT NULL AND telephone IS NULL AND visits = 'no' AND calls = 'not_asked' END
    );
COMMENT ON COLUMN household.kind IS 'A family, a room of a partner, or the bag of a helper. Only the first tells us things.';
COMMENT ON COLUMN household.belongs_to IS 'Of a room: which partner; of a bag: which helper.';

CREATE TABLE consent (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL REFERENCES household,
    purpose text NOT NULL CHECK (purpose IN ('visits', 'calls', 'messages', 'share_with_partner', 'photo')),
    answer text NOT NULL CHECK (answer IN ('yes', 'no', 'not_asked')),
    way text NOT NULL CHECK (way IN ('counter', 'phone', 'paper', 'own_card')),
    said_on date NOT NULL,
    noted_by uuid
);
CREATE INDEX consent_of_household ON consent (household_id, purpose, id DESC);
COMMENT ON TABLE consent IS 'What a family said about each purpose, when and how. Only added to; goes when it is forgotten.';
COMMENT ON COLUMN consent.noted_by IS 'The colleague who noted it; nobody where the family did so itself, with its card.';

CREATE TABLE contact_person (
    household_id uuid NOT NULL REFERENCES household,
    person_id uuid NOT NULL,
    organisation uuid NOT NULL,
    since date NOT NULL,
    removed_on date,
    PRIMARY KEY (household_id, person_id)
);
COMMENT ON TABLE contact_person IS 'The one or two fixed faces of a family.';

COMMENT ON COLUMN contact_person.removed_on IS 'Not any more since that day; it can be put back that day.';

CREATE TABLE trusted_person (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    household_id uuid NOT NULL REFERENCES household,
    name text NOT NULL,
    reach text,
    purposes text[] NOT NULL,
    added_on date NOT NULL,
    removed_on date
);
CREATE INDEX trusted_person_of_household ON trusted_person (household_id, id);
CREATE INDEX trusted_person_removed ON trusted_person (organisation, removed_on) WHERE removed_on IS NOT NULL;
COMMENT ON TABLE trusted_person IS 'Whom the family itself named: who may come and fetch, talk along, or translate.';
COMMENT ON COLUMN trusted_person.removed_on IS 'Gone since that day; it can be put back that day, and after it the row is deleted.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("consent", rights="SELECT, INSERT, DELETE")
    scope_by_organisation("contact_person")
    scope_by_organisation("trusted_person")
