"""The tables of inventory, as the repository and the queries use them. Migrations make them."""

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, Table, Text, Uuid

metadata = MetaData()

public_code = Table(
    "public_code",
    metadata,
    Column("code", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("code", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("serial", Text),
    Column("chassis", Text, nullable=False),
    Column("processor", Text),
    Column("memory_mb", Integer),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("reserved_for", Uuid),
)

drive = Table(
    "drive",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("maker", Text),
    Column("model", Text),
    Column("serial", Text),
    Column("capacity_gb", Integer),
    Column("medium", Text, nullable=False),
    Column("wipe_method", Text),
    Column("wipe_tool", Text),
    Column("wipe_tool_version", Text),
    Column("wipe_started_at", DateTime(timezone=True)),
    Column("wipe_ended_at", DateTime(timezone=True)),
    Column("wipe_succeeded", Boolean),
    Column("wipe_recorded_by", Uuid),
    Column("wipe_checked_by", Uuid),
    Column("wipe_checked_at", DateTime(timezone=True)),
)

search_term = Table(
    "search_term",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
)
