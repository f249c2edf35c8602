"""The inbox of commands: a command that comes twice with the same Idempotency-Key has one effect and gets one answer."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.unit import Unit
from shared.domain import Refused

RESERVE = """
INSERT INTO bus.answer (organisation, idempotency_key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true
"""
FIND = "SELECT fingerprint, status, location, body::text AS body FROM bus.answer WHERE idempotency_key = $1"
KEEP = "UPDATE bus.answer SET status = $2, location = $3, body = $4 WHERE idempotency_key = $1"


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
    run = unit.connection.exec_driver_sql
    if (await run(RESERVE, (unit.organisation, key, request))).first() is not None:
        return None
    row = (await run(FIND, (key,))).one()
    if bytes(row.fingerprint) != request:
        raise KeyUsedOtherwise()
    return Answer(row.status, row.location, orjson.loads(row.body) if row.body else None)


async def keep_answer(connection: AsyncConnection, key: str, answer: Answer) -> None:
    """Remember the answer, in the transaction that reserved the key."""
    body = orjson.dumps(answer.body).decode() if answer.body is not None else None
    await connection.exec_driver_sql(KEEP, (key, answer.status, answer.location, body))
