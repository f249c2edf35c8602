"""The tables about the end of machines, and about what they were used for. Migrations make them."""

from sqlalchemy import Column, Date, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.inventory.store.tables import metadata

retirement = Table(
    "retirement",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("retired_on", Date, nullable=False),
    Column("retired_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text),
    Column("destination", Text),
    Column("parts", JSONB, nullable=False),
    Column("by", Uuid),
    Column("no_drive_by", Uuid),
    Column("left_on", Date),
    Column("hand_over_id", Uuid),
)

hand_over = Table(
    "hand_over",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("recycler_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("certificate", Text, nullable=False),
    Column("paper", Text),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("added_by", Uuid, nullable=False),
)

recycler_paper = Table(
    "recycler_paper",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("kept_by", Uuid, nullable=False),
)

kind_weight = Table(
    "kind_weight",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("chassis", Text, primary_key=True),
    Column("grams", Integer, nullable=False),
    Column("source", Text, nullable=False),
)

lending_spell = Table(
    "lending_spell",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("began_on", Date, nullable=False),
    Column("ended_on", Date),
)
