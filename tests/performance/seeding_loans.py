"""Fills loans with families that borrow a machine, many at a time, as the login that made the databases."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from tests.performance.place import Place
from tests.performance.seeding import skip_checks

CHUNK = 50_000
_next_number = secrets.randbelow(500_000_000)
"""Every family has a number of its own; a server that was there already may have families of an earlier bench."""

# The ids are UUIDv7 in shape, so that the newest loan has the highest. One family in two hundred is two rows that are one family.
# Of twenty families that borrow one is to be called, of another a message waits, and with two everything was settled before.
FAMILIES = """
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT number, word || '-' || number % 1000000 AS code, word || ' ' || to_hex(number * 2654435761 % 4294967296) AS name,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '1')::uuid AS household_id,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '2')::uuid AS request_id,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '3')::uuid AS loan_id,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '4')::uuid AS line_id,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '5')::uuid AS device_id,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '6')::uuid AS other_row,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '7')::uuid AS touch_id,
       (head || '7' || substr(tail, 1, 3) || '8' || substr(tail, 4, 14) || '8')::uuid AS message_id
FROM (SELECT number, lpad(to_hex(1700000000000 + number), 12, '0') AS head, md5($1::uuid::text || number) AS tail,
             (ARRAY['KIWI', 'PEER', 'MAAN', 'BOOT', 'EGEL'])[1 + number % 5] AS word
      FROM generate_series($2::bigint, $3::bigint - 1) AS number) AS numbered
"""
FILL = (
    """
    INSERT INTO household (id, organisation, code, call_name, telephone, language, level, visits, calls, kind, registered_on)
    SELECT household_id, $1, code, name, '0499' || lpad((number % 1000000)::text, 6, '0'), 'nl', 'plain', 'yes', 'yes',
           'household', current_date FROM made
    """,
    """
    INSERT INTO household (id, organisation, code, call_name, language, level, visits, calls, kind, registered_on, merged_into,
                           merged_on, own_visits, own_calls)
    SELECT other_row, $1, code || 'B', name, 'nl', 'plain', 'yes', 'yes', 'household', current_date, household_id, current_date,
           'yes', 'yes' FROM made WHERE number % 200 = 0
    """,
    """
    INSERT INTO household_name (organisation, beginning, household_id)
    SELECT DISTINCT $1::uuid, part, household_id FROM made, unnest(string_to_array(lower(name), ' ')) AS part
    """,
    """
    INSERT INTO request (id, organisation, household_id, profile, school_child_without_machine, internet, since, place_in_line,
                         status, device_id, changed_at, wishes, machine_wishes, must_have, quiet_place, offered)
    SELECT request_id, $1, household_id, 'work', false, 'yes', current_date, current_date,
           CASE $2 WHEN 'ready_to_sign' THEN 'reserved' ELSE 'lent' END, device_id, now(), '{}', '{}', '{}', 'unknown', '{}'
    FROM made
    """,
    """
    INSERT INTO loan (id, organisation, request_id, household_id, status, accessories, learners, started_on, look_again_on,
                      not_returned, chosen, gone, handed_over, changed_at)
    SELECT loan_id, $1, request_id, household_id, $2, '{charger}', 0,
           CASE $2 WHEN 'running' THEN current_date - 30 END,
           CASE $2 WHEN 'running' THEN current_date + (number % 500)::int END, '{}', false, '{}', '{}', now() FROM made
    """,
    """
    INSERT INTO loan_line (id, organisation, loan_id, device_id, kind)
    SELECT line_id, $1, loan_id, device_id, 'lasting' FROM made
    """,
    """
    INSERT INTO known_device (device_id, organisation, sequence, ready, code, maker, model, memory_mb, state)
    SELECT device_id, $1, 1, false, 'M' || code, 'Lenovo', 'ThinkPad X240', 8192,
           CASE $2 WHEN 'running' THEN 'given_out' ELSE 'reserved' END FROM made
    """,
)
IN_TOUCH = (
    """
    INSERT INTO household_reach (household_id, organisation, channel, neutral)
    SELECT household_id, $1, 'sms', number % 9 = 0 FROM made WHERE number % 3 = 0
    """,
    """
    INSERT INTO consent (id, organisation, household_id, purpose, answer, way, said_on)
    SELECT gen_random_uuid(), $1, household_id, purpose, CASE WHEN number % 50 = 0 THEN 'no' ELSE 'yes' END, 'counter', current_date
    FROM made, unnest(ARRAY['visits', 'calls', 'messages']) AS purpose WHERE number % 2 = 0
    """,
    """
    INSERT INTO known_ticket (ticket_id, organisation, sequence, open, device_id, household_id, symptom)
    SELECT gen_random_uuid(), $1, 1, number % 100 = 0, device_id, CASE WHEN number % 200 = 0 THEN household_id END, 'screen'
    FROM made WHERE number % 10 = 0
    """,
    """
    INSERT INTO touch (id, organisation, loan_id, household_id, about, on_day, due_told, passed_told, call_since, settled_on)
    SELECT touch_id, $1, loan_id, household_id, 'look_again', current_date + (number % 500)::int, true, false,
           CASE WHEN number % 20 IN (0, 5) THEN current_date - (number % 30)::int END,
           CASE WHEN number % 20 IN (5, 15) THEN current_date END FROM made WHERE number % 5 = 0
    """,
    """
    INSERT INTO touch_message (id, organisation, touch_id, said, channel, language, neutral, state, made_on, sent_on)
    SELECT message_id, $1, touch_id, 'coming', 'letter', 'nl', false, CASE number % 20 WHEN 10 THEN 'ready' ELSE 'sent' END,
           current_date - 20, CASE number % 20 WHEN 10 THEN NULL ELSE current_date - 20 END FROM made WHERE number % 5 = 0
    """,
)


async def add_loans(place: Place, organisation: UUID, count: int, *, status: str = "running") -> None:
    """Give an organisation more families with a machine, the newest last.

    Args:
        status: `running`, or `ready_to_sign` for loans of which nothing is signed yet.
    """
    global _next_number
    first, _next_number = _next_number, _next_number + count
    connection = await place.admin("loans")
    try:
        for start in range(first, first + count, CHUNK):
            async with connection.transaction():
                await connection.execute("SET LOCAL synchronous_commit = off")
                await skip_checks(connection)
                await connection.execute(FAMILIES, organisation, start, min(start + CHUNK, first + count))
                for statement in FILL + (IN_TOUCH if status == "running" else ()):
                    await connection.execute(statement, *[organisation, status][: 1 + ("$2" in statement)])
        for table in (
            "household",
            "household_name",
            "request",
            "loan",
            "loan_line",
            "known_device",
            "touch",
            "touch_message",
            "household_reach",
            "consent",
            "known_ticket",
        ):
            await connection.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await connection.close()


async def loans_to_sign(place: Place, organisation: UUID) -> Sequence[UUID]:
    """The loans of an organisation of which nothing is signed."""
    connection = await place.admin("loans")
    try:
        rows = await connection.fetch("SELECT id FROM loan WHERE organisation = $1 AND status = 'ready_to_sign'", organisation)
        return [row["id"] for row in rows]
    finally:
        await connection.close()
