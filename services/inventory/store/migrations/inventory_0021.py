"""Lists in every order, of whatever was chosen, are read from indexes alone."""

from alembic import op

from shared.database.access import run_statements

revision = "inventory_0021"
down_revision = "inventory_0020"
branch_labels = None

ORDER = """
ALTER TABLE device_facet ADD COLUMN code text COLLATE "C", ADD COLUMN maker text, ADD COLUMN model text;
UPDATE device_facet AS f SET code = d.code, maker = d.maker, model = d.model FROM device AS d WHERE d.id = f.device_id;
ALTER TABLE device_facet ALTER COLUMN code SET NOT NULL, ALTER COLUMN maker SET NOT NULL, ALTER COLUMN model SET NOT NULL;
COMMENT ON COLUMN device_facet.code IS 'Of its device, as are maker and model: what lists are ordered by.';

CREATE INDEX device_facet_by_code ON device_facet (organisation, facet, code) INCLUDE (device_id);
CREATE INDEX device_facet_by_model ON device_facet (organisation, facet, maker, model, device_id);
DROP INDEX device_facet_of_device;
CREATE INDEX device_facet_of_device ON device_facet (device_id, facet) INCLUDE (organisation);
DROP INDEX device_by_code;
CREATE INDEX device_by_code ON device (organisation, code) INCLUDE (id)
"""

# A process of the version before writes facets without these columns while the others are updated.
FILL = """
CREATE FUNCTION device_facet_ordered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT d.code, d.maker, d.model INTO NEW.code, NEW.maker, NEW.model FROM device AS d WHERE d.id = NEW.device_id;
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER device_facet_ordered BEFORE INSERT ON device_facet
FOR EACH ROW WHEN (NEW.code IS NULL) EXECUTE FUNCTION device_facet_ordered()
"""


def upgrade() -> None:
    run_statements(ORDER)
    op.execute(FILL)
    op.execute(TRIGGER)
