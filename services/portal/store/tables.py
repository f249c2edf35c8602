"""The tables of portal, as the repositories and the queries use them. Migrations make them."""

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
    Column("limits", JSONB),
    Column("notice", JSONB(none_as_null=True)),
    Column("ask_about_data", Text, nullable=False),
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
    Column("last_days", JSONB, nullable=False),
    Column("first_end", Date),
    Column("pin_hash", Text),
    Column("wrong_pins", Integer, nullable=False),
    Column("proofs_from", DateTime(timezone=True)),
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
    Column("device", Text, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("proved_at", DateTime(timezone=True), nullable=False),
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("credential", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("signed", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)

spent_challenge = Table(
    "spent_challenge",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("challenge", LargeBinary, primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False),
)

identity_provider = Table(
    "identity_provider",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("door", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("client_secret", LargeBinary, nullable=False),
    Column("works", Boolean, nullable=False),
)

identity_link = Table(
    "identity_link",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("subject", LargeBinary, nullable=False),
    Column("linked_at", DateTime(timezone=True), nullable=False),
)
