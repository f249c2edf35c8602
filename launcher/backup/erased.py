"""The list of families that were forgotten, beside the backups: an older backup that is put back brings none of them back.

Ids and days alone: nobody knows any more whose they were.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import orjson

from launcher.backup.manifest import sync
from launcher.backup.unfinished import WRITING
from launcher.say import Say
from shared.database import raw
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings

FILE = "forgotten.json"
LIST = "SELECT household_id, organisation FROM bus.forgotten_household"
# The same kind as in services/loans/commands/forget_again.py; a test compares.
KIND = "forget_again"
FORGET_AGAIN = """
INSERT INTO bus.job (id, organisation, kind, unique_key, run_at) SELECT $1, $2, $3, $4, $5
WHERE NOT EXISTS (SELECT FROM bus.forgotten_household WHERE household_id = $6) ON CONFLICT DO NOTHING
"""


async def keep_list(settings: Settings, folder: Path) -> int:
    """Add whoever was forgotten by now to the list in a folder of backups; gives how many are on it."""
    owner = await raw.connect(settings.database_url("loans_owner", "loans"), name="backup")
    try:
        rows = await owner.fetch(LIST)
    finally:
        await owner.close()
    known = {**read_list(folder)} | {row["household_id"]: row["organisation"] for row in rows}
    if known:
        content = {str(household): str(organisation) for household, organisation in sorted(known.items())}
        written = folder / f"{FILE}.new"
        written.touch(mode=0o600)
        written.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2))
        sync(written)
        written.replace(folder / FILE)
        sync(folder)
    return len(known)


def read_list(folder: Path) -> Mapping[UUID, UUID]:
    """The households on the list of a folder, each with its organisation; empty without a list."""
    try:
        content = orjson.loads((folder / FILE).read_bytes())
    except FileNotFoundError:
        return {}
    return {UUID(household): UUID(organisation) for household, organisation in content.items()}


async def forget_again(settings: Settings, folder: Path, say: Say) -> int:
    """Leave work for loans: whoever is on the list and not forgotten in these databases is forgotten when it starts."""
    listed = read_list(folder)
    if not listed:
        return 0
    url = settings.database_url("loans_owner", "loans")
    owner: asyncpg.Connection = await asyncpg.connect(url, timeout=10, server_settings=WRITING)
    try:
        left = 0
        for household, organisation in listed.items():
            job = (new_id(), organisation, KIND, str(household), datetime.now(UTC), household)
            left += (await owner.execute(FORGET_AGAIN, *job)).endswith(" 1")
    finally:
        await owner.close()
    if left:
        say(f"Gezinnen die na deze kopie vergeten zijn: {left}. Digibank vergeet ze opnieuw zodra het start.")
    return left
