"""How every topic on Kafka has to be, and what is wrong with one that is not so. Nothing in here talks to Kafka.

The names follow from the contracts: whoever adds an event with a new topic adds the topic. What a topic is like is the same for
all of them, for all carry facts that are kept for ever and are read in order per key.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.contracts.catalogue import CATALOGUE

PREFIX = "digibank."
PARTITIONS = 12
"""Of every topic. The partition follows from the key, so another number would spread the events of one key over two partitions."""
RECORD_BYTES = 1_048_588
"""The largest batch a topic has to take: Kafka's own default. The publisher stays at half of it."""

KEPT_FOR_EVER = {
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "cleanup.policy": "delete",  # the other one keeps only the newest event of a key
    "unclean.leader.election.enable": "false",  # else a broker that missed events may decide what there was
}
"""Settings of a topic that have one right value: with any other one events can be lost."""


def wanted_topics() -> list[str]:
    """The names of all topics that the contracts speak of, in order."""
    return sorted({event.topic for event in CATALOGUE})


@dataclass(frozen=True, slots=True)
class TopicPolicy:
    """What an installation decides about all of its topics.

    Attributes:
        replication: on how many brokers each event is kept.
        min_in_sync: how many of these must have an event before it counts as published.
    """

    replication: int = 1
    min_in_sync: int = 1

    def config(self) -> dict[str, str]:
        """What a topic is told when it is made; said in full, because a cluster may have other defaults."""
        return KEPT_FOR_EVER | {"min.insync.replicas": str(self.min_in_sync)}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it is.

    Attributes:
        replication: on how many brokers the partition with the fewest copies is.
        never_used: no record was ever written to it.
        config: all its settings, those that it has from its cluster too.
    """

    name: str
    partitions: int
    replication: int
    never_used: bool
    config: Mapping[str, str] = field(default_factory=dict)


class Remedy(StrEnum):
    """What helps against a difference; all but the first three are for a person."""

    create = "create"
    set_config = "set_config"
    add_partitions = "add_partitions"
    keep_order = "keep_order"
    """Events are in it: with another number of partitions a key would go on in another one, and its order is gone."""
    delete_unused = "delete_unused"
    """It has too many partitions and no events; Kafka cannot take partitions away."""
    move_replicas = "move_replicas"
    """Copies are added by the cluster's own tool, for they are written over its network and disks."""
    replicas_first = "replicas_first"
    """More brokers would have to confirm than keep a copy: nothing could be published any more."""

    @property
    def by_itself(self) -> bool:
        """Whether `apply` does it."""
        return self in (Remedy.create, Remedy.set_config, Remedy.add_partitions)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about one topic that is not as it has to be.

    Attributes:
        what: `topic` when it is missing, `partitions`, `replication`, or the name of a setting.
        now, wanted: the values, as Kafka writes them.
        grave: events could be lost or come out of order; nothing may start on it.
    """

    topic: str
    what: str
    now: str
    wanted: str
    grave: bool
    remedy: Remedy


class TopicsDiffer(Exception):
    """Topics are such that events could be lost or come out of order."""

    def __init__(self, differences: Collection[Difference]) -> None:
        """Tell of these differences, all of them grave."""
        super().__init__("; ".join(f"{one.topic}: {one.what} is {one.now}, not {one.wanted}" for one in differences))
        self.differences = tuple(differences)


def differences(wanted: Iterable[str], found: Mapping[str, Topic], policy: TopicPolicy) -> list[Difference]:
    """Everything that is not as it has to be, in the order of the names. What is safer than it has to be is no difference."""
    result: list[Difference] = []
    for name in sorted(wanted):
        topic = found.get(name)
        if topic is None:
            result.append(Difference(name, "topic", "", str(PARTITIONS), grave=False, remedy=Remedy.create))
        else:
            result += _of(topic, policy)
    return result


def strangers(wanted: Collection[str], found: Iterable[str]) -> list[str]:
    """Topics with our prefix that no contract speaks of: of a newer or an older release, or a mistake."""
    return sorted(name for name in found if name.startswith(PREFIX) and name not in wanted)


def _of(topic: Topic, policy: TopicPolicy) -> Iterable[Difference]:
    if topic.partitions != PARTITIONS:
        remedy = Remedy.keep_order
        if topic.never_used:
            remedy = Remedy.add_partitions if topic.partitions < PARTITIONS else Remedy.delete_unused
        yield Difference(topic.name, "partitions", str(topic.partitions), str(PARTITIONS), grave=True, remedy=remedy)
    if topic.replication < policy.replication:
        now, wanted = str(topic.replication), str(policy.replication)
        # Not grave: what is kept is as safe as it was. Refusing to start would not make it safer.
        yield Difference(topic.name, "replication", now, wanted, grave=False, remedy=Remedy.move_replicas)
    for what, wanted in KEPT_FOR_EVER.items():
        if topic.config[what] != wanted:
            yield Difference(topic.name, what, topic.config[what], wanted, grave=True, remedy=Remedy.set_config)
    for what, least, grave in (("min.insync.replicas", policy.min_in_sync, True), ("max.message.bytes", RECORD_BYTES, False)):
        if int(topic.config[what]) < least:
            possible = what != "min.insync.replicas" or least <= topic.replication
            remedy = Remedy.set_config if possible else Remedy.replicas_first
            yield Difference(topic.name, what, topic.config[what], str(least), grave=grave, remedy=remedy)
