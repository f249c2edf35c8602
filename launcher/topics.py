"""`./digibank topics`: the topics in Kafka beside what they have to be; apply what is safe, leave the rest to a person."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from launcher.errors import CannotContinue
from launcher.house import kafka_access, topic_policy
from launcher.say import say
from shared.bus.topics import PREFIX, Difference, Remedy, Topic, TopicPolicy, differences, strangers
from shared.bus.transport import TransportRefused, TransportUnavailable
from shared.bus.transports.kafka import KafkaCluster
from shared.bus.transports.kafka.outages import fold_client_log
from shared.runtime.settings import Settings

DIFFERS = 1

WILL = {
    Remedy.create: "apply maakt het",
    Remedy.set_config: "apply zet het goed",
    Remedy.add_partitions: "apply voegt ze toe; er stond nog niets in",
    Remedy.keep_order: "niets: er staan gebeurtenissen in, hun volgorde zou breken",
    Remedy.delete_unused: "niets: wis dit lege topic zelf, dan maakt apply het nieuw",
    Remedy.move_replicas: "niets: voeg zelf kopieën toe met kafka-reassign-partitions.sh",
    Remedy.replicas_first: "niets: eerst meer kopieën, anders komt er niets meer in",
}
DONE = {Remedy.create: "gemaakt", Remedy.set_config: "goedgezet", Remedy.add_partitions: "toegevoegd"}


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the cluster gave."""

    wanted: Sequence[str]
    found: Mapping[str, Topic]
    policy: TopicPolicy

    @property
    def differences(self) -> list[Difference]:
        """What is not as it has to be."""
        return differences(self.wanted, self.found, self.policy)

    @property
    def strangers(self) -> list[str]:
        """Topics with our prefix that nothing here reads or writes."""
        return strangers(self.wanted, self.found)


async def topics(settings: Settings, action: str, wanted: Collection[str], *, as_json: bool) -> int:
    """Look, and for `apply` change what is safe to change; say what is so, and return the exit code.

    Args:
        action: `plan` says what is, what has to be and what would happen; `apply` does it; `check` says only what is wrong.
        wanted: the names of the topics that have to be there.

    Returns:
        0 when everything is as it has to be (after `apply`), else 1.

    Raises:
        CannotContinue: no Kafka is set, it does not answer, or it refuses.
    """
    if not settings.kafka:
        raise CannotContinue("Topics zijn er alleen in Kafka. Zeg met --kafka HOST:PORT (of DIGIBANK_KAFKA) waar het is.")
    policy = topic_policy(settings)
    fold_client_log()
    cluster = KafkaCluster(kafka_access(settings), "digibank-topics", policy)
    done: list[Difference] = []
    try:
        looked = await _look(cluster, wanted, policy)
        if action == "apply":
            done = await _apply(cluster, looked.differences)
            looked = await _look(cluster, wanted, policy)
    except TransportRefused as error:
        raise CannotContinue(f"De topics zijn niet te bekijken of te zetten: {error}") from None
    except TransportUnavailable as error:
        why = f" ({str(error).partition(': ')[2]})" if ": " in str(error) else ""
        raise CannotContinue(
            f"De topics zijn niet te bekijken: Kafka op {settings.kafka} antwoordt niet{why}. "
            "Start Kafka, of kijk DIGIBANK_KAFKA na."
        ) from None
    finally:
        await cluster.close()
    say(_json(looked, done) if as_json else _text(looked, done, everything=action != "check"))
    return DIFFERS if looked.differences else 0


async def _look(cluster: KafkaCluster, wanted: Collection[str], policy: TopicPolicy) -> Looked:
    ours = [name for name in await cluster.topics() if name.startswith(PREFIX)]
    return Looked(sorted(wanted), await cluster.describe({*wanted, *ours}), policy)


async def _apply(cluster: KafkaCluster, found: Collection[Difference]) -> list[Difference]:
    """Do what is safe, missing topics first; returns what was done."""
    doing = [one for one in found if one.remedy.by_itself]
    if missing := [one.topic for one in doing if one.remedy is Remedy.create]:
        await cluster.ensure_topics(missing)
    for one in doing:
        if one.remedy is Remedy.add_partitions:
            await cluster.add_partitions(one.topic)
        elif one.remedy is Remedy.set_config:
            await cluster.set_config(one.topic, {one.what: one.wanted})
    return doing


def _json(looked: Looked, done: Collection[Difference]) -> str:
    result = {
        "differences": [asdict(one) for one in looked.differences],
        "done": [asdict(one) for one in done],
        "strangers": looked.strangers,
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


def _text(looked: Looked, done: Collection[Difference], *, everything: bool) -> str:
    lines = [f"{one.topic}: {_what(one)} {DONE[one.remedy]}" for one in done]
    left = looked.differences
    if everything or left:
        lines.append(_table(looked, everything=everything))
    if looked.strangers:
        lines.append(f"Niet van deze versie, en niets doet er iets mee: {', '.join(looked.strangers)}")
    if left:
        grave = len({one.topic for one in left if one.grave})
        lines.append(
            f"{grave} van {len(looked.wanted)} topics {'is' if grave == 1 else 'zijn'} niet veilig: zolang start er niets."
            if grave
            else "Er is iets anders dan het moet. Starten kan wel."
        )
    else:
        lines.append(f"Alle {len(looked.wanted)} topics zijn zoals ze moeten zijn.")
    return "\n".join(lines)


def _what(one: Difference) -> str:
    return {"topic": "topic", "partitions": "partities", "replication": "kopieën"}.get(one.what, one.what)


def _table(looked: Looked, *, everything: bool) -> str:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("Topic", "Wat", "Is", "Moet", "Wat er gebeurt"):
        table.add_column(heading, overflow="fold")
    differing = {one.topic for one in looked.differences}
    for name in looked.wanted:
        if everything and name not in differing:
            topic = looked.found[name]
            table.add_row(name, "alles", f"{topic.partitions} partities, kopieën: {topic.replication}", "zo", "niets")
        for one in looked.differences:
            if one.topic == name:
                now = one.now if one.remedy is not Remedy.create else "is er niet"
                wanted = one.wanted if one.remedy is not Remedy.create else f"{one.wanted} partities"
                table.add_row(name, _what(one), now, wanted, WILL[one.remedy] + (" (gevaar)" if one.grave else ""))
    console = Console(width=150, color_system=None)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().strip("\n").splitlines())
