"""What an organisation chose for its stickers, and stock takes with every device that was expected or seen."""

from shared.database.access import run_statements, scope_by_organisation

revision = "inventory_0006"
down_revision = "inventory_0005"
branch_labels = None

TABLES = """
CREATE TABLE sticker_settings (
    organisation uuid PRIMARY KEY,
    paper text NOT NULL,
    offset_x smallint NOT NULL,
    offset_y smallint NOT NULL,
    language text,
    shows_name boolean NOT NULL
);
COMMENT ON COLUMN sticker_settings.offset_x IS 'Tenths of a millimetre to the right; offset_y: down.';

CREATE TABLE stock_take (
    id uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    scope text NOT NULL,
    started_at timestamptz NOT NULL,
    started_by uuid NOT NULL,
    closed_at timestamptz,
    closed_by uuid
);
CREATE INDEX stock_take_newest ON stock_take (organisation, id);
CREATE UNIQUE INDEX stock_take_open ON stock_take (organisation, scope) WHERE closed_at IS NULL;

CREATE TABLE stock_take_line (
    organisation uuid NOT NULL,
    stock_take uuid NOT NULL REFERENCES stock_take,
    code text COLLATE "C" NOT NULL,
    device_id uuid REFERENCES device,
    is_expected boolean NOT NULL,
    scanned_at timestamptz,
    scanned_by uuid,
    state_at_scan text,
    state_at_close text,
    result text,
    PRIMARY KEY (stock_take, code)
);
CREATE INDEX stock_take_line_by_result ON stock_take_line (stock_take, result, code);
CREATE INDEX stock_take_line_seen ON stock_take_line (stock_take, scanned_at DESC) WHERE scanned_at IS NOT NULL;
COMMENT ON COLUMN stock_take_line.result IS 'What came of it; empty until the stock take is closed.'
"""


def upgrade() -> None:
    run_statements(TABLES)
    scope_by_organisation("sticker_settings", rights="SELECT, INSERT, UPDATE")
    scope_by_organisation("stock_take", rights="SELECT, INSERT, UPDATE")
    scope_by_organisation("stock_take_line")
