"""The tables that machines are found by, and the lists that people keep. Migrations make them."""

from sqlalchemy import Boolean, Column, DateTime, Table, Text, Uuid

from services.inventory.store.tables import metadata

device_facet = Table(
    "device_facet",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("facet", Text, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("model", Text, nullable=False),
)

giver_term = Table(
    "giver_term",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("facet", Text, primary_key=True),
)

known_holder = Table(
    "known_holder",
    metadata,
    Column("loan_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("household_code", Text, nullable=False),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("is_shared", Boolean, nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)
