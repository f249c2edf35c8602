"""The tables of inventory, as the repository and the queries use them. Migrations make them."""

from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, Uuid

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
    Column("loan_id", Uuid),
    Column("accessories", ARRAY(Text), nullable=False),
    Column("loaner_ticket", Uuid),
    Column("loaner_for", Uuid),
    Column("repair_tickets", ARRAY(Uuid), nullable=False),
    Column("was_in_use", Boolean, nullable=False),
    Column("files", Text),
    Column("files_by", Uuid),
    Column("files_at", DateTime(timezone=True)),
    Column("given_out_on", Date),
    Column("returned_on", Date),
    Column("retired_on", Date),
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
    Column("is_new", Boolean, nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)

voided_wipe = Table(
    "voided_wipe",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("drive_id", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("voided_at", DateTime(timezone=True), nullable=False),
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
