"""Questions to the cluster, outside any group: which topics there are, how far they go, how far a group has come."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition  # type: ignore[import-untyped]
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic  # type: ignore[import-untyped]
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType  # type: ignore[import-untyped]
from aiokafka.errors import (  # type: ignore[import-untyped]
    KafkaError,
    KafkaTimeoutError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    for_code,
)

from shared.bus.topics import PARTITIONS, Topic, TopicPolicy
from shared.bus.transport import TransportRefused, TransportUnavailable
from shared.bus.transports.kafka.access import KafkaAccess, why_not
from shared.bus.transports.kafka.outages import OUTAGES

ANSWER_SECONDS = 15.0
REQUEST_MS = 5_000
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 5.0
# A new partition, or a leader that moved, is seen within this time at the latest.
METADATA_MS = 15_000
SET_ON_THE_TOPIC = 1
"""Where a setting comes from, as the cluster says it: this one was given to the topic itself."""

Ends = dict[Any, int]
"""Offset per aiokafka TopicPartition: of the next record to come, or of the next one a group wants."""


class KafkaCluster:
    """Asks, and asks again over new connections with growing pauses until there is an answer or the time is up.

    Attributes:
        patience: how many seconds an answer may take; None is as usual.
    """

    def __init__(self, access: KafkaAccess, client_id: str, policy: TopicPolicy) -> None:
        self._access = access
        self._client_id = client_id
        self._policy = policy
        self._admin: Any = None
        self._reader: Any = None
        self._opening = asyncio.Lock()
        self.patience: float | None = None

    async def topics(self) -> set[str]:
        """The names of all topics. Raises `TransportUnavailable`."""
        return set(await self._ask(lambda: self._admin.list_topics()))

    async def describe(self, topics: Collection[str]) -> dict[str, Topic]:
        """What those of these topics are like that exist. Raises `TransportUnavailable`."""
        found: dict[str, Topic] = await self._ask(lambda: self._describe(set(topics)))
        return found

    async def set_config(self, topic: str, config: Mapping[str, str]) -> None:
        """Give a topic some settings; its others stay. Back when the cluster shows them.

        Raises `TransportUnavailable`.
        """
        await self._ask(lambda: self._set_config(topic, config))

    async def add_partitions(self, topic: str) -> None:
        """Give a topic, that was never used, as many partitions as all have; back when the cluster shows them.

        Raises `TransportUnavailable`.
        """
        await self._ask(lambda: self._add_partitions(topic))

    async def ensure_topics(self, topics: Collection[str]) -> None:
        """Create what is missing, twelve partitions and kept for ever; back when the cluster shows all of them.

        Raises:
            TransportUnavailable: there was no answer in time.
            TransportRefused: the cluster would not, for example because there are fewer brokers than copies asked for.
        """
        await self._ask(lambda: self._create_missing(set(topics)))

    async def delete_topics(self, topics: Sequence[str], groups: Sequence[str]) -> None:
        """Delete topics with all that is in them; back when the cluster shows none, and forgot how far these groups came in them.

        Raises `TransportUnavailable`, or what the cluster refused with.
        """
        await self._ask(lambda: self._delete(set(topics), groups))

    async def ends(self, topics: Sequence[str]) -> Ends:
        """Where each partition of the topics that exist ends now. Raises `TransportUnavailable`."""
        ends: Ends = await self._ask(lambda: self._ends(set(topics)))
        return ends

    async def acknowledged(self, group: str) -> Ends:
        """How far a group has come, for every partition it ever acknowledged. Raises `TransportUnavailable`.

        Too low for a moment, never too high: right after a broker came back, aiokafka takes its "still loading" for "none".
        """
        offsets = await self._ask(lambda: self._admin.list_consumer_group_offsets(group))
        return {partition: at.offset for partition, at in offsets.items()}

    async def groups(self) -> set[str]:
        """The names of all groups that ever acknowledged something. Raises `TransportUnavailable`."""
        return {group[0] for group in await self._ask(lambda: self._admin.list_consumer_groups())}

    async def close(self) -> None:
        """Close the connections; another question opens them again."""
        admin, reader, self._admin, self._reader = self._admin, self._reader, None, None
        if admin is not None:
            with contextlib.suppress(KafkaError, OSError):
                await admin.close()
        if reader is not None:
            await end_consumer(reader)

    async def _ask(self, question: Callable[[], Awaitable[Any]]) -> Any:
        pause, last = FIRST_PAUSE_SECONDS, None
        try:
            async with asyncio.timeout(self.patience or ANSWER_SECONDS):
                while True:
                    try:
                        await self._open()
                        return await question()
                    except (KafkaError, OSError, AttributeError) as error:
                        # AttributeError: another task closed the connections while this one was asking.
                        # The library's own time running out says nothing of what the cluster wants, though it is not marked so.
                        if isinstance(error, KafkaError) and not (error.retriable or isinstance(error, KafkaTimeoutError)):
                            raise TransportRefused(f"Kafka refuses: {error}") from error
                        last = error
                        OUTAGES.trouble("asking the cluster", error)
                        await self.close()
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        except TimeoutError as error:
            why = await why_not(self._access, REQUEST_MS / 1_000)
            text = f"Kafka at {self._access.bootstrap} does not answer" + (f": {why}" if why else "")
            raise TransportUnavailable(text) from last or error

    async def _open(self) -> None:
        async with self._opening:
            common = self._access.client(self._client_id) | {"request_timeout_ms": REQUEST_MS}
            if self._admin is None:
                admin = AIOKafkaAdminClient(**common)
                try:
                    await admin.start()
                except BaseException:
                    await admin.close()
                    raise
                self._admin = admin
            if self._reader is None:
                reader = AIOKafkaConsumer(group_id=None, enable_auto_commit=False, **common)
                try:
                    await reader.start()
                except BaseException:
                    await end_consumer(reader)
                    raise
                self._reader = reader

    async def _create_missing(self, topics: set[str]) -> None:
        # By the list of all topics: asking for one by name creates it, with the wrong settings, on a cluster that may do so.
        missing = topics - set(await self._admin.list_topics())
        if not missing:
            return
        config = self._policy.config()
        new = [NewTopic(name, PARTITIONS, self._policy.replication, topic_configs=config) for name in sorted(missing)]
        reply = await self._admin.create_topics(new)
        for topic in reply.to_object()["topic_errors"]:
            if for_code(topic["error_code"]) is not TopicAlreadyExistsError:
                _raise_for(topic["error_code"], topic["topic"], topic.get("error_message"))
        if missing - set(await self._admin.list_topics()):
            raise UnknownTopicOrPartitionError("a topic that was just created is not known everywhere yet")

    async def _describe(self, topics: set[str]) -> dict[str, Topic]:
        known = sorted(topics & set(await self._admin.list_topics()))
        if not known:
            return {}
        settings = await self._settings(known)
        used = {partition.topic for partition, end in (await self._ends(set(known))).items() if end > 0}
        found: dict[str, Topic] = {}
        for topic in await self._admin.describe_topics(known):
            name, partitions = topic["topic"], topic["partitions"]
            found[name] = Topic(
                name,
                len(partitions),
                min((len(one["replicas"]) for one in partitions), default=0),
                never_used=name not in used,
                config={setting: value for setting, (value, _) in settings[name].items()},
            )
        return found

    async def _settings(self, topics: Sequence[str]) -> dict[str, dict[str, tuple[str, bool]]]:
        """Of each topic: the value of each setting, and whether it was given to the topic itself."""
        replies = await self._admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in topics])
        settings: dict[str, dict[str, tuple[str, bool]]] = {}
        for code, message, _, topic, entries in (one for reply in replies for one in reply.resources):
            _raise_for(code, topic, message)
            settings[topic] = {name: (value or "", source == SET_ON_THE_TOPIC) for name, value, _, source, *_ in entries}
        return settings

    async def _set_config(self, topic: str, config: Mapping[str, str]) -> None:
        # The request the library knows replaces all settings of the topic: those it was given before go along.
        before = (await self._settings([topic]))[topic]
        kept = {name: value for name, (value, own) in before.items() if own}
        replies = await self._admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, kept | dict(config))])
        for code, message, *_ in (one for reply in replies for one in reply.resources):
            _raise_for(code, topic, message)
        now = (await self._settings([topic]))[topic]
        if any(now[name][0] != value for name, value in config.items()):
            raise UnknownTopicOrPartitionError("settings that were just given are not known everywhere yet")

    async def _add_partitions(self, topic: str) -> None:
        if len((await self._admin.describe_topics([topic]))[0]["partitions"]) < PARTITIONS:
            reply = await self._admin.create_partitions({topic: NewPartitions(PARTITIONS)})
            for name, code, message in reply.topic_errors:
                _raise_for(code, name, message)
        if len((await self._admin.describe_topics([topic]))[0]["partitions"]) < PARTITIONS:
            raise UnknownTopicOrPartitionError("partitions that were just added are not known everywhere yet")

    async def _delete(self, topics: set[str], groups: Sequence[str]) -> None:
        if there := topics & set(await self._admin.list_topics()):
            reply = await self._admin.delete_topics(sorted(there))
            for name, code in ((topic[0], topic[1]) for topic in reply.topic_error_codes):
                if for_code(code) is not UnknownTopicOrPartitionError:
                    _raise_for(code, name, None)
        if topics & set(await self._admin.list_topics()):
            raise UnknownTopicOrPartitionError("a topic that was just deleted is not gone everywhere yet")
        for group in groups:
            # An old offset would make the group pass over the first records of a new topic of that name.
            offsets = await self._admin.list_consumer_group_offsets(group)
            if any(partition.topic in topics and at.offset >= 0 for partition, at in offsets.items()):
                raise UnknownTopicOrPartitionError("how far a group came in a deleted topic is not forgotten yet")

    async def _ends(self, topics: set[str]) -> Ends:
        known = topics & set(await self._admin.list_topics())
        if not known:
            return {}
        described = await self._admin.describe_topics(sorted(known))
        partitions = [TopicPartition(topic["topic"], part["partition"]) for topic in described for part in topic["partitions"]]
        ends: Ends = await self._reader.end_offsets(partitions)
        return ends


def _raise_for(code: int, topic: str, message: str | None) -> None:
    """Raise the error that a code of the cluster stands for, unless it stands for none."""
    if code:
        error = for_code(code)
        raise error(f"{topic}: {message or error.__name__}")


async def end_consumer(consumer: Any) -> None:
    """Stop a consumer for good.

    aiokafka's own `stop` ends half-way when its group broke or a request under way was cancelled, and leaves the rest running.
    """

    async def end() -> None:
        for step in (consumer.stop, consumer._fetcher and consumer._fetcher.close, consumer._client.close):
            if step:
                with contextlib.suppress(KafkaError, OSError, asyncio.CancelledError):
                    await step()

    # In a task of its own: the cancellations in there are not ours.
    await asyncio.wait({asyncio.create_task(end())})


async def answers(access: KafkaAccess, seconds: float) -> bool:
    """Whether a working Kafka with a controller lets us in and answers within the time given."""
    host, _, port = access.bootstrap.split(",")[0].rpartition(":")
    try:
        async with asyncio.timeout(seconds):
            # A refused connection is quick and quiet here; the client library would make a story of it.
            _, writer = await asyncio.open_connection(host, int(port))
            writer.close()
            admin = AIOKafkaAdminClient(**access.client("digibank-look"))
            try:
                await admin.start()
                cluster = await admin.describe_cluster()
            finally:
                await admin.close()
    except (KafkaError, OSError, ValueError):
        return False
    return bool(cluster["brokers"]) and cluster["controller_id"] >= 0
