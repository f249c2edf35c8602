"""Who of a group gets which partition, when nobody may be given what another still reads.

Two rounds move a partition. In the first it is dealt to nobody: whoever has it sees that it is not his any more, finishes what he
has in hand and comes to the group again. In the second nobody claims it, and its new member gets it. All others keep what they
have, and read on.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

Partition = tuple[str, int]
"""A topic and the number of one of its partitions."""
NEVER = -1
"""The generation of a member that was never dealt anything, or whose claims are void."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a member says when the group meets.

    Attributes:
        topics: what it wants to read; members of one group can differ while a new version is rolled out.
        claims: the partitions that it has and goes on reading meanwhile.
        since: the generation of the group that dealt it these.
    """

    topics: frozenset[str]
    claims: frozenset[Partition] = frozenset()
    since: int = NEVER


def deal(partitions: Collection[Partition], members: Mapping[str, Member]) -> dict[str, set[Partition]]:
    """Deal partitions to members, by id; a partition that has to move first goes to nobody.

    The same input gives the same result, and a group in which nothing changed keeps everything. Every topic is spread over
    its members with a difference of one at most, and where that leaves a choice, so is the whole.
    """
    owners = _owners(partitions, members)
    goal = _goal(partitions, members, owners)
    claimed = {partition for member in members.values() for partition in member.claims}
    dealt: dict[str, set[Partition]] = {name: set() for name in members}
    for partition, name in goal.items():
        if owners.get(partition) == name or partition not in claimed:
            dealt[name].add(partition)
    return dealt


def _owners(partitions: Collection[Partition], members: Mapping[str, Member]) -> dict[Partition, str]:
    """Whose claim holds. Of two that claim the same, the one that was dealt it last; where that was in one generation, neither."""
    owners: dict[Partition, str] = {}
    for partition in partitions:
        claims = sorted(
            (
                (member.since, name)
                for name, member in members.items()
                if partition in member.claims and partition[0] in member.topics
            ),
            reverse=True,
        )
        if claims and (len(claims) == 1 or claims[0][0] > claims[1][0]):
            owners[partition] = claims[0][1]
    return owners


def _goal(
    partitions: Collection[Partition], members: Mapping[str, Member], owners: Mapping[Partition, str]
) -> dict[Partition, str]:
    """Who has what in the end, with few moves."""
    topics: dict[str, list[str]] = {}
    for topic in sorted({topic for topic, _ in partitions}):
        if wanted_by := sorted(name for name, member in members.items() if topic in member.topics):
            topics[topic] = wanted_by
    goal = dict(owners)
    count = Counter((topic, name) for (topic, _), name in goal.items())
    total = Counter(goal.values())

    def give(partition: Partition, taker: str, giver: str | None = None) -> None:
        goal[partition] = taker
        for name, change in ((taker, 1), (giver, -1)):
            if name is not None:
                count[partition[0], name] += change
                total[name] += change

    for partition in sorted(partitions):
        if partition not in goal and (readers := topics.get(partition[0])):
            give(partition, min(readers, key=lambda name: (count[partition[0], name], total[name], name)))
    moved = True
    while moved:  # a move in one topic can make room for one in another
        moved = False
        for topic, readers in topics.items():
            while (move := _move(topic, readers, count, total)) is not None:
                giver, taker = move
                # Free ones first: moving what nobody has yet disturbs nobody.
                his = (partition for partition, owner in goal.items() if owner == giver and partition[0] == topic)
                give(min(his, key=lambda partition: (partition in owners, partition)), taker, giver)
                moved = True
    return goal


def _move(
    topic: str, readers: Collection[str], count: Mapping[tuple[str, str], int], total: Mapping[str, int]
) -> tuple[str, str] | None:
    """From whom to whom one partition of a topic should go, or None when it is spread well.

    Each move makes a topic more even, or leaves that and makes the whole more even: they come to an end.
    """
    giver = max(readers, key=lambda name: (count[topic, name], total[name], name))
    taker = min(readers, key=lambda name: (count[topic, name], total[name], name))
    more = count[topic, giver] - count[topic, taker]
    if more > 1 or (more == 1 and total[giver] - total[taker] > 1):
        return giver, taker
    return None
