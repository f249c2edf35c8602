"""The inbox of commands: a command that comes twice with the same Idempotency-Key has one effect and gets one answer."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from shared.bus.outbox import RECORD
from shared.bus.unit import Unit
from shared.database.engine import driver_of
from shared.domain import Refused

RESERVE = """
INSERT INTO bus.answer (organisation, idempotency_key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true
"""
FIND = "SELECT fingerprint, status, location, body::text AS body FROM bus.answer WHERE idempotency_key = $1"
ANSWERED = "SELECT true FROM bus.answer WHERE idempotency_key = $1 AND fingerprint = $2"
KEEP = "UPDATE bus.answer SET status = $2, location = $3, body = $4 WHERE idempotency_key = $1"
KEEP_AND_RECORD = RECORD.replace(
    "WITH counted AS",
    "WITH kept AS (UPDATE bus.answer SET status = $10, location = $11, body = $12 WHERE idempotency_key = $9), counted AS",
)


class KeyUsedOtherwise(Refused):
    """The same Idempotency-Key came before with another request."""

    code = "idempotency_key_used_otherwise"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered: HTTP status, where the result is, and the JSON body."""

    status: int
    location: str | None = None
    body: Any = None


def fingerprint(*parts: bytes) -> bytes:
    """What makes two requests the same."""
    return sha256(b"\0".join(parts)).digest()


async def earlier_answer(unit: Unit, key: str, request: bytes) -> Answer | None:
    """Reserve a key for this transaction, or the answer it got before.

    When another transaction holds the same key, this waits for it: then there is one effect, whoever was first.

    Raises `KeyUsedOtherwise` when the key belongs to another request.
    """
    driver = await driver_of(unit.connection)
    if await driver.fetchval(RESERVE, unit.organisation, key, request):
        return None
    row = await driver.fetchrow(FIND, key)
    if row is None:
        raise LookupError("an answer was forgotten while it was looked for")
    if row["fingerprint"] != request:
        raise KeyUsedOtherwise()
    return Answer(row["status"], row["location"], orjson.loads(row["body"]) if row["body"] else None)


async def was_answered(unit: Unit, key: str, request: bytes) -> bool:
    """Whether this very request got its answer before. One that is still under way did not."""
    driver = await driver_of(unit.connection)
    return bool(await driver.fetchval(ANSWERED, key, request))


async def keep_answer(unit: Unit, key: str, answer: Answer) -> None:
    """Remember the answer, in the transaction that reserved the key, and write the unit's events: in one round trip."""
    body = orjson.dumps(answer.body).decode() if answer.body is not None else None
    kept = (key, answer.status, answer.location, body)
    if not await unit.flush(KEEP_AND_RECORD, kept):
        await (await driver_of(unit.connection)).execute(KEEP, *kept)
