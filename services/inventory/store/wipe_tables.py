"""The tables around wiping: files that tell of it, drives that moved, the level that an organisation asks."""

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, Uuid

from services.inventory.store.tables import metadata

evidence_file = Table(
    "evidence_file",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Column("kept_by", Uuid, nullable=False),
)

drive_move = Table(
    "drive_move",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("drive_id", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("way", Text, nullable=False),
    Column("moved_at", DateTime(timezone=True), nullable=False),
    Column("moved_by", Uuid, nullable=False),
)

wipe_rule = Table(
    "wipe_rule",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("disk_minimum", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Uuid, nullable=False),
)
