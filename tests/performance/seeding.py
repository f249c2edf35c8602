"""Fills inventory with machines, many at a time, as the login that made the databases."""

import re
import secrets
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.inventory.store.facets import FACETS_OF
from tests.performance.place import Place

CHUNK = 100_000
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

_next_number = secrets.randbelow(500_000_000)
"""Every machine has a number of its own; a server that was there already may have machines of an earlier bench."""

# A machine's number becomes its code, its serial number and its id. Multiplying by an odd number walks through all codes
# without repeating one, so that neighbours in time are not neighbours in the index. The ids are UUIDv7 in shape: a moment, and
# the rest at random, so that the newest machine has the highest.
MACHINES = f"""
CREATE TEMPORARY TABLE machine ON COMMIT DROP AS
SELECT id, number, left(code, 3) || '-' || right(code, 3) AS code,
       (ARRAY['Lenovo', 'Dell', 'HP', 'Acer'])[1 + number % 4] AS maker,
       (ARRAY['ThinkPad X240', 'Latitude E7440', 'EliteBook 840', 'TravelMate P645'])[1 + number % 4] AS model,
       'SN' || lpad(to_hex((number * 2654435761) % 4294967296), 8, '0') AS serial,
       md5($1::uuid::text || 'place' || number % 20)::uuid AS place_id, 'Rek ' || number % 20 AS place,
       md5($1::uuid::text || 'lot' || number / 50)::uuid AS lot_id,
       md5($1::uuid::text || 'donor' || number / 500)::uuid AS donor_id, 'Gemeente ' || number / 500 AS donor,
       CASE number % 2 WHEN 0 THEN 'a' ELSE 'b' END AS grade,
       CASE WHEN number % 100 = 0 THEN 'qwertz' WHEN number % 10 = 0 THEN 'qwerty' ELSE 'azerty' END AS keyboard,
       CASE WHEN number % 1000 = 7 THEN ARRAY['blauw'] ELSE '{{}}' END AS labels
FROM generate_series($2::bigint, $3::bigint - 1) AS number,
LATERAL (SELECT
    (lpad(to_hex(1700000000000 + number), 12, '0') || '7' || substr(md5($1::uuid::text || number), 1, 3) || '8'
     || substr(md5($1::uuid::text || number), 4, 15))::uuid AS id,
    (SELECT string_agg(substr('{ALPHABET}', 1 + (((number * 387420489) % 1073741824) >> (5 * place))::int % 32, 1), '')
     FROM generate_series(0, 5) AS place) AS code) AS made
"""
FILLED = ("public_code", "device", "drive", "search_term", "device_facet", "giver_term", "lot", "donor")
FILL = (
    "DELETE FROM machine USING public_code WHERE public_code.code = machine.code",  # of a million, a few are in use
    "INSERT INTO public_code SELECT code, $1 FROM machine",
    """
    INSERT INTO short_list_entry (id, organisation, kind, name)
    SELECT DISTINCT place_id, $1::uuid, 'place', place FROM machine ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO donor (id, organisation, kind, name)
    SELECT DISTINCT donor_id, $1::uuid, 'school', donor FROM machine ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO lot (id, organisation, donor_id, received_on, source, agreement, added_at)
    SELECT DISTINCT lot_id, $1::uuid, donor_id, date '2026-01-01', '', 'we_wipe', now() FROM machine ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO giver_term SELECT DISTINCT $1::uuid, word, 'donor=' || donor_id FROM machine,
    unnest(string_to_array(lower(donor), ' ')) AS word ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO device (id, organisation, code, maker, model, serial, chassis, processor, memory_mb, registered_at, status, stage,
                        check_finished, check_by, check_at, install_finished, install_by, install_at, place_id, lot_id, keyboard,
                        looks, works, labels)
    SELECT id, $1, code, maker, model, serial, 'laptop', 'Intel Core i5-4300U', 8192,
           timestamptz '2026-01-01' + number * interval '1 second', $2,
           CASE $2 WHEN 'arrived' THEN 'installed' END, true, $1, now(), true, $1, now(), place_id, lot_id, keyboard, grade, grade,
           labels FROM machine ORDER BY number
    """,
    """
    INSERT INTO drive (id, organisation, device_id, position, medium, capacity_gb, wipe_method, wipe_tool, wipe_succeeded,
                       wipe_recorded_by, wipe_checked_by, wipe_checked_at)
    SELECT gen_random_uuid(), $1, id, 0, 'ssd', 250, 'secure_erase', 'hdparm', true, $1, $1, now() FROM machine ORDER BY number
    """,
    """
    INSERT INTO search_term
    SELECT DISTINCT $1::uuid, word, id FROM machine,
    unnest(string_to_array(lower(concat_ws(' ', maker, model, serial, code, replace(code, '-', ''))), ' ')) AS word
    ORDER BY 2
    """,
    FACETS_OF.format(which="d.id IN (SELECT id FROM machine)"),
)


async def add_devices(place: Place, organisation: UUID, count: int, *, status: str = "ready") -> None:
    """Give an organisation more machines, the newest last, each looked at, installed and with one drive that is proven empty.
    A handful fewer than `count` when one of their codes is in use already."""
    global _next_number
    first, _next_number = _next_number, _next_number + count
    connection = await place.admin("inventory")
    try:
        indexes = await _drop_indexes(connection) if count > CHUNK else []
        for start in range(first, first + count, CHUNK):
            async with connection.transaction():
                await connection.execute("SET LOCAL synchronous_commit = off")
                await skip_checks(connection)
                await connection.execute("SET LOCAL work_mem = '256MB'")
                await connection.execute(MACHINES, organisation, start, min(start + CHUNK, first + count))
                for statement in FILL:
                    await connection.execute(statement, *[organisation, status][: len(set(re.findall(r"\$\d", statement)))])
        for made in indexes:
            await connection.execute(made)
        for table in FILLED:
            await connection.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await connection.close()


async def _drop_indexes(connection: asyncpg.Connection) -> list[str]:
    """Drop what is slow to keep while a million rows come in, and give the statements that make it again, as it was."""
    rows = await connection.fetch(
        "SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made FROM pg_index AS i "
        "WHERE i.indrelid::regclass::text = ANY ($1) AND NOT i.indisunique",
        FILLED,
    )
    for row in rows:
        await connection.execute(f"DROP INDEX {row['name']}")
    return [row["made"] for row in rows]


async def ids_of_devices(place: Place, organisation: UUID) -> Sequence[UUID]:
    """The machines of an organisation."""
    connection = await place.admin("inventory")
    try:
        rows = await connection.fetch("SELECT id FROM device WHERE organisation = $1", organisation)
        return [row["id"] for row in rows]
    finally:
        await connection.close()


async def skip_checks(connection: asyncpg.Connection) -> None:
    """Foreign keys hold by construction; a superuser may skip looking each of them up."""
    if await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        await connection.execute("SET LOCAL session_replication_role = replica")
