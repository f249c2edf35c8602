"""The tables of loans, as the repositories and the queries use them. Migrations make them."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

household = Table(
    "household",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("code", Text, nullable=False),
    Column("call_name", Text),
    Column("telephone", Text),
    Column("language", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("visits", Text, nullable=False),
    Column("calls", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("belongs_to", Text),
    Column("merged_into", Uuid),
    Column("merged_on", Date),
    Column("own_visits", Text),
    Column("own_calls", Text),
    Column("telephone_end", Text),  # made by the database
    Column("erased_on", Date),
    Column("registered_on", Date, nullable=False),
)

household_name = Table(
    "household_name",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("beginning", Text, primary_key=True),
    Column("household_id", Uuid, primary_key=True),
)

request = Table(
    "request",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("profile", Text, nullable=False),
    Column("school_child_without_machine", Boolean, nullable=False),
    Column("internet", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("place_in_line", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("device_id", Uuid),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("wishes", ARRAY(Text), nullable=False),
    Column("talked_on", Date),
    Column("lay_ready_until", Date),
    Column("days_ahead", JSONB),
    Column("rule_place", Date),
    Column("moved_key", Uuid),
    Column("line_key", Uuid, nullable=False),  # made by the database
    Column("talk_by", Uuid),
    Column("machine_wishes", ARRAY(Text), nullable=False),
    Column("must_have", postgresql.ARRAY(Text), nullable=False),
    Column("quiet_place", Text, nullable=False),
    Column("offered", ARRAY(Text), nullable=False),
    Column("withdrawn_on", Date),
)

line_count = Table(
    "line_count",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

line_move = Table(
    "line_move",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("request_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("before_request", Uuid),
    Column("from_number", Integer, nullable=False),
    Column("to_number", Integer, nullable=False),
    Column("reason", Text),
    Column("words", Text),
    Column("moved_by", Uuid, nullable=False),
    Column("moved_at", DateTime(timezone=True), nullable=False),
)

counter_visit = Table(
    "counter_visit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("held_by", Uuid, nullable=False),
    Column("household_id", Uuid),
    Column("request_id", Uuid),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
)

loan = Table(
    "loan",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("request_id", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("accessories", ARRAY(Text), nullable=False),
    Column("learners", SmallInteger, nullable=False),
    Column("started_on", Date),
    Column("look_again_on", Date),
    Column("ends_on", Date),
    Column("ended_on", Date),
    Column("not_returned", ARRAY(Text), nullable=False),
    Column("kept_at", DateTime(timezone=True)),
    Column("chosen", Boolean, nullable=False),
    Column("gone", ARRAY(Text), nullable=False),
    Column("handed_over", ARRAY(Text), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)

loan_line = Table(
    "loan_line",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("loan_id", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ticket_id", Uuid),
    Column("original_device_id", Uuid),
    Column("reserved_by", Uuid),
    Column("ended", Text),
    Column("coming", Text),
    Column("said_lost_on", Date),
    Column("wiped_on", Date),
    Column("along", ARRAY(Text)),
    Column("along_gone", ARRAY(Text), nullable=False),
    Column("not_returned", ARRAY(Text), nullable=False),
)

agreement = Table(
    "agreement",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("language", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("explained_in", Text),
    Column("seen_by", Uuid, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
    Column("manner", Text),
    Column("signs_as", Text),
    Column("explained_by", Uuid),
    Column("paper_sha256", Text),
)

agreement_content = Table(
    "agreement_content",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("part", SmallInteger, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("signature_name", Text),
    Column("institution", Text),
    Column("witness", Text),
    Column("collected_by", Text),
    Column("explainer", Text),
)

agreement_file = Table(
    "agreement_file",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_by", Uuid),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

seal = Table(
    "seal",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("certificate", LargeBinary, nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("origin", Text, nullable=False),
    Column("kept_by", Uuid),
    Column("kept_at", DateTime(timezone=True), nullable=False),
)

phone_signing = Table(
    "phone_signing",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("loan_id", Uuid, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("explained_in", Text),
    Column("seen_by", Uuid, nullable=False),
    Column("valid_until", DateTime(timezone=True), nullable=False),
    Column("opened_at", DateTime(timezone=True)),
    Column("used_at", DateTime(timezone=True)),
)

partner_hand_out = Table(
    "partner_hand_out",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("loan_id", Uuid, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("document_sha256", Text, nullable=False),
    Column("look_again_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("for_person", Uuid),
    Column("made_by", Uuid, nullable=False),
    Column("valid_until", DateTime(timezone=True), nullable=False),
    Column("given_by", Uuid),
    Column("given_at", DateTime(timezone=True)),
)

agreement_print = Table(
    "agreement_print",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("document_sha256", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("language", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("look_again_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("printed_at", DateTime(timezone=True), nullable=False),
)

addendum = Table(
    "addendum",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("part", SmallInteger, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)

loan_return = Table(
    "loan_return",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("part", SmallInteger, primary_key=True),
    Column("brought_by", Text, nullable=False),
)

disclosure = Table(
    "disclosure",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("service", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("what", ARRAY(Text), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

family_card = Table(
    "family_card",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("person", SmallInteger, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("only_loans", ARRAY(Uuid)),
    Column("pin_hash", Text, nullable=False),
    Column("pin_number", Integer, nullable=False),
    Column("wrong_tries", Integer, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("blocked_by", Uuid),
    Column("blocked_at", DateTime(timezone=True)),
    Column("last_used_on", Date),
)

family_session = Table(
    "family_session",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("card_id", Uuid, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("wrong_before", Integer, nullable=False),
)

known_device = Table(
    "known_device",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("code", Text),
    Column("maker", Text),
    Column("model", Text),
    Column("memory_mb", Integer),
    Column("state", Text),
    Column("back_by", Uuid),
    Column("lost", Text),
    Column("why", JSONB),
    Column("kept_until", Date),
    Column("prepared", ARRAY(Text)),
    Column("has", postgresql.ARRAY(Text)),
)

known_internet = Table(
    "known_internet",
    metadata,
    Column("sim_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("loan_id", Uuid),
    Column("ends_on", Date),
)

device_fit = Table(
    "device_fit",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("profile", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("fit", SmallInteger, nullable=False),
    Column("memory_mb", Integer, nullable=False),
)

known_ticket = Table(
    "known_ticket",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("device_id", Uuid),
    Column("household_id", Uuid),
    Column("symptom", Text),
    Column("opened_at", DateTime(timezone=True)),
)

agreement_draft = Table(
    "agreement_draft",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("blocks", JSONB, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("saved_by", Uuid, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
)

agreement_wording = Table(
    "agreement_wording",
    metadata,
    Column("number", Integer, primary_key=True),  # made by the database
    Column("organisation", Uuid, nullable=False),
    Column("level", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("blocks", JSONB, nullable=False),
    Column("beside", Integer),
    Column("score", SmallInteger),
    Column("score_limit", SmallInteger),
    Column("published_by", Uuid, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)

agreement_default = Table(
    "agreement_default",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("level", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
)

agreement_reading = Table(
    "agreement_reading",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("read_on", Date, nullable=False),
    Column("readers", SmallInteger, nullable=False),
    Column("remark", Text, nullable=False),
    Column("noted_by", Uuid, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("noted_by", Uuid),
)

contact_person = Table(
    "contact_person",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("since", Date, nullable=False),
    Column("removed_on", Date),
)

trusted_person = Table(
    "trusted_person",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("reach", Text),
    Column("purposes", ARRAY(Text), nullable=False),
    Column("added_on", Date, nullable=False),
    Column("removed_on", Date),
)

referral = Table(
    "referral",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("by_whom", Text),
    Column("by_person", Uuid),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
)

closed_file = Table(
    "closed_file",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("closed_by", Uuid, nullable=False),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)

file_reader = Table(
    "file_reader",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Column("since", Date, nullable=False),
)

told_access = Table(
    "told_access",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("readers", ARRAY(Uuid), nullable=False),
)

not_the_same = Table(
    "not_the_same",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("other_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("said_by", Uuid, nullable=False),
    Column("said_on", Date, nullable=False),
)

household_reach = Table(
    "household_reach",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("channel", Text),
    Column("neutral", Boolean, nullable=False),
    Column("address", Text),
)

touch = Table(
    "touch",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("loan_id", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("about", Text, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("due_told", Boolean, nullable=False),
    Column("passed_told", Boolean, nullable=False),
    Column("call_since", Date),
    Column("call_on", Date),
    Column("settled_on", Date),
)

touch_message = Table(
    "touch_message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("touch_id", Uuid, nullable=False),
    Column("said", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("neutral", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("sent_on", Date),
    Column("sent_by", Uuid),
    Column("sending", Text),
)

touch_try = Table(
    "touch_try",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("touch_id", Uuid, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("called_by", Uuid, nullable=False),
)
