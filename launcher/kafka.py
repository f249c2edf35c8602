"""A real Apache Kafka for tests, crash tests and benches: one KRaft node from Kafka's own jars, or whatever is there.

Not for production: one node, no replication, everything on 127.0.0.1. For Linux and macOS (file locks, process groups).
"""

import asyncio
import base64
import fcntl
import hashlib
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from launcher.say import Say
from shared.bus.transports.kafka import KafkaAccess, answers

POM = Path(__file__).parent.parent / "deploy" / "kafka" / "pom.xml"
JAVA_AT_LEAST = 17
FETCH_SECONDS = 900
START_SECONDS = 90
STOP_SECONDS = 20
LOG_TAIL_LINES = 25

# The first-stage compiler and the serial collector: on two cores a node is up in 2 s, and leaves the cores to the test.
JVM = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")

SERVER_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}{guarded}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}{guarded}
log.dirs={data}
# Topics are made on purpose, with twelve partitions and no end of retention; a typo must not make one.
auto.create.topics.enable=false
log.retention.ms=-1
# A group that stood still for a week must not start again from the beginning.
offsets.retention.minutes=5256000
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# After SIGKILL the controller keeps the node out until its old session ends; the default of 9 s only makes tests slow.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
"""

GUARDED_PROPERTIES = """\
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
"""

# Ends the node when the pipe from the parent closes, however the parent ended: Ctrl-C does not reach a process group of
# its own, and SIGKILL leaves the parent no time to clean up.
WATCHDOG = 'read _; kill -s KILL -- "-$1"'


class KafkaUnavailable(Exception):
    """No Kafka can be had here; the text says why, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class GuardedPort:
    """A second port of a node, with TLS and a login.

    Attributes:
        port: on 127.0.0.1.
        keystore: a PEM file with the key and then the certificate.
        user, password: who is let in (SCRAM-SHA-512).
    """

    port: int
    keystore: Path
    user: str
    password: str


class KafkaBroker:
    """One Kafka node as a child process. Blocking calls: from a coroutine use `asyncio.to_thread`."""

    def __init__(self, jars: Path) -> None:
        """Take the folder that `prepare` filled; nothing runs until `start`."""
        self._jars = jars
        self._data_dir: Path | None = None
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None

    @classmethod
    def prepare(cls, tools_dir: Path, say: Say) -> "KafkaBroker":
        """Have Kafka's jars in `tools_dir`, fetched by Maven when they are not there yet.

        Safe when two processes do this at the same time: one fetches, the other waits and finds them.

        Raises:
            KafkaUnavailable: Java 17 or newer is missing, Maven is missing, or the jars could not be fetched.
        """
        _check_java()
        jars = tools_dir / f"kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
        if not jars.is_dir():
            tools_dir.mkdir(parents=True, exist_ok=True)
            with _only_one(tools_dir / "kafka.lock"):
                if not jars.is_dir():
                    _fetch_jars(jars, say)
        return cls(jars)

    @property
    def version(self) -> str:
        """The version of Kafka, such as `4.3.1`, read from the name of its jar."""
        return next(self._jars.glob("kafka_2.13-*.jar")).stem.removeprefix("kafka_2.13-")

    @property
    def bootstrap(self) -> str:
        """Where clients connect, as `host:port`. Stays the same over kill and restart."""
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process id of the JVM, which is also its process group: for SIGSTOP and SIGCONT in crash tests."""
        if self._process is None:
            raise RuntimeError("Kafka is not running")
        return self._process.pid

    def start(
        self, data_dir: Path, port: int = 0, *, more: str = "", cluster: str = "", guarded: GuardedPort | None = None
    ) -> None:
        """Format an empty `data_dir` if needed, start the node and wait until it answers.

        Args:
            data_dir: keeps the records, the settings and `kafka.log`.
            port: the client port on 127.0.0.1; 0 picks a free one.
            more: lines of settings that go before ours.
            cluster: the id that an empty `data_dir` is given; a random one when left out.
            guarded: another port, with TLS and a login; an empty `data_dir` is told of the login.

        Raises:
            KafkaUnavailable: it stopped or did not answer within `START_SECONDS`; the text ends with the tail of its log.
        """
        if self._process is not None:
            raise RuntimeError("Kafka is already running")
        data_dir.mkdir(parents=True, exist_ok=True)
        self._data_dir = data_dir.resolve()
        self._port = port or _free_port()
        settings = SERVER_PROPERTIES.format(
            port=self._port,
            controller_port=_free_port(),
            data=(self._data_dir / "records").as_posix(),
            guarded=f",SASL_SSL://127.0.0.1:{guarded.port}" if guarded else "",
        )
        if guarded:
            settings += GUARDED_PROPERTIES.format(keystore=guarded.keystore.as_posix())
        (self._data_dir / "server.properties").write_text(settings + more)
        if not (self._data_dir / "records" / "meta.properties").exists():
            login = f"SCRAM-SHA-512=[name={guarded.user},password={guarded.password}]" if guarded else ""
            name = cluster or base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
            self._format_storage(name, ["--add-scram", login] if guarded else [])
        self._launch()

    def kill(self) -> None:
        """End the node with SIGKILL, as a crash would, and wait until it is gone. Does nothing when it is not running."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Start again on the same data and port after `kill` or `stop`; ends it gracefully first when it still runs.

        Raises:
            KafkaUnavailable: as for `start`.
        """
        if self._data_dir is None:
            raise RuntimeError("Kafka was never started")
        self.stop()
        self._launch()

    def stop(self) -> None:
        """End the node gracefully, or by force after `STOP_SECONDS`. Does nothing when it is not running."""
        self._end(signal.SIGTERM)

    def _java(self, *arguments: str) -> list[str]:
        return ["java", *JVM, "-cp", f"{self._jars}/*", *arguments]

    def _folder(self) -> Path:
        if self._data_dir is None:
            raise RuntimeError("Kafka was never started")
        return self._data_dir

    def _format_storage(self, cluster: str, more: list[str]) -> None:
        settings = str(self._folder() / "server.properties")
        done = subprocess.run(
            self._java("kafka.tools.StorageTool", "format", f"--cluster-id={cluster}", "--config", settings, *more),
            capture_output=True, text=True, timeout=START_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise KafkaUnavailable(f"Kafka kon zijn opslag niet klaarmaken: {_tail(done.stdout + done.stderr)}")

    def _launch(self) -> None:
        folder = self._folder()
        with (folder / "kafka.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._java("kafka.Kafka", str(folder / "server.properties")),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._watchdog = subprocess.Popen(
            ["sh", "-c", WATCHDOG, "kafka-watchdog", str(self._process.pid)],
            stdin=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not _answers_now(self.bootstrap):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                tail = _tail((folder / "kafka.log").read_text(errors="replace"))
                raise KafkaUnavailable(f"Kafka is niet gestart. Het einde van zijn log:\n{tail}")
            time.sleep(0.1)

    def _end(self, how: signal.Signals) -> None:
        process, watchdog = self._process, self._watchdog
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if watchdog is not None:
            # Before its pipe closes: it must never act on a process id that now belongs to somebody else.
            watchdog.kill()
            watchdog.wait()
            if watchdog.stdin is not None:
                watchdog.stdin.close()
        self._process = self._watchdog = None


@dataclass
class RunningKafka:
    """A Kafka that tests may use.

    Attributes:
        bootstrap: where clients connect, as `host:port`.
        what: which one it is, with its version, in words for people.
        broker: the node when it is ours to kill and restart, else None.
    """

    bootstrap: str
    what: str
    broker: KafkaBroker | None = None
    _stop: Callable[[], None] = field(default=lambda: None, repr=False)

    def stop(self) -> None:
        """Stop what was started for the tests; leaves a Kafka that was there already."""
        self._stop()


def kafka_for_tests(tools_dir: Path, data_dir: Path, say: Say) -> RunningKafka:
    """Find or start a Kafka: `DIGIBANK_KAFKA` in the environment, else Docker, else Java with Kafka's own jars.

    Says which one it used. Blocks for seconds, or minutes when the jars must be fetched.

    Raises:
        KafkaUnavailable: none of them is to be had, or the one that was asked for does not answer.
    """
    kafka = _from_environment() or _from_docker() or _from_java(tools_dir, data_dir, say)
    say(f"Kafka: {kafka.what}")
    return kafka


def _from_environment() -> RunningKafka | None:
    bootstrap = os.environ.get("DIGIBANK_KAFKA")
    if not bootstrap:
        return None
    if not _answers_now(bootstrap):
        raise KafkaUnavailable(f"DIGIBANK_KAFKA wijst naar {bootstrap}, maar daar antwoordt geen Kafka.")
    return RunningKafka(bootstrap, f"de Kafka van DIGIBANK_KAFKA op {bootstrap} (versie onbekend)")


def _from_docker() -> RunningKafka | None:
    try:
        import docker  # type: ignore[import-untyped]
        from testcontainers.community.kafka import KafkaContainer
    except ImportError:
        return None
    try:
        docker.from_env(timeout=2).ping()
    except Exception:  # whatever is wrong with Docker, there is a next choice
        return None
    container = KafkaContainer().with_kraft().with_env("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
    container.start(timeout=START_SECONDS)
    return RunningKafka(container.get_bootstrap_server(), f"Docker, {container.image}", None, container.stop)


def _from_java(tools_dir: Path, data_dir: Path, say: Say) -> RunningKafka:
    broker = KafkaBroker.prepare(tools_dir, say)
    broker.start(data_dir)
    return RunningKafka(broker.bootstrap, f"Apache Kafka {broker.version} op Java", broker, broker.stop)


def _check_java() -> None:
    if shutil.which("java") is None:
        raise KafkaUnavailable(f"Er is geen Java. Kafka heeft Java {JAVA_AT_LEAST} of nieuwer nodig.")
    shown = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=60, check=False).stderr
    found = re.search(r'version "(\d+)', shown)
    if found is None or int(found.group(1)) < JAVA_AT_LEAST:
        raise KafkaUnavailable(f"Kafka heeft Java {JAVA_AT_LEAST} of nieuwer nodig; hier staat: {shown.partition(chr(10))[0]}")


def _fetch_jars(jars: Path, say: Say) -> None:
    if shutil.which("mvn") is None:
        raise KafkaUnavailable("Er is geen Maven (mvn). Die haalt de bestanden van Kafka op.")
    say("Kafka ophalen met Maven (eenmalig, ongeveer 45 MB)…")
    # Fetched beside its place and moved in one step: a folder with that name is always complete.
    fetched = Path(tempfile.mkdtemp(prefix="kafka-", dir=jars.parent))
    try:
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", "-DincludeScope=runtime",
             f"-DoutputDirectory={fetched}"],
            capture_output=True, text=True, timeout=FETCH_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode != 0 or not any(fetched.glob("kafka_2.13-*.jar")):
            raise KafkaUnavailable(f"Maven kon Kafka niet ophalen: {_tail(done.stdout + done.stderr)}")
        fetched.rename(jars)
    except subprocess.TimeoutExpired as error:
        raise KafkaUnavailable(f"Maven had na {FETCH_SECONDS} seconden Kafka nog niet opgehaald.") from error
    finally:
        shutil.rmtree(fetched, ignore_errors=True)


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _free_port() -> int:
    """A port below the range for outgoing connections, so that nobody takes it between kill and restart."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise KafkaUnavailable("Er is geen vrije poort voor Kafka.")


def _answers_now(bootstrap: str) -> bool:
    """Ask in a thread of its own: the caller may have a running event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(answers(KafkaAccess(bootstrap), seconds=5))).result()


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-LOG_TAIL_LINES:])
