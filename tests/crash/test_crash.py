"""kill -9 of everything, under load, on both transports: nothing lost, no effect twice, order per key, and it all comes back."""

import os
import random
from pathlib import Path

import pytest

from launcher.errors import CannotContinue
from launcher.kafka import KafkaUnavailable
from launcher.postgres.programs import programs_folder
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import say
from tests.crash.run import Outcome, crash_run

KILLS = 20
COMMANDS_PER_KILL = 20
"""Fewer acknowledged commands than this, and the kills hit a house in which nothing went on."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("transport", ["log", "kafka"])
async def test_twenty_kills(transport: str, tmp_path: Path) -> None:
    try:
        programs_folder()
    except CannotContinue as error:
        report_fact(NOT_RUN, f"the crash test: no PostgreSQL of our own to kill ({error})")
        pytest.skip(f"no PostgreSQL of our own to kill: {error}")
    seed = int(os.environ.get("DIGIBANK_CRASH_SEED") or random.SystemRandom().randrange(1_000_000))
    # Shown when it fails: the same seed kills the same kinds in the same order.
    say(f"DIGIBANK_CRASH_SEED={seed}, logs in {tmp_path}")
    try:
        outcome = await crash_run(KILLS, transport, seed, tmp_path, say)
    except KafkaUnavailable as error:
        report_fact(NOT_RUN, f"the Kafka leg of the crash test: {error}")
        pytest.skip(f"no Kafka here: {error}")
    say("\n".join(outcome.lines()))
    report_fact(f"crash test on {transport}", _in_short(outcome))
    assert len(outcome.kills) == KILLS
    assert outcome.commands >= COMMANDS_PER_KILL * KILLS
    assert [str(problem) for problem in outcome.problems] == []
    assert outcome.complaints == []


def _in_short(outcome: Outcome) -> str:
    return f"{len(outcome.kills)} kills, {outcome.commands} commands, {len(outcome.problems)} problems, seed {outcome.seed}"
