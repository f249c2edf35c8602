"""The tables of loans, as the repositories and the queries use them. Migrations make them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, SmallInteger, Table, Text, Uuid

metadata = MetaData()

household = Table(
    "household",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("code", Text, nullable=False),
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
