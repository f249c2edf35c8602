"""The table of the links that donors have. A migration makes it."""

from sqlalchemy import Boolean, Column, Date, LargeBinary, Table, Uuid

from services.inventory.store.tables import metadata

donor_link = Table(
    "donor_link",
    metadata,
    Column("donor_id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("with_certificate", Boolean, nullable=False),
    Column("made_by", Uuid, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("until", Date, nullable=False),
)
