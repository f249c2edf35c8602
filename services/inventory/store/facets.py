"""Keeps what machines are filtered by. One statement reads it from what is known of a machine; nothing else says it again."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.lot import Lot
from services.inventory.domain.search import words_of
from services.inventory.store.finding_tables import device_facet, giver_term
from shared.bus.unit import Unit
from shared.contracts.event import Event
from shared.contracts.inventory import DeviceReady
from shared.database.engine import driver_of

# Memory has a tenth of slack, as in `domain/fit.py`: the graphics often take a part of it.
FACETS_OF = """
INSERT INTO device_facet (organisation, facet, device_id, code, maker, model)
SELECT d.organisation, said.facet, d.id, d.code, d.maker, d.model FROM device AS d LEFT JOIN lot AS l ON l.id = d.lot_id
CROSS JOIN LATERAL (
    SELECT 'kind=' || d.chassis AS facet
    UNION ALL SELECT 'lot=' || d.lot_id
    UNION ALL SELECT 'donor=' || l.donor_id
    UNION ALL SELECT 'place=' || d.place_id
    UNION ALL SELECT 'keyboard=' || d.keyboard
    UNION ALL SELECT 'looks=' || d.looks
    UNION ALL SELECT 'works=' || d.works
    UNION ALL SELECT 'label=' || label FROM unnest(d.labels) AS label
    UNION ALL SELECT 'memory=' || step FROM unnest(ARRAY[4, 8, 16, 32]) AS step WHERE d.memory_mb * 1.1 >= step * 1024
) AS said
WHERE said.facet IS NOT NULL AND {which} ON CONFLICT DO NOTHING
"""
THESE = FACETS_OF.format(which="d.id = ANY ($1::uuid[])")
OF_LOT = FACETS_OF.format(which="d.lot_id = $1")
# What a machine fits is told by its last `device_ready`, and does not follow from its row.
OLD = "DELETE FROM device_facet WHERE device_id = $1 AND NOT (facet >= 'fits=' AND facet < 'fits>')"
RENAMED = """
UPDATE device_facet AS f SET maker = d.maker, model = d.model FROM device AS d
WHERE f.device_id = $1 AND d.id = f.device_id AND (f.maker, f.model) <> (d.maker, d.model)
"""
FITS = """
INSERT INTO device_facet (organisation, facet, device_id, code, maker, model)
SELECT d.organisation, said.facet, d.id, d.code, d.maker, d.model FROM device AS d CROSS JOIN unnest($2::text[]) AS said (facet)
WHERE d.id = $1
"""
OLD_OF_LOT = """
DELETE FROM device_facet AS f USING device AS d
WHERE d.lot_id = $1 AND f.device_id = d.id AND f.facet >= 'donor=' AND f.facet < 'donor>'
"""


async def keep_facets(unit: Unit, device_ids: Sequence[UUID]) -> None:
    """Note what new machines are filtered by."""
    await (await driver_of(unit.connection)).execute(THESE, list(device_ids))


async def keep_facets_again(unit: Unit, device_id: UUID) -> None:
    """The same for one of which something was put right."""
    driver = await driver_of(unit.connection)
    await driver.execute(OLD, device_id)
    await driver.execute(THESE, [device_id])
    await driver.execute(RENAMED, device_id)


async def note_fits(unit: Unit, events: Sequence[Event]) -> None:
    """Keep for what a machine is good enough, from what it just told everybody."""
    for event in events:
        if isinstance(event, DeviceReady):
            await _fits(unit, event)


async def _fits(unit: Unit, event: DeviceReady) -> None:
    facet = device_facet.c
    mine = (facet.device_id == event.device_id, facet.facet >= "fits=", facet.facet < "fits>")
    await unit.connection.execute(delete(device_facet).where(*mine))
    good = [f"fits={use.value}" for use, score in event.fit.items() if score > 0]
    if good:
        await (await driver_of(unit.connection)).execute(FITS, event.device_id, good)


async def keep_giver(unit: Unit, lot: Lot, *, changed: bool = False) -> None:
    """Note by which words a lot and who gave it are found; and when it changed, that its machines came from somebody else."""
    own = f"lot={lot.id}"
    await unit.connection.execute(
        delete(giver_term).where(giver_term.c.organisation == unit.organisation, giver_term.c.facet == own)
    )
    await _add_words(unit, words_of(lot.source), own)
    await _add_words(unit, words_of(lot.donor.name or ""), f"donor={lot.donor.id}")
    if changed:
        driver = await driver_of(unit.connection)
        await driver.execute(OLD_OF_LOT, lot.id)
        await driver.execute(OF_LOT, lot.id)


async def _add_words(unit: Unit, words: Collection[str], facet: str) -> None:
    if words:
        rows = [{"organisation": unit.organisation, "term": word, "facet": facet} for word in sorted(set(words))]
        await unit.connection.execute(upsert(giver_term).on_conflict_do_nothing(), rows)
