import socket
import stat
from pathlib import Path

import pytest

from launcher import kafka
from launcher.kafka import KafkaBroker, KafkaUnavailable, kafka_for_tests
from launcher.say import say_nothing


def test_a_kafka_that_was_asked_for_is_never_replaced_by_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: nothing answers there
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("DIGIBANK_KAFKA", address)
        with pytest.raises(KafkaUnavailable, match=address):
            kafka_for_tests(tmp_path / "tools", tmp_path / "data", say_nothing)
    assert list(tmp_path.iterdir()) == []


def test_without_java_the_reason_names_the_version_that_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KafkaUnavailable, match="Java 17"):
        KafkaBroker.prepare(tmp_path, say_nothing)


def test_an_old_java_is_refused_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path / "java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(KafkaUnavailable, match=r"11\.0\.2"):
        KafkaBroker.prepare(tmp_path / "tools", say_nothing)


def test_a_fetch_that_fails_leaves_nothing_that_looks_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs, tools = tmp_path / "programs", tmp_path / "tools"
    programs.mkdir()
    _program(programs / "java", "echo 'openjdk version \"17.0.1\"' >&2")
    _program(programs / "mvn", "echo 'no way out of here'; exit 1")
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    with pytest.raises(KafkaUnavailable, match="no way out of here"):
        KafkaBroker.prepare(tools, say_nothing)
    assert [entry.name for entry in tools.iterdir()] == ["kafka.lock"]


def test_the_version_is_the_one_of_the_jar(tmp_path: Path) -> None:
    (tmp_path / "kafka_2.13-4.3.1.jar").touch()
    (tmp_path / "kafka-clients-9.9.9.jar").touch()
    assert KafkaBroker(tmp_path).version == "4.3.1"


def test_a_free_port_can_be_bound_and_is_no_port_for_outgoing_connections() -> None:
    port = kafka._free_port()
    assert port < 32_768
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", port))


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
