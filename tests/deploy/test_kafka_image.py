"""Kafka's environment in the compose file, read by the program that the image of Apache Kafka sets itself up with."""

import os
import subprocess
from pathlib import Path

import pytest

from launcher.environment import PROJECT
from launcher.kafka import KafkaBroker, KafkaUnavailable
from launcher.say import say_nothing
from tests.deploy.test_compose_file import SERVICES

WRAPPER = "kafka.docker.KafkaDockerWrapper"
NOT_OF_THE_BROKER = {"CLUSTER_ID", "KAFKA_HEAP_OPTS"}


def test_every_variable_becomes_a_property_and_the_folder_is_formatted(tmp_path: Path) -> None:
    try:
        jars = KafkaBroker.prepare(PROJECT / ".tools", say_nothing)._jars
    except KafkaUnavailable as error:
        pytest.skip(f"no Kafka from its jars: {error}")
    folders = {name: tmp_path / name for name in ("default", "mounted", "final")}
    for folder in folders.values():
        folder.mkdir()
    (folders["default"] / "server.properties").touch()  # the image's own, which counts only without any variable
    for name in ("log4j2.yaml", "tools-log4j2.yaml"):
        (folders["default"] / name).write_text("Configuration:\n")
    environment = SERVICES["kafka"]["environment"] | {"KAFKA_LOG_DIRS": str(tmp_path / "data")}
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*", WRAPPER, "setup"]
    command += [word for name, folder in folders.items() for word in (f"--{name}-configs-dir", str(folder))]
    done = subprocess.run(command, env=environment | {"PATH": os.environ["PATH"]}, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (folders["final"] / "server.properties").read_text().split()
    told = {name: value for name, value in environment.items() if name not in NOT_OF_THE_BROKER}
    wanted = [f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={value}" for name, value in told.items()]
    assert sorted(lines) == sorted(wanted)
    assert f"cluster.id={environment['CLUSTER_ID']}" in (tmp_path / "data" / "meta.properties").read_text()
