"""Kafka's events in a backup: copied into a file after the data, and topics filled again to fit databases that were put back.

A backup is of one moment, and Kafka goes on. So only events are copied that the databases knew before that moment; what they know
beside these when they are put back goes out once more, from their outboxes. Decision 39 tells why that is enough.
"""

import base64
import gzip
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import orjson

from launcher.backup.unfinished import WRITING
from launcher.errors import CannotContinue
from launcher.house import kafka_transport, load_services
from launcher.say import Say
from shared.bus.topics import wanted_topics
from shared.bus.transport import Record, Transport, TransportUnavailable
from shared.runtime.settings import Settings

FILE = "events.jsonl.gz"
BATCH = 500
LONGEST_ANSWER_SECONDS = 180.0
"""While topics are made anew: a busy computer takes its time, and there is no way back from half."""
TRIES = 10
CLIENT = "digibank-backup"

KNOWN = "SELECT subject, last_sequence FROM bus.subject"
WRITTEN = "SELECT topic, key, sequence, event_id FROM bus.outbox"
REMEMBER = "CREATE TEMP TABLE published (topic text, key text, sequence bigint, PRIMARY KEY (topic, key)) ON COMMIT DROP"
LACKING = "sequence > coalesce((SELECT p.sequence FROM published AS p WHERE p.topic = outbox.topic AND p.key = outbox.key), 0)"
SEND_AGAIN = f"UPDATE bus.outbox SET sent_at = NULL WHERE {LACKING}"  # noqa: S608
TO_SEND = f"SELECT key, count(*) AS times FROM bus.outbox WHERE {LACKING} GROUP BY key"  # noqa: S608


@dataclass
class Rebuilt:
    """What came of filling topics again.

    Attributes:
        published: events that are in the topics now.
        again: events that databases know and the copy lacks: relays send them.
        missing: numbers that are in neither; they were lost before, or are older than the copy and the outbox.
    """

    published: int = 0
    again: int = 0
    missing: int = 0


Counters = Mapping[str, Mapping[str, int]]
"""Per topic, the number of the last event of each subject."""


async def read_counters(settings: Settings) -> Counters:
    """How far each publisher has counted at this moment. Raises what asyncpg raises."""
    counters: dict[str, Mapping[str, int]] = {}
    for service in load_services():
        owner = await asyncpg.connect(settings.database_url(f"{service.name}_owner", service.name), timeout=10)
        try:
            known = {str(row["subject"]): row["last_sequence"] for row in await owner.fetch(KNOWN)}
        finally:
            await owner.close()
        counters |= {event.topic: known for event in service.publishes}
    return counters


async def copy_events(settings: Settings, file: Path, known: Counters | None = None) -> int:
    """Write the events that Kafka holds now, in order per key; gives how many.

    Args:
        known: only those that publishers had counted by then; all without it.

    Raises `CannotContinue`.
    """
    transport, copied = kafka_transport(settings, CLIENT), 0
    try:
        await transport.start()
        with gzip.open(file, "wb", compresslevel=3) as content:
            async for records in transport.history(wanted_topics()):
                wanted = [record for record in records if known is None or _is_known(record, known)]
                content.write(b"".join(map(_line, wanted)))
                copied += len(wanted)
    except TransportUnavailable as error:
        raise CannotContinue(f"De gebeurtenissen zijn niet te kopiëren: {error}.") from None
    finally:
        await transport.stop()
    return copied


async def rebuild_topics(settings: Settings, file: Path, say: Say) -> Rebuilt:
    """Have in Kafka what the databases know, in order per key and once, and no more; no service may run.

    All groups read from the beginning afterwards; their inboxes know what they dealt with.

    Raises `CannotContinue`. When that is after the topics were emptied it has to be done again, and `file` is all it needs.
    """
    services = load_services()
    publisher = {event.topic: service.name for service in services for event in service.publishes}
    groups = [f"digibank.{service.name}.{kind}" for service in services for kind in ("reactions", "projections")]
    transport, rebuilt, reached = kafka_transport(settings, CLIENT), Rebuilt(), Reached()
    owners = await _owners(settings, set(publisher.values()))
    try:
        known = await read_counters(settings)
        written = await _written(owners.values())
        await transport.start()
        transport.wait_longer(LONGEST_ANSWER_SECONDS)
        await transport.delete_topics(list(publisher), groups)
        await transport.ensure_topics(list(publisher))
        batch: list[Record] = []
        for record in _records(file):
            if _is_known(record, known) and reached.is_next(record, written):
                batch.append(record)
            if len(batch) == BATCH:
                await _publish(transport, batch)
                rebuilt.published += len(batch)
                batch = []
                if rebuilt.published % (BATCH * 40) == 0:
                    say(f"  {rebuilt.published} gebeurtenissen")
        await _publish(transport, batch)
        rebuilt.published += len(batch)
        for name, owner in owners.items():
            topics = {topic for topic, writer in publisher.items() if writer == name}
            unsent = await _send_again(owner, {key: last for key, last in reached.last.items() if key[0] in topics})
            rebuilt.again += sum(unsent.values())
            for subject, last in known[next(iter(topics))].items():
                rebuilt.missing += last - reached.counted[subject] - unsent[subject]
    except TransportUnavailable as error:
        raise CannotContinue(f"De gebeurtenissen zijn niet terug te zetten: {error}. Doe het opnieuw.") from None
    finally:
        await transport.stop()
        for owner in owners.values():
            await owner.close()
    return rebuilt


class Number(NamedTuple):
    """What tells an event within its topic."""

    topic: str
    key: str
    sequence: int


class Reached:
    """How far each key of each topic was filled again.

    Attributes:
        last: the highest number of each topic and key.
        counted: how many events of each subject.
    """

    def __init__(self) -> None:
        self.last: dict[tuple[str, str], int] = {}
        self.counted: Counter[str] = Counter()
        self._left_to_outbox: set[tuple[str, str]] = set()

    def is_next(self, record: Record, written: Mapping[Number, UUID]) -> bool:
        """Whether a record of the copy may follow now; not one that came already, or that an outbox has something in front of."""
        key, sequence = (record.topic, record.key), _sequence(record) or 0
        last = self.last.get(key, 0)
        if sequence <= last or key in self._left_to_outbox:
            return False
        if sequence > last + 1 and Number(*key, last + 1) in written:
            self._left_to_outbox.add(key)  # it has all that came later as well, and sends them in order
            return False
        self.last[key] = sequence
        self.counted[record.key] += 1
        return True


async def _owners(settings: Settings, names: Collection[str]) -> dict[str, asyncpg.Connection]:
    """A connection to each of these databases that may write, also where it rests."""
    urls = {name: settings.database_url(f"{name}_owner", name) for name in names}
    return {name: await asyncpg.connect(url, timeout=10, server_settings=WRITING) for name, url in urls.items()}


async def _written(owners: Iterable[asyncpg.Connection]) -> dict[Number, UUID]:
    return {Number(*row): event_id for owner in owners for *row, event_id in await owner.fetch(WRITTEN)}


async def check_past(settings: Settings, file: Path) -> None:
    """Raise `CannotContinue` when an outbox tells something else under the number of an event of the copy.

    Then an older backup was put back after this copy was made: what followed here is not what the copy tells.
    """
    owners = await _owners(settings, {service.name for service in load_services() if service.publishes})
    try:
        written = await _written(owners.values())
    finally:
        for owner in owners.values():
            await owner.close()
    for record in _records(file):
        event_id = written.get(Number(record.topic, record.key, _sequence(record) or 0))
        if event_id is not None and str(event_id) != record.headers.get("ce_id"):
            raise CannotContinue(
                "Deze kopie past niet bij de gegevens: daarna is een oudere kopie teruggezet. "
                "Neem die oudere, of een die erna gemaakt is."
            )


async def _send_again(owner: asyncpg.Connection, reached: dict[tuple[str, str], int]) -> Counter[str]:
    """Mark as unsent what is in the outbox and not in the topics; gives how many of each key go out."""
    async with owner.transaction():
        await owner.execute(REMEMBER)
        await owner.copy_records_to_table("published", records=[(*key, last) for key, last in reached.items()])
        await owner.execute("ANALYZE published")
        await owner.execute(SEND_AGAIN)
        return Counter({row["key"]: row["times"] for row in await owner.fetch(TO_SEND)})


async def _publish(transport: Transport, records: Sequence[Record]) -> None:
    left = list(records)
    for _ in range(TRIES):
        published = await transport.publish(left)
        confirmed = set(published.confirmed)
        left = [record for index, record in enumerate(left) if index not in confirmed]
        if not left:
            return
    raise CannotContinue(f"Kafka neemt de gebeurtenissen niet aan: {published.error!r}. Doe het opnieuw.")


def _is_known(record: Record, known: Counters) -> bool:
    sequence = _sequence(record)
    return sequence is not None and sequence <= known.get(record.topic, {}).get(record.key, 0)


def _sequence(record: Record) -> int | None:
    try:
        UUID(record.key)
        return int(record.headers["ce_sequence"])
    except (KeyError, ValueError):
        return None  # not one of ours


def _line(record: Record) -> bytes:
    said = {"topic": record.topic, "key": record.key, "headers": dict(record.headers)}
    try:
        return orjson.dumps(said | {"value": record.value.decode()}) + b"\n"
    except UnicodeDecodeError:
        return orjson.dumps(said | {"bytes": base64.b64encode(record.value).decode()}) + b"\n"


def _records(file: Path) -> Iterator[Record]:
    with gzip.open(file, "rb") as content:
        for line in content:
            said = orjson.loads(line)
            value = said["value"].encode() if "value" in said else base64.b64decode(said["bytes"])
            yield Record(said["topic"], said["key"], value, said["headers"])
