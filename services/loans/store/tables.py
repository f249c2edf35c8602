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
    Column("ended_on", Date),
    Column("not_returned", ARRAY(Text), nullable=False),
    Column("kept_at", DateTime(timezone=True)),
    Column("chosen", Boolean, nullable=False),
    Column("gone", ARRAY(Text), nullable=False),
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
)

agreement_content = Table(
    "agreement_content",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("part", SmallInteger, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("signature_name", Text),
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

not_the_same = Table(
    "not_the_same",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("other_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("said_by", Uuid, nullable=False),
    Column("said_on", Date, nullable=False),
)
