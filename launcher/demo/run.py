"""`./digibank demo`: on the Digibank that runs, or on one that is started for it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from launcher.child import stop_with_parent
from launcher.demo.asking import NotSeen
from launcher.demo.family_card import say_how_a_family_comes_in
from launcher.demo.fill import fill
from launcher.demo.story import tell_story
from launcher.demo.team import say_how_to_sign_in
from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.kafka import KafkaUnavailable, kafka_for_tests
from launcher.say import Say
from shared.runtime.keys import MasterKey
from shared.runtime.settings import Settings

START_SECONDS = 120
OWN_KAFKA = "own"
"""Value of `--kafka` that means: start an Apache Kafka for this demonstration."""


def demo(settings: Settings, kafka: str, *, keep: bool, say: Say) -> int:
    """Walk the story and print each step; returns 0 only when each effect was seen.

    Args:
        kafka: for a system that is started here: a broker, or `own` to start one too; empty for the log in PostgreSQL.
        keep: leave the system that was started here running until Ctrl-C, to look at what the links lead to.
        say: takes each line.

    Raises `CannotContinue` when there is nothing to walk through.
    """
    if _answers(settings.base_url):
        if kafka:
            raise CannotContinue(
                "Er draait al een Digibank; --kafka telt alleen als deze opdracht er zelf een start. Stop ze eerst."
            )
        say(f"Er draait een Digibank op {settings.base_url}. Die gebruik ik.")
        return _walk(settings.base_url, settings.master_key, say, stays=True)
    with tempfile.TemporaryDirectory(prefix="digibank-demo-") as folder, _broker(kafka, Path(folder), say) as bootstrap:
        Path(folder).chmod(0o755)  # the embedded PostgreSQL runs as another user when we are root
        with _started(Path(folder) / "data", bootstrap, say) as base:
            failed = _walk(base, Settings(data=Path(folder) / "data").master_key, say, stays=keep)
            if keep and not failed:
                say(f"Kijk gerust rond op {base}. Ctrl-C stopt alles, en dan is deze proef weg.")
                _wait_for_ctrl_c()
            return failed


def _walk(base: str, key: MasterKey, say: Say, *, stays: bool) -> int:
    """Tell the story; `stays` when the system is there afterwards, and somebody may want to sign in."""
    try:
        asyncio.run(_fill_and_tell(base, key, say, stays=stays))
    except NotSeen as error:
        say(f"NIET GEZIEN: {error}")
        return 1
    except httpx.HTTPError as error:
        say(f"NIET GEZIEN: het systeem antwoordt niet meer ({type(error).__name__})")
        return 1
    return 0


async def _fill_and_tell(base: str, key: MasterKey, say: Say, *, stays: bool) -> None:
    card = await fill(base, key, say)
    await tell_story(base, key, say)
    if stays:
        say("")
        say_how_to_sign_in(base, key, say)
        say_how_a_family_comes_in(base, card, say)


@contextmanager
def _started(data: Path, kafka: str, say: Say) -> Iterator[str]:
    """A Digibank of its own in a folder, until the block ends; gives its address."""
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-P", "-m", "launcher", "up", "--data", str(data), "--port", str(port)]
    if kafka:
        command += ["--kafka", kafka]
    say("Er draait nog geen Digibank. Ik start er een voor deze proef…")
    without_tls = {name: value for name, value in os.environ.items() if not name.startswith("DIGIBANK_TLS_")}
    surroundings = without_tls | {"PYTHONPATH": str(PROJECT), "DIGIBANK_LOG_LEVEL": "error", "DIGIBANK_PUBLIC_URL": base}
    log = data.parent / "up.log"
    with log.open("w") as out:
        # A demonstration that is killed must not leave its Digibank behind: on a broker that others use too, it would go on
        # taking their events, for one group is one group.
        process = subprocess.Popen(command, env=surroundings, stdout=out, stderr=out, preexec_fn=stop_with_parent(signal.SIGTERM))
    try:
        ends_at = time.monotonic() + START_SECONDS
        while not _answers(base):
            if process.poll() is not None or time.monotonic() > ends_at:
                raise CannotContinue(f"De proef start niet: {log.read_text()[-1000:].strip()}")
            time.sleep(0.2)
        yield base
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _broker(kafka: str, folder: Path, say: Say) -> Iterator[str]:
    """The broker to use: none, the one that was named, or one that runs until the block ends."""
    if kafka != OWN_KAFKA:
        yield kafka
        return
    try:
        broker = kafka_for_tests(PROJECT / ".tools", folder / "kafka", say)
    except KafkaUnavailable as error:
        raise CannotContinue(f"Hier is geen Kafka te krijgen: {error}") from None
    try:
        yield broker.bootstrap
    finally:
        broker.stop()


def _answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/health/ready", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_for_ctrl_c() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return
