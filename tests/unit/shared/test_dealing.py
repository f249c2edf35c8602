"""Dealing partitions to the members of a group: nobody is given what another still reads, and in the end all is read."""

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace

from aiokafka import TopicPartition  # type: ignore[import-untyped]
from aiokafka.coordinator.protocol import ConsumerProtocolMemberMetadata  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from shared.bus.transports.kafka.cooperation import AGAIN, CooperativeDealer
from shared.bus.transports.kafka.dealing import NEVER, Member, Partition, deal

TOPICS = {"devices": 12, "loans": 12, "tickets": 5}
PARTITIONS = [(topic, number) for topic, count in TOPICS.items() for number in range(count)]
ALL = frozenset(TOPICS)


def spread(dealt: dict[str, set[Partition]], topic: str) -> list[int]:
    return sorted(sum(partition[0] == topic for partition in his) for his in dealt.values())


def test_the_first_members_get_everything_evenly() -> None:
    dealt = deal(PARTITIONS, {name: Member(ALL) for name in "abc"})
    assert sorted(partition for his in dealt.values() for partition in his) == sorted(PARTITIONS)
    assert spread(dealt, "devices") == [4, 4, 4]
    assert spread(dealt, "tickets") == [1, 2, 2]


def test_what_moves_is_first_dealt_to_nobody() -> None:
    devices = [("devices", number) for number in range(12)]
    topics = frozenset({"devices"})
    members = {"a": Member(topics, frozenset(devices), 1), "b": Member(topics)}
    dealt = deal(devices, members)
    assert (len(dealt["a"]), dealt["b"]) == (6, set())
    members["a"] = Member(topics, frozenset(dealt["a"]), 2)
    members["b"] = Member(topics, frozenset(), 2)
    settled = deal(devices, members)
    assert settled == {"a": dealt["a"], "b": set(devices) - dealt["a"]}


def test_of_two_claims_the_newest_holds() -> None:
    mine = frozenset({("devices", 3)})
    dealt = deal(mine, {"a": Member(ALL, mine, 4), "b": Member(ALL, mine, 5), "c": Member(ALL)})
    assert dealt == {"a": set(), "b": set(mine), "c": set()}


def test_two_claims_of_one_generation_are_both_void_and_the_partition_waits() -> None:
    mine = frozenset({("devices", 3)})
    members = {"a": Member(ALL, mine, 4), "b": Member(ALL, mine, 4), "c": Member(ALL)}
    assert deal(mine, members) == {"a": set(), "b": set(), "c": set()}
    after = deal(mine, {name: Member(ALL, frozenset(), 5) for name in members})
    assert sum(map(len, after.values())) == 1


def test_a_member_gets_only_topics_it_reads() -> None:
    """A new version reads one topic more; while it is rolled out only new members get that one."""
    dealt = deal(PARTITIONS, {"old": Member(frozenset({"devices"})), "new": Member(ALL)})
    assert {topic for topic, _ in dealt["old"]} == {"devices"}
    assert spread(dealt, "devices") == [6, 6]
    assert sum(map(len, dealt.values())) == len(PARTITIONS)


def test_topics_that_nobody_knows_or_reads_are_left() -> None:
    gone = frozenset({("gone", 0)})
    assert deal([("other", 1)], {"a": Member(ALL, gone, 3)}) == {"a": set()}


def test_all_are_told_to_come_again_while_something_moves() -> None:
    """Also those who keep everything: they read on, and what moves waits less."""

    def words(*says: tuple[str, frozenset[TopicPartition], int]) -> set[bytes]:
        dealer, members = CooperativeDealer(), {}
        for name, dealer.claims, dealer.since in says:
            members[name] = ConsumerProtocolMemberMetadata.decode(dealer.metadata(["loans"]).encode())
        cluster = SimpleNamespace(partitions_for_topic=lambda topic: {0, 1, 2, 3})
        return {dealt.user_data for dealt in dealer.assign(cluster, members).values()}

    zero, one, two, three = (TopicPartition("loans", number) for number in range(4))
    assert words(("a", frozenset({zero, one, two}), 3), ("b", frozenset({three}), 3)) == {AGAIN}
    assert words(("a", frozenset({one, two}), 4), ("b", frozenset({three}), 4)) == {b""}


@dataclass
class Group:
    """Members as they are: what each reads, which generation dealt it that, and whether it has to come again."""

    partitions: list[Partition]
    topics: dict[str, frozenset[str]] = field(default_factory=dict)
    has: dict[str, frozenset[Partition]] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    generation: int = 0

    def join(self, name: str, topics: frozenset[str]) -> None:
        self.topics[name], self.has[name], self.since[name] = topics, frozenset(), NEVER

    def leave(self, name: str) -> None:
        del self.topics[name], self.has[name], self.since[name]

    def meet(self, deaf: frozenset[str]) -> bool:
        """One generation; those who are deaf come to it and do not hear what they were dealt. True when some come again."""
        self.generation += 1
        members = {name: Member(topics, self.has[name], self.since[name]) for name, topics in self.topics.items()}
        dealt = deal(self.partitions, members)
        given = [partition for his in dealt.values() for partition in his]
        assert len(given) == len(set(given))
        for name, his in dealt.items():
            assert {topic for topic, _ in his} <= self.topics[name]
            for other, has in self.has.items():
                assert other == name or not his & has, "dealt what another still reads"
        again = bool(deaf & self.topics.keys())
        for name in self.topics.keys() - deaf:
            again = again or bool(self.has[name] - dealt[name])
            self.has[name], self.since[name] = frozenset(dealt[name]), self.generation
        return again

    def settle(self) -> int:
        rounds = 1
        while self.meet(frozenset()):
            rounds += 1
            assert rounds < 10, "does not come to rest"
        return rounds


names = st.sampled_from("abcdef")
topic_sets = st.sets(st.sampled_from(sorted(TOPICS)), min_size=1).map(frozenset)
steps = st.lists(
    st.tuples(st.sampled_from(["join", "join", "leave", "meet", "settle"]), names, topic_sets, st.frozensets(names, max_size=3)),
    max_size=25,
)


@given(steps)
def test_whoever_comes_goes_or_misses_a_meeting(history: list[tuple[str, str, frozenset[str], frozenset[str]]]) -> None:
    """At no time is a partition dealt to one while another reads it, and after two quiet rounds everything is read."""
    group = Group(PARTITIONS)
    for what, name, topics, deaf in history:
        if what == "join" and name not in group.topics:
            group.join(name, topics)
        elif what == "leave" and name in group.topics:
            group.leave(name)
        elif what == "meet":
            group.meet(deaf)
        elif what == "settle":
            assert group.settle() <= 3
    group.settle()
    wanted = {topic for topics in group.topics.values() for topic in topics}
    read = Counter(partition for his in group.has.values() for partition in his)
    assert read == Counter(partition for partition in PARTITIONS if partition[0] in wanted)
    for topic in wanted:
        counts = [sum(p[0] == topic for p in group.has[name]) for name, topics in group.topics.items() if topic in topics]
        assert max(counts) - min(counts) <= 1
    before = dict(group.has)
    assert not group.meet(frozenset())
    assert group.has == before, "a group in which nothing changed keeps everything"
