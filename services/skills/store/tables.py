"""The tables of skills, as the repositories and the queries use them. Migrations make them."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

metadata = MetaData()

learner = Table(
    "learner",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_id", Uuid),
    Column("number", Integer, nullable=False),
    Column("enrolled_on", Date, nullable=False),
    Column("code_number", Integer, nullable=False),
    Column("code_given_on", Date),
    Column("sharing", Text, nullable=False),
    Column("shared_on", Date),
    Column("goals", ARRAY(Text), nullable=False),
    Column("told", ARRAY(Text), nullable=False),
)

learner_code = Table(
    "learner_code",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("learner_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
)

wish = Table(
    "wish",
    metadata,
    Column("source_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("heard_on", Date, nullable=False),
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("learner_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("news", Boolean, nullable=False),
    Column("items_version", Integer, nullable=False),
    Column("framework", Text, nullable=False),
)

answer = Table(
    "answer",
    metadata,
    Column("assessment_id", Uuid, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("response", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False),
)

known_household = Table(
    "known_household",
    metadata,
    Column("household_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("code", Text, nullable=False),
)
