"""One crash run: load, kills, coming to rest, proof."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import uuid4

import httpx
import orjson

from launcher.say import Say
from shared.bus.transport import Subscription
from shared.runtime.supervisor import keep_running
from tests.crash.checker import check
from tests.crash.collecting import collect, come_to_rest
from tests.crash.commands import Desk, Ledger, Unanswered
from tests.crash.evidence import Evidence, Harm, Problem
from tests.crash.house import DEADLINE_SECONDS, CrashHouse, NeverCameBack, open_crash_house
from tests.crash.kills import Kill, Killer, Kind, plan_kills
from tests.crash.load import CLIENTS, work
from tests.crash.recovery import Prober
from tests.crash.witness import Witness

ORGANISATIONS = 3
RATE = 45.0
CALM_SECONDS = 5.0
WAIT_FOR_RECOVERY = {"log": 0.7, "kafka": 0.5}  # a member that was killed is missed after 6 s, and a broker takes as long to start
REPEATED = 100


@dataclass
class Outcome:
    """What a crash run found.

    Attributes:
        seed: gives the same kills in the same order.
        kills: with the time until everything worked again, in seconds.
        commands: how many were acknowledged.
        calm_rate: commands a second before the first kill.
        usual: seconds from a family's question to its laptop when no kill disturbs; the recovery times contain it.
        problems: what the checker found; empty is the proof.
        complaints: answers that clients must never get.
        warnings: what the processes logged as a warning or worse, counted.
    """

    transport: str
    seed: int
    kills: list[Kill] = field(default_factory=list)
    commands: int = 0
    repeats: int = 0
    calm_rate: float = 0.0
    usual: float = 0.0
    events: int = 0
    redelivered: int = 0
    problems: list[Problem] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    outages: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def recovery(self) -> list[float]:
        """Seconds until everything worked again, per kill."""
        return [kill.recovered_after for kill in self.kills if kill.recovered_after is not None]

    def lines(self) -> list[str]:
        """The figures, for people."""
        kinds = Counter(kill.kind for kill in self.kills)
        harms = Counter(problem.harm for problem in self.problems)
        slowest = max(self.kills, key=lambda kill: kill.recovered_after or 0.0, default=None)
        lines = [
            f"transport {self.transport}, seed {self.seed}",
            f"kills {len(self.kills)}: " + ", ".join(f"{kind.value} {kinds[kind]}" for kind in Kind if kinds[kind]),
            f"commands acknowledged {self.commands}, repeated on purpose {self.repeats}, "
            f"{self.calm_rate:.0f}/s while nothing was down; events {self.events}, delivered again {self.redelivered}",
            ", ".join(f"{harm.value} {harms[harm]}" for harm in Harm) + f", wrong answers {len(self.complaints)}",
            "no answer: " + (", ".join(f"{what} {times}" for what, times in self.outages.most_common()) or "never"),
        ]
        if self.recovery and slowest is not None:
            lines.append(
                f"everything works again after: median {median(self.recovery):.1f} s, max {max(self.recovery):.1f} s "
                f"({slowest.whom}); without a kill the same takes {self.usual:.2f} s"
            )
        lines += [f"logged {times} x: {what}" for what, times in self.warnings.most_common(12)]
        return lines


async def crash_run(kills: int, transport: str, seed: int, scratch: Path, say: Say) -> Outcome:
    """Kill that many times under load and prove afterwards that nothing came of it.

    Args:
        transport: `log` or `kafka`.
        seed: decides what is killed and when, and what the clients do.
        scratch: gets the logs of all processes; as root the databases are elsewhere and are removed.
        say: hears how far it is.

    Raises:
        KafkaUnavailable: there is no Kafka here.
    """
    rng = random.Random(seed)
    async with open_crash_house(scratch, transport, say) as house:
        outcome = await _run(house, Outcome(transport, seed), plan_kills(kills, transport, rng), rng, say)
        outcome.warnings = _warnings([child.log for child in house.children.values()])
    return outcome


async def _run(house: CrashHouse, outcome: Outcome, plan: Sequence[Kind], rng: random.Random, say: Say) -> Outcome:
    limits = httpx.Limits(max_connections=4 * CLIENTS, max_keepalive_connections=2 * CLIENTS)
    async with httpx.AsyncClient(limits=limits, timeout=15) as http:
        witness = Witness()
        watching = witness.subscribe(house.transport, house.topics)
        watch = asyncio.create_task(keep_running("witness", watching.run))
        ledger = Ledger()
        desk = Desk(house, http, ledger, random.Random(rng.random()), rate=RATE)
        prober = Prober(Desk(house, http, ledger, random.Random(rng.random())), random.Random(rng.random()))
        stop = asyncio.Event()
        organisations = [uuid4() for _ in range(ORGANISATIONS)]
        people = [asyncio.create_task(prober.run(stop))]
        people += [asyncio.create_task(work(desk, organisations, random.Random(rng.random()), stop)) for _ in range(CLIENTS)]
        try:
            try:
                await _kill_all(house, outcome, plan, rng, ledger, prober, say)
            except NeverCameBack as error:
                outcome.problems.append(Problem(Harm.LOST, str(error)))
            stop.set()
            await asyncio.gather(*people)
            say("alles is terug; wachten tot alles verwerkt is")
            await _rest(house, watching, outcome)
            for command, answer, _ in rng.sample(ledger.acknowledged, min(REPEATED, len(ledger.acknowledged))):
                with contextlib.suppress(Unanswered):
                    await desk.repeat(command, answer)
            await _rest(house, watching, outcome)
            evidence = await collect(house, ledger, witness)
        finally:
            for task in (watch, *people):
                task.cancel()
            await asyncio.gather(watch, *people, return_exceptions=True)
    return _conclude(outcome, ledger, evidence)


async def _rest(house: CrashHouse, watching: Subscription, outcome: Outcome) -> None:
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await come_to_rest(house, watching)
    except TimeoutError:
        outcome.problems.append(Problem(Harm.LOST, f"{DEADLINE_SECONDS:.0f} s after the load not everything was dealt with"))


def _conclude(outcome: Outcome, ledger: Ledger, evidence: Evidence) -> Outcome:
    outcome.commands, outcome.repeats = len(ledger.acknowledged), ledger.repeats
    outcome.events = len(evidence.outbox)
    outcome.redelivered = len(evidence.witnessed) - len({seen.event_id for seen in evidence.witnessed})
    outcome.problems += check(evidence)
    outcome.complaints, outcome.outages = ledger.complaints, ledger.outages
    return outcome


def _warnings(logs: Sequence[Path]) -> Counter[str]:
    """What the processes wrote in their logs, without the lines' own times and ids."""
    counted: Counter[str] = Counter()
    for log in logs:
        for line in log.read_bytes().splitlines():
            try:
                said = orjson.loads(line)
            except orjson.JSONDecodeError:
                continue  # a traceback of a start without PostgreSQL, or what a process says when it is up
            why = str(said.get("error") or said.get("reason") or "").partition("\n")[0]
            counted[f"{said.get('level')}: {said.get('event')} {why}"[:160]] += 1
    return counted


async def _kill_all(
    house: CrashHouse, outcome: Outcome, plan: Sequence[Kind], rng: random.Random, ledger: Ledger, prober: Prober, say: Say
) -> None:
    loop = asyncio.get_running_loop()
    started = loop.time()
    await asyncio.sleep(CALM_SECONDS)
    outcome.calm_rate = len(ledger.acknowledged) / (loop.time() - started)
    killer = Killer(house, rng)
    for number, kind in enumerate(plan, 1):
        await asyncio.sleep(rng.uniform(0.2, 2.0))
        kill = await killer.strike(kind)
        outcome.kills.append(kill)
        # Most of the time things may come back first; otherwise the next blow falls while they still lie down.
        if rng.random() < WAIT_FOR_RECOVERY[outcome.transport]:
            await prober.recovered(kill)
        say(f"kill {number}/{len(plan)} {kind.value}: {kill.whom}, {_told(kill)}")
    for kill in outcome.kills:
        await prober.recovered(kill)
    outcome.usual = prober.usual(outcome.kills)
    await killer.wait_for_repairs()


def _told(kill: Kill) -> str:
    return "volgende meteen" if kill.recovered_after is None else f"alles werkt weer na {kill.recovered_after:.1f} s"
