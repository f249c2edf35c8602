"""The tables of counted stock, kits, what goes along, and SIM cards. Migrations make them."""

from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Integer, SmallInteger, Table, Text, Uuid, and_

from services.inventory.store.tables import metadata

thing = Table(
    "thing",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("connector", Text),
    Column("tenths", SmallInteger),
    Column("watt", SmallInteger),
    Column("place_id", Uuid),
    Column("lowest", Integer, nullable=False),
    Column("removed_at", DateTime(timezone=True)),
    Column("count_again", Boolean, nullable=False),
)

thing_movement = Table(
    "thing_movement",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("thing_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("change", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Uuid),
    Column("loan_id", Uuid),
    Column("undoes", Uuid),
)

kit = Table(
    "kit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("chassis", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)

along_line = Table(
    "along_line",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("thing_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("loan_id", Uuid),
    Column("gone_on", Date),
    Column("not_returned", Boolean, nullable=False),
    Column("settled_on", Date),
    Column("came_back", Boolean),
    Column("settled_with", Uuid),
)

IS_OUT = and_(along_line.c.loan_id.is_not(None), along_line.c.came_back.is_not(True), along_line.c.settled_with.is_(None))
"""It went along, is not back, and may still come."""

along_question = Table(
    "along_question",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("device_id", Uuid, nullable=False),
    Column("loan_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("gone_on", Date, nullable=False),
)

sim = Table(
    "sim",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("provider", Text, nullable=False),
    Column("iccid", Text, nullable=False),
    Column("data_mb", Integer),
    Column("valid_until", Date),
    Column("device_id", Uuid),
    Column("state", Text, nullable=False),
    Column("told_until", Date),
    Column("told_loan", Uuid),
    Column("told_urgent", Boolean, nullable=False),
)
