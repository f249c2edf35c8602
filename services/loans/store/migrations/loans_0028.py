"""Messages that go by themselves; and one place for the yes or no to messages: the consent."""

from shared.database.access import run_statements

revision = "loans_0028"
down_revision = "loans_0027"
branch_labels = None

# Both places held an answer, and could disagree. Where either said no, it is no. Ids of what was said sort by time, so these begin
# with the time. The column stays for the release before this one.
TABLES = """
ALTER TABLE touch_message ADD COLUMN sending text CHECK (sending IN ('by_itself', 'refused', 'no_answer'));
COMMENT ON COLUMN touch_message.sending IS 'It goes by itself, or that did not work. Null: a person sends it, as ever.';
CREATE INDEX touch_message_by_itself ON touch_message (organisation, made_on) WHERE sending IS NOT NULL;
COMMENT ON COLUMN household_reach.messages IS 'Not used any more: the newest consent for messages counts.';
INSERT INTO consent (id, organisation, household_id, purpose, answer, way, said_on, noted_by)
SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
        || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid,
    r.organisation, r.household_id, 'messages', 'no', 'counter', current_date, NULL
FROM household_reach AS r
WHERE NOT r.messages AND coalesce((
    SELECT c.answer FROM consent AS c WHERE c.household_id = r.household_id AND c.purpose = 'messages' ORDER BY c.id DESC LIMIT 1
), '') <> 'no'
"""


def upgrade() -> None:
    run_statements(TABLES)
