"""A Kafka that asks for TLS and a login, and topics that are not as they have to be, from the settings to the exit code."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic  # type: ignore[import-untyped]

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.house import kafka_access, make_transport, topic_policy
from launcher.kafka import GuardedPort, KafkaBroker, KafkaUnavailable
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import say_nothing
from launcher.topics import topics
from shared.bus.doorbell import Doorbell
from shared.bus.topics import PARTITIONS, Topic, wanted_topics
from shared.bus.transport import TransportUnavailable
from shared.bus.transports.kafka import KafkaCluster, KafkaTransport
from shared.runtime.settings import Settings
from tests.bus.probe import within_deadline
from tests.bus.test_conformance import Seen, numbered
from tests.support.certificates import make_certificate
from tests.support.ports import free_port

pytestmark = pytest.mark.xdist_group("kafka")

USER, PASSWORD = "digibank", "word-of-the-test"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Settings]:
    """Settings that lead to the guarded port of a Kafka of its own, where nobody else makes topics."""
    folder = tmp_path_factory.mktemp("guarded")
    certificate, key = make_certificate(folder)
    (folder / "keystore.pem").write_bytes(key.read_bytes() + certificate.read_bytes())
    (folder / "password").write_text(f"{PASSWORD}\n")
    port = GuardedPort(free_port(), folder / "keystore.pem", USER, PASSWORD)
    try:
        broker = KafkaBroker.prepare(PROJECT / ".tools", say_nothing)
    except KafkaUnavailable as error:
        report_fact(NOT_RUN, f"Kafka with TLS and a login: {error}")
        pytest.skip(f"no Kafka of our own here: {error}")
    broker.start(folder / "kafka", guarded=port)
    yield settings.model_copy(
        update={
            "kafka": f"127.0.0.1:{port.port}",
            "kafka_security_protocol": "SASL_SSL",
            "kafka_ca_file": certificate,
            "kafka_user": USER,
            "kafka_password_file": folder / "password",
        }
    )
    broker.stop()


def environment(settings: Settings) -> dict[str, str]:
    """What a process of its own is told to come to the same place."""
    return os.environ | {
        "DIGIBANK_DATA": str(settings.data),
        "DIGIBANK_POSTGRES": settings.postgres,
        "DIGIBANK_KAFKA": settings.kafka,
        "DIGIBANK_KAFKA_SECURITY_PROTOCOL": settings.kafka_security_protocol,
        "DIGIBANK_KAFKA_CA_FILE": str(settings.kafka_ca_file),
        "DIGIBANK_KAFKA_USER": settings.kafka_user,
        "DIGIBANK_KAFKA_PASSWORD_FILE": str(settings.kafka_password_file),
        "DIGIBANK_PORT": str(free_port()),
    }


async def make_topic(settings: Settings, name: str, partitions: int, config: dict[str, str], events: int = 0) -> None:
    """A topic as somebody made it by hand, or as a cluster made it by itself."""
    admin = AIOKafkaAdminClient(**kafka_access(settings).client("by-hand"))
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, partitions, 1, topic_configs=config)])
    finally:
        await admin.close()
    if events:
        transport = KafkaTransport(kafka_access(settings), "by-hand")
        published = await transport.publish(numbered(name, events, keys=2))
        await transport.stop()
        assert published.error is None


def new_name() -> str:
    return f"digibank.made-up.t{uuid4().hex[:12]}"


async def look(
    capsys: pytest.CaptureFixture[str], settings: Settings, action: str, wanted: Sequence[str]
) -> tuple[int, list[dict[str, object]], list[dict[str, object]]]:
    """The exit code, the differences that are left, and what was done."""
    capsys.readouterr()
    code = await topics(settings, action, wanted, as_json=True)
    said = json.loads(capsys.readouterr().out)
    return code, said["differences"], said["done"]


async def test_every_client_comes_in_with_tls_and_a_login(guarded: Settings) -> None:
    """The producer, a member of a group, the reader of history and the questions to the cluster all go by the guarded port."""
    transport = make_transport(guarded, Doorbell(), client="digibank-test")
    name = new_name()
    await transport.start()
    try:
        await transport.ensure_topics([name])
        assert (await transport.publish(numbered(name, 100, keys=5))).error is None
        seen, history = Seen(), Seen()
        member = transport.subscribe(f"group-{name}", [name], seen)
        reading = asyncio.create_task(member.run())
        await within_deadline(member.drain())
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        async for records in transport.history([name]):
            await history(records)
    finally:
        await transport.stop()
    assert seen.all == history.all == list(range(100))


async def test_who_is_not_let_in_reads_why(guarded: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.bus.transports.kafka.cluster.ANSWER_SECONDS", 1.0)
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong")
    stranger = guarded.model_copy(update={"kafka_password_file": wrong})
    with pytest.raises(TransportUnavailable, match="refuses the user or the password"):
        await make_transport(stranger, Doorbell(), client="digibank-test").start()
    other_certificate, _ = make_certificate(tmp_path)
    elsewhere = guarded.model_copy(update={"kafka_ca_file": other_certificate})
    with pytest.raises(TransportUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        await make_transport(elsewhere, Doorbell(), client="digibank-test").start()


async def test_more_copies_than_brokers_is_one_line(guarded: Settings) -> None:
    region = guarded.model_copy(update={"kafka_replication": 3, "kafka_min_in_sync": 2})
    with pytest.raises(CannotContinue, match=r"De topics zijn niet te bekijken of te zetten: Kafka refuses: .*replication"):
        await topics(region, "apply", [new_name()], as_json=True)


async def test_plan_changes_nothing_and_apply_makes_what_is_missing(guarded: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [new_name(), new_name()]
    code, differ, _ = await look(capsys, guarded, "plan", wanted)
    assert (code, [(one["topic"], one["remedy"]) for one in differ]) == (1, [(name, "create") for name in sorted(wanted)])
    assert (await look(capsys, guarded, "check", wanted))[:2] == (1, differ)
    code, differ, done = await look(capsys, guarded, "apply", wanted)
    assert (code, differ, len(done)) == (0, [], 2)
    assert await look(capsys, guarded, "check", wanted) == (0, [], [])
    made = (await describe(guarded, wanted))[wanted[0]]
    assert (made.partitions, made.never_used) == (PARTITIONS, True)
    assert topic_policy(guarded).config().items() <= made.config.items()


async def test_apply_mends_settings_and_keeps_the_others(guarded: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """What was set by hand and is nobody's business stays; so does what is safer than it has to be."""
    name = new_name()
    by_hand = {"retention.ms": "604800000", "cleanup.policy": "compact", "segment.ms": "3600000", "max.message.bytes": "2097152"}
    await make_topic(guarded, name, PARTITIONS, by_hand)
    code, differ, _ = await look(capsys, guarded, "plan", [name])
    assert code == 1
    assert {(one["what"], one["grave"]) for one in differ} == {("retention.ms", True), ("cleanup.policy", True)}
    assert (await look(capsys, guarded, "apply", [name]))[:2] == (0, [])
    config = (await describe(guarded, [name]))[name].config
    assert {setting: config[setting] for setting in by_hand} == by_hand | {"retention.ms": "-1", "cleanup.policy": "delete"}


async def test_partitions_are_added_only_where_no_event_ever_was(guarded: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    unused, used, too_many = new_name(), new_name(), new_name()
    await make_topic(guarded, unused, 1, {"retention.ms": "-1"})
    await make_topic(guarded, used, 3, {"retention.ms": "-1"}, events=4)
    await make_topic(guarded, too_many, PARTITIONS + 1, {"retention.ms": "-1"})
    code, differ, done = await look(capsys, guarded, "apply", [unused, used, too_many])
    assert [one["topic"] for one in done] == [unused]
    assert code == 1
    assert {(one["topic"], one["now"], one["remedy"]) for one in differ} == {
        (used, "3", "keep_order"),
        (too_many, str(PARTITIONS + 1), "delete_unused"),
    }
    found = await describe(guarded, [unused, used])
    assert (found[unused].partitions, found[used].partitions) == (PARTITIONS, 3)


async def test_a_worker_refuses_what_forgets_and_apply_mends_it(guarded: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """As a person starts them: one line and its exit code."""
    bad = "digibank.loans.loans"
    assert bad in wanted_topics()
    await make_topic(guarded, bad, PARTITIONS, {"retention.ms": "604800000"})
    code, out, err = await digibank(guarded, "service", "loans", "worker")
    assert code == 2
    assert err.splitlines()[-1].startswith(f"Het topic {bad} in Kafka is niet veilig")
    assert "retention.ms is 604800000 en moet -1 zijn" in err
    assert "Traceback" not in out + err
    assert await topics(guarded, "plan", [bad], as_json=False) == 1
    said = capsys.readouterr().out
    assert "apply zet het goed (gevaar)" in said
    assert said.splitlines()[-1] == "1 van 1 topics is niet veilig: zolang start er niets."
    code, out, _ = await digibank(guarded, "topics", "apply")
    assert (code, out.splitlines()[-1]) == (0, f"Alle {len(wanted_topics())} topics zijn zoals ze moeten zijn.")


async def describe(settings: Settings, names: Sequence[str]) -> dict[str, Topic]:
    cluster = KafkaCluster(kafka_access(settings), "digibank-test", topic_policy(settings))
    try:
        return await cluster.describe(names)
    finally:
        await cluster.close()


async def digibank(settings: Settings, *arguments: str) -> tuple[int | None, str, str]:
    """Run a command of the launcher to its end: its exit code, and what it said on either stream."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "launcher", *arguments,
        cwd=PROJECT, env=environment(settings), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, err = await within_deadline(process.communicate())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, out.decode(), err.decode()
