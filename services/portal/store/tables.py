"""The tables of portal, as the repositories and the queries use them. Migrations make them."""

from sqlalchemy import ARRAY, Column, DateTime, Integer, LargeBinary, MetaData, SmallInteger, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

organisation = Table(
    "organisation",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("help_line", Text, nullable=False),
    Column("help_place", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("logo", Text),
    Column("logo_width", SmallInteger),
    Column("logo_height", SmallInteger),
    Column("opening", JSONB),
    Column("rhythm", JSONB),
)

organisation_logo = Table(
    "organisation_logo",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("picture", Text, nullable=False),
    Column("png", LargeBinary, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sign_in_name", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("password_hash", Text),
    Column("start_code_id", Uuid),
    Column("start_code_until", DateTime(timezone=True)),
    Column("wrong_tries", Integer, nullable=False),
    Column("waits_until", DateTime(timezone=True)),
)

session = Table(
    "session",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("renewed_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
)
