"""The baseline of a command: FastAPI and asyncpg, one transaction with a state row and an event row, nothing else; and of a
page: fifty rows.

    python -m tests.performance.bare_endpoint PORT POSTGRES_URL

No sign-in, no organisation, no row-level security, no sequence per aggregate, no memory of keys, no log. The tables have the
columns and indexes of those that a command of loans writes.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import orjson
import uvicorn
from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel
from uuid_utils.compat import uuid7

TABLES = """
CREATE TABLE request (
    id uuid PRIMARY KEY, organisation uuid NOT NULL, household_id uuid NOT NULL, profile text NOT NULL,
    school_child_without_machine boolean NOT NULL, internet text NOT NULL, since date NOT NULL, place_in_line date NOT NULL,
    status text NOT NULL, device_id uuid, changed_at timestamptz NOT NULL, wishes text[] NOT NULL
);
CREATE INDEX ON request (organisation, place_in_line, id) WHERE status = 'waiting';
CREATE INDEX ON request (organisation, profile, place_in_line, id) WHERE status = 'waiting';
CREATE INDEX ON request (organisation, changed_at) WHERE status = 'claimed';
CREATE INDEX ON request (organisation, id);
CREATE INDEX ON request (organisation, status, id);
CREATE UNIQUE INDEX ON request (device_id) WHERE device_id IS NOT NULL;
CREATE INDEX ON request (household_id, id);
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL, organisation uuid NOT NULL, topic text NOT NULL,
    key text NOT NULL, sequence bigint NOT NULL, headers json NOT NULL, value json NOT NULL, recorded_at timestamptz NOT NULL,
    sent_at timestamptz
);
CREATE INDEX ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX ON outbox (sent_at) WHERE sent_at IS NOT NULL;
"""
ADD_REQUEST = "INSERT INTO request VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 'waiting', NULL, $8, '{}')"
ADD_EVENT = """
INSERT INTO outbox (event_id, organisation, topic, key, sequence, headers, value, recorded_at)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
"""

NEWEST = "SELECT id, household_id, profile, since, status FROM request WHERE organisation = $1 ORDER BY id DESC LIMIT 50"


class Body(BaseModel):
    """The same fields as the request of the real command."""

    profile: str
    school_child_without_machine: bool = False
    internet: str = "unknown"
    household_id: UUID | None = None


class Made(BaseModel):
    """What is answered."""

    id: UUID
    household_id: UUID
    profile: str
    since: date
    status: str


def bare_app(url: str) -> FastAPI:
    """The application on a database with `TABLES`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(url, min_size=10, max_size=10) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan)

    def pool_of(request: Request) -> Any:
        return request.app.state.pool

    @app.post("/requests", status_code=201)
    async def post(body: Body, pool: Annotated[Any, Depends(pool_of)]) -> Made:
        made = Made(
            id=uuid7(), household_id=body.household_id or uuid7(), profile=body.profile, since=date.today(), status="waiting"
        )
        organisation, now = UUID(int=1), datetime.now(UTC)
        headers = orjson.dumps({"ce_specversion": "1.0", "ce_subject": str(made.id), "ce_time": now.isoformat()}).decode()
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(
                ADD_REQUEST, made.id, organisation, made.household_id, made.profile, body.school_child_without_machine,
                body.internet, made.since, now,
            )  # fmt: skip
            await connection.execute(
                ADD_EVENT, uuid7(), organisation, "digibank.loans.requests", str(made.id), headers, made.model_dump_json(), now
            )
        return made

    @app.get("/requests")
    async def newest(pool: Annotated[Any, Depends(pool_of)]) -> list[Made]:
        rows = await pool.fetch(NEWEST, UUID(int=1))
        return [Made(**row) for row in rows]

    @app.get("/ready")
    async def ready() -> str:
        return "ready"

    return app


if __name__ == "__main__":
    uvicorn.run(
        bare_app(sys.argv[2]), port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
