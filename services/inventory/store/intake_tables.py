"""The tables about how machines come in. Migrations make them."""

from sqlalchemy import Column, Date, DateTime, Integer, LargeBinary, Table, Text, Uuid

from services.inventory.store.tables import metadata

donor = Table(
    "donor",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
)

lot = Table(
    "lot",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("donor_id", Uuid, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("agreement", Text, nullable=False),
    Column("expected", Integer),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

waiting_serial = Table(
    "waiting_serial",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("lot_id", Uuid, nullable=False),
    Column("serial", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("chassis", Text),
    Column("maker", Text),
    Column("model", Text),
)

device_identifier = Table(
    "device_identifier",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("shown", Text, nullable=False),
)

report_file = Table(
    "report_file",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("drop_id", Uuid, nullable=False),
    Column("lot_id", Uuid),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary),
    Column("brought_by", Uuid, nullable=False),
    Column("brought_at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("device_id", Uuid),
    Column("known_by", Text),
    Column("problem", Text),
)
