"""The tables of helpdesk, as the repositories and the queries use them. Migrations make them."""

from sqlalchemy import ARRAY, JSON, BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, Uuid

metadata = MetaData()

ticket = Table(
    "ticket",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("symptom", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("follow_token", Text, nullable=False),
    Column("device_id", Uuid),
    Column("household_id", Uuid),
    Column("status", Text, nullable=False),
    Column("decision", Text),
    Column("resolution", Text),
    Column("handed_to", Text),
    Column("callback_open", Boolean, nullable=False),
    Column("callback_asker", Text),
    Column("callback_tries", Integer, nullable=False),
    Column("loaner_asked", Boolean, nullable=False),
    Column("repair_outcome", Text),
    Column("drive_fate", Text),
    Column("files_answer", Text),
    Column("new_drives", JSON, nullable=False),
)

ticket_note = Table(
    "ticket_note",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("ticket_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_by", Uuid),
    Column("written_at", DateTime(timezone=True), nullable=False),
)

visit = Table(
    "visit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("loan_id", Uuid),
    Column("purpose", Text, nullable=False),
    Column("planned_for", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("claimed_by", Uuid),
    Column("look_again_on", Date),
)

visit_attempt = Table(
    "visit_attempt",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("visit_id", Uuid, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("findings", ARRAY(Text), nullable=False),
    Column("noted_by", Uuid, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("noted_on", Date, nullable=False),
    Column("note_kind", Text),
    Column("note", Text),
)

known_device = Table(
    "known_device",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("code", Text),
    Column("maker", Text),
    Column("model", Text),
    Column("chassis", Text),
    Column("status", Text),
    Column("status_sequence", BigInteger, nullable=False),
    Column("lost", Text),
)

known_loan = Table(
    "known_loan",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid, nullable=False),
    Column("household_code", Text),
    Column("started_on", Date),
    Column("ended_on", Date),
    Column("asked_on", Date),
    Column("asked_sequence", BigInteger, nullable=False),
)

loan_device = Table(
    "loan_device",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("has", Boolean, nullable=False),
)

known_loaner = Table(
    "known_loaner",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("subject", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("device_id", Uuid),
    Column("reason", Text),
)

known_wish = Table(
    "known_wish",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("answer", Text, nullable=False),
)

known_training = Table(
    "known_training",
    metadata,
    Column("learner_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("household_id", Uuid),
    Column("competences", ARRAY(Text), nullable=False),
)

known_file = Table(
    "known_file",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("readers", ARRAY(Uuid)),
)
