"""Plain asyncpg connections, for the few places where a batch has to be fast or a lock has to live on a connection."""

import asyncpg

from shared.database.engine import CONNECTION_SETTINGS, STATEMENT_TIMEOUT_SECONDS

CONNECTION_ERRORS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""All that asyncpg raises; the last one when a connection ends while a statement begins."""


async def connect(url: str, *, name: str) -> asyncpg.Connection:
    """Open one connection that notices within seconds when the other side is gone.

    Raises what asyncpg raises: `OSError`, `TimeoutError`, `asyncpg.PostgresError`.
    """
    return await asyncpg.connect(
        url,
        timeout=5,
        command_timeout=STATEMENT_TIMEOUT_SECONDS,
        server_settings=CONNECTION_SETTINGS | {"application_name": name},
    )
