"""The tables of lists that somebody brings, as their repository and queries use them."""

from sqlalchemy import ARRAY, Boolean, Column, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.inventory.store.tables import metadata

sheet = Table(
    "sheet",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("content_hash", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("heading_row", Integer, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("kind", Text),
    Column("maker", Text, nullable=False),
    Column("kinds", JSONB, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("lot_id", Uuid),
    Column("brought_by", Uuid, nullable=False),
    Column("brought_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
)

sheet_row = Table(
    "sheet_row",
    metadata,
    Column("sheet_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("number", Integer, primary_key=True),
    Column("cells", ARRAY(Text), nullable=False),
    Column("problems", JSONB, nullable=False),
    Column("is_wrong", Boolean, nullable=False),
    Column("is_line", Boolean, nullable=False),
    Column("skipped", Boolean, nullable=False),
)

sheet_outcome = Table(
    "sheet_outcome",
    metadata,
    Column("sheet_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("number", Integer, primary_key=True),
    Column("device_id", Uuid),
    Column("code", Text),
    Column("problem", Text),
    Column("other", Text),
)
