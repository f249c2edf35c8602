"""Every event from the log to Kafka, or back: the same records in the same order per key, and each group goes on where it was.

The log has one order per topic, Kafka one per partition. On the way there a record goes into the partition of its key, in the
order of the log: then what a group has had in a partition is how many of that partition's records lie before its place in the
log, exactly. On the way back the partitions are woven into one order, by time; a group goes on from the first record that it has
not had. What lies behind that and it has had comes again, and the inbox knows it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

import orjson

from launcher.errors import CannotContinue
from shared.bus.transport import Record, TransportUnavailable
from shared.bus.transports.kafka.archive import KafkaArchive
from shared.bus.transports.log_archive import BATCH, LogArchive, Logged

GROUPS = "digibank."
LARGEST_NUMBER_OF_PARTITIONS = 256
KEYS_KNOWN = 200_000

Told = Callable[[int], None]
"""Hears, now and then, how many events have passed."""


class Passage:
    """What has passed of one topic.

    Attributes:
        places: for each record of the log, by its offset, the partition that it is in.
        counts: how many are in each partition.
    """

    def __init__(self, partitions: int) -> None:
        if not 0 < partitions <= LARGEST_NUMBER_OF_PARTITIONS:
            raise ValueError(f"a topic with {partitions} partitions is not one of ours")
        self.places = bytearray()
        self.counts = [0] * partitions
        self._digests = [sha256() for _ in range(partitions)]

    def note(self, place: int, record: Record) -> None:
        """One more record, the next one of the log."""
        self.places.append(place)
        self.counts[place] += 1
        headers = orjson.dumps(dict(record.headers))
        for part in (record.key.encode(), headers, record.value):
            self._digests[place].update(len(part).to_bytes(4) + part)

    def positions(self, offset: int) -> list[int]:
        """Of each partition how many records lie before an offset of the log: where a group that is there goes on."""
        return [self.places.count(place, 0, offset) for place in range(len(self.counts))]

    @property
    def digests(self) -> list[bytes]:
        """Of each partition a digest of all its records, in order, whole."""
        return [digest.digest() for digest in self._digests]


class LogToKafka:
    """Carries the log to Kafka. It can be done while the log grows, and again for what came since; and again after it broke.

    What is in Kafka already has to be the beginning of what the log says: then only the rest is carried.
    """

    def __init__(self, log: LogArchive, kafka: KafkaArchive) -> None:
        self._log, self._kafka = log, kafka
        self._passages: dict[str, Passage] = {}

    async def check(self) -> int:
        """How many records are there already. Raises `CannotContinue` when they are not the beginning of what the log says."""
        found = 0
        logged = await self._log.topics()
        for topic in sorted(logged):
            ends = await self._kafka.ends(topic)
            if any(ends):
                found += sum(ends)
                await self._check_beginning(topic, ends)
        return found

    async def carry(self, told: Told = lambda _: None) -> int:
        """Carry all that is not there yet; returns how many records the topics have now."""
        logged = await self._log.topics()
        await self._kafka.ensure_topics(sorted(logged))
        for topic in sorted(logged):
            ends = await self._kafka.ends(topic)
            passage = self._passages.setdefault(topic, Passage(len(ends)))
            place_of = _places(len(ends))
            async for batch in self._log.read(topic, len(passage.places)):
                new: defaultdict[int, list[tuple[Record, datetime]]] = defaultdict(list)
                for one in batch:
                    if one.offset != len(passage.places):
                        raise CannotContinue(f"In het logboek van {topic} ontbreekt een gebeurtenis voor nummer {one.offset}.")
                    place = place_of(one.record.key)
                    passage.note(place, one.record)
                    if passage.counts[place] > ends[place]:
                        new[place].append((one.record, one.at))
                await asyncio.gather(*(self._kafka.append(topic, place, records) for place, records in new.items()))
                told(len(batch))
        return sum(len(passage.places) for passage in self._passages.values())

    async def verify(self) -> None:
        """Read everything back. Raises `CannotContinue` when a partition is not what the log says."""
        for topic, passage in self._passages.items():
            if await self._kafka.ends(topic) != passage.counts or await self._digests(topic, passage.counts) != passage.digests:
                raise _differs(topic)

    async def set_positions(self) -> int:
        """Let each group go on in Kafka where it is in the log; returns how many groups there are.

        The log has to rest. Raises `CannotContinue` when a group is at work in Kafka already.
        """
        groups = await self._log.positions()
        for group, topics in groups.items():
            wanted = {
                (topic, place): position
                for topic, offset in topics.items()
                for place, position in enumerate(self._passages[topic].positions(offset))
            }
            try:
                await self._kafka.set_positions(group, wanted)
            except TransportUnavailable as error:
                raise CannotContinue(
                    f"Kafka neemt de plaats van de groep {group} niet aan. "
                    f"Draait daar al een dienst? Stop die eerst. ({error.__cause__!r})"
                ) from None
            if (found := await self._kafka.positions(group)) != wanted:
                raise CannotContinue(
                    f"De plaats van de groep {group} in Kafka is niet wat ze moet zijn: {len(found)} van {len(wanted)}."
                )
        return len(groups)

    async def _check_beginning(self, topic: str, ends: Sequence[int]) -> None:
        beginning, place_of = Passage(len(ends)), _places(len(ends))
        async for batch in self._log.read(topic):
            for one in batch:
                place = place_of(one.record.key)
                if beginning.counts[place] < ends[place]:
                    beginning.note(place, one.record)
        if beginning.counts != ends or await self._digests(topic, ends) != beginning.digests:
            raise _differs(topic)

    async def _digests(self, topic: str, ends: Sequence[int]) -> list[bytes]:
        found = Passage(len(ends))
        async for batch in self._kafka.read(topic, ends):
            for one in batch:
                found.note(one.place, one.record)
        return found.digests


class KafkaToLog:
    """Carries all that is in Kafka into a log that is empty."""

    def __init__(self, kafka: KafkaArchive, log: LogArchive) -> None:
        self._log, self._kafka = log, kafka
        self._passages: dict[str, Passage] = {}
        self._wanted: dict[str, dict[str, int]] = {}

    async def carry(self, told: Told = lambda _: None) -> int:
        """Carry everything, and let each group go on from the first record that it has not had; returns how many records.

        Groups acknowledge nothing meanwhile: their databases rest.
        """
        groups = {group: await self._kafka.positions(group) for group in await self._kafka.groups(GROUPS)}
        for topic in sorted(name for name in await self._kafka.topics() if name.startswith(GROUPS)):
            reading = {
                group: {place: offset for (of, place), offset in positions.items() if of == topic}
                for group, positions in groups.items()
            }
            await self._carry(topic, {group: places for group, places in reading.items() if places}, told)
        return sum(len(passage.places) for passage in self._passages.values())

    async def verify(self) -> None:
        """Read everything back. Raises `CannotContinue` when the log is not what Kafka says."""
        for topic, passage in self._passages.items():
            found = Passage(len(passage.counts))
            async for batch in self._log.read(topic):
                for one in batch:
                    if one.offset >= len(passage.places):
                        raise _differs(topic)
                    found.note(passage.places[one.offset], one.record)
            if found.counts != passage.counts or found.digests != passage.digests:
                raise _differs(topic)
        found_positions = await self._log.positions()
        if found_positions != self._wanted:
            raise CannotContinue("De plaats van een groep in het logboek is niet wat ze moet zijn. Er is niets omgezet.")

    async def _carry(self, topic: str, groups: dict[str, dict[int, int]], told: Told) -> None:
        ends = await self._kafka.ends(topic)
        passage = self._passages[topic] = Passage(len(ends))
        number = await self._log.add_topic(topic)
        first_unread: dict[str, int] = {}
        batch: list[Logged] = []
        async for kept in self._kafka.read_by_time(topic, ends):
            offset = len(passage.places)
            record = _storable(kept.record)
            passage.note(kept.place, record)
            for group, had in groups.items():
                if group not in first_unread and kept.offset >= had.get(kept.place, 0):
                    first_unread[group] = offset
            batch.append(Logged(record, offset, kept.at))
            if len(batch) == BATCH:
                await self._log.fill(number, batch)
                told(len(batch))
                batch = []
        await self._log.fill(number, batch)
        for group in groups:
            position = first_unread.get(group, len(passage.places))
            await self._log.set_positions(group, {number: position})
            self._wanted.setdefault(group, {})[topic] = position


def _places(partitions: int) -> Callable[[str], int]:
    """The partition of a key; most keys come again soon, and the sum behind it is slow."""
    return lru_cache(KEYS_KNOWN)(lambda key: KafkaArchive.place_of(key, partitions))


def _storable(record: Record) -> Record:
    """What PostgreSQL can keep as text. Only a record that was none of ours has anything else in it, and that cannot be read."""
    if "\0" not in record.key and not any("\0" in part for header in record.headers.items() for part in header):
        return record
    headers = {name.replace("\0", "\ufffd"): value.replace("\0", "\ufffd") for name, value in record.headers.items()}
    return Record(record.topic, record.key.replace("\0", "\ufffd"), record.value, headers)


def _differs(topic: str) -> CannotContinue:
    return CannotContinue(
        f"In Kafka is {topic} niet hetzelfde als in het logboek. Verhuizen kan alleen naar een lege Kafka, "
        "of naar een die een eerdere poging van deze verhuis begon te vullen. Er is niets omgezet."
    )
