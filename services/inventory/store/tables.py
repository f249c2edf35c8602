"""The tables of inventory, as the repository and the queries use them. Migrations make them."""

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
    Column("check_missing", ARRAY(Text), nullable=False),
    Column("check_finished", Boolean, nullable=False),
    Column("check_by", Uuid),
    Column("check_at", DateTime(timezone=True)),
    Column("install_missing", ARRAY(Text), nullable=False),
    Column("install_finished", Boolean, nullable=False),
    Column("install_by", Uuid),
    Column("install_at", DateTime(timezone=True)),
    Column("lost", Text),
    Column("lost_on", Date),
    Column("stage", Text),
    Column("lot_id", Uuid),
    Column("year", Integer),
    Column("screen_tenths", Integer),
    Column("battery_percent", Integer),
    Column("battery_on", Date),
    Column("keyboard", Text),
    Column("operating_system", Text),
    Column("updated_on", Date),
    Column("warranty_until", Date),
    Column("looks", Text),
    Column("works", Text),
    Column("place_id", Uuid),
    Column("labels", ARRAY(Text), nullable=False),
    Column("partner_id", Uuid),
    Column("out_since", Date),
    Column("reserved_until", Date),
    Column("warned_on", Date),
    Column("meant_for", ARRAY(Text), nullable=False),
    Column("told_fit", Text),
    Column("charger_connector", Text),
    Column("charger_tenths", SmallInteger),
    Column("charger_watt", SmallInteger),
    Column("along_with", Uuid),
    Column("along_as", Text),
    Column("along_missing", Boolean, nullable=False),
    Column("lay_ready_with", Uuid),
)

use_profile = Table(
    "use_profile",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("profile", Text, primary_key=True),
    Column("wishes", JSONB, nullable=False),
    Column("software", JSONB, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
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
    Column("wipe_source", Text),
    Column("wipe_verified", Boolean),
    Column("wipe_rounds", Integer),
    Column("wipe_file", Text),
    Column("serial_key", Text),
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
    Column("wipe_source", Text),
    Column("wipe_verified", Boolean),
    Column("wipe_rounds", Integer),
    Column("wipe_file", Text),
)

search_term = Table(
    "search_term",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
)

sticker_settings = Table(
    "sticker_settings",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("paper", Text, nullable=False),
    Column("offset_x", SmallInteger, nullable=False),
    Column("offset_y", SmallInteger, nullable=False),
    Column("language", Text),
    Column("shows_name", Boolean, nullable=False),
)

stock_take = Table(
    "stock_take",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("scope", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("started_by", Uuid, nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_by", Uuid),
)

stock_take_line = Table(
    "stock_take_line",
    metadata,
    Column("organisation", Uuid, nullable=False),
    Column("stock_take", Uuid, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("device_id", Uuid),
    Column("is_expected", Boolean, nullable=False),
    Column("scanned_at", DateTime(timezone=True)),
    Column("scanned_by", Uuid),
    Column("state_at_scan", Text),
    Column("state_at_close", Text),
    Column("result", Text),
)

checklist_line = Table(
    "checklist_line",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("phase", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("is_on", Boolean, nullable=False),
)

remark = Table(
    "remark",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("done_by", Uuid),
    Column("done_at", DateTime(timezone=True)),
)

known_ticket = Table(
    "known_ticket",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("number", Integer),
    Column("is_open", Boolean, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("symptom", Text),
)

short_list_entry = Table(
    "short_list_entry",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)

photo = Table(
    "photo",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("picture", Text, primary_key=True),
    Column("large", LargeBinary, nullable=False),
    Column("small", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
)

device_photo = Table(
    "device_photo",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("picture", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)

device_password = Table(
    "device_password",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("set_by", Uuid, nullable=False),
)

password_reveal = Table(
    "password_reveal",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("revealed_by", Uuid, nullable=False),
    Column("revealed_at", DateTime(timezone=True), nullable=False),
)
