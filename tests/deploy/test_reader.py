"""How the tests read the compose file, and tell it in places of this computer."""

from pathlib import Path

import pytest

from tests.support.stack.compose import Unreadable, read_compose, seconds
from tests.support.stack.parts import UPSTREAM, rewrite_caddyfile
from tests.support.stack.places import Places, free_ports

FILE = """
x-often: &often
  image: thing:${RELEASE:-1}
  environment: {WHERE: "postgresql://box:5432/${NAME-none}", PRICE: "$$5"}
services:
  box:
    <<: *often
    command: [serve, --at, "/kept/here"]
    volumes: ["kept:/kept", "./deploy:/etc/thing:ro"]
    ports: ["${OUTSIDE}:443"]
    healthcheck: {test: ["CMD-SHELL", "ask 127.0.0.1:5432"], interval: 10s, timeout: 5s, retries: 3, start_period: 1m30s}
    deploy: {resources: {limits: {memory: 512M}}}
  once: {<<: *often, restart: "on-failure:5", depends_on: {box: {condition: service_healthy}}}
  aside: {<<: *often, profiles: [watch]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "compose.yml"
    file.write_text(FILE)
    return file


def test_the_file_is_read_as_compose_reads_it(file: Path) -> None:
    services = read_compose(file, {"RELEASE": "", "NAME": "", "OUTSIDE": "8443"})
    assert set(services) == {"box", "once"}, "what is behind a profile does not start by itself"
    box, once = services["box"], services["once"]
    assert box.image == "thing:1"
    assert box.environment == {"WHERE": "postgresql://box:5432/", "PRICE": "$5"}
    assert box.health is not None
    assert (box.health.command, box.health.start_seconds) == (("sh", "-c", "ask 127.0.0.1:5432"), 90 + 3 * 15)
    assert (box.ports, box.memory_bytes, box.grace_seconds) == ((443,), 512 * 2**20, 10)
    assert (once.ends, once.waits_for) == (True, {"box": "service_healthy"})


@pytest.mark.parametrize(
    ("said", "instead"),
    [('[serve, --at, "/kept/here"]', "serve --at /kept/here"), ('"CMD-SHELL"', '"SOMETHING"'), ("1m30s", "a while")],
)
def test_what_is_not_understood_is_not_guessed(file: Path, said: str, instead: str) -> None:
    assert said in FILE
    file.write_text(FILE.replace(said, instead))
    with pytest.raises(Unreadable):
        read_compose(file, {"OUTSIDE": "8443"})


def test_a_variable_without_value_and_default_is_a_mistake(file: Path) -> None:
    with pytest.raises(Unreadable, match="OUTSIDE"):
        read_compose(file, {})


def test_times() -> None:
    assert [seconds(text) for text in ("250ms", "10s", "1m30s", "2h")] == [0.25, 10, 90, 7200]


def test_words_of_the_file_are_told_in_places_of_this_computer(file: Path, tmp_path: Path) -> None:
    services = read_compose(file, {"OUTSIDE": "8443"})
    places = Places(tmp_path, services, free_ports())
    places.questions = f"http://127.0.0.1:{places.port('questions', 8000)}"
    box, once = services["box"], services["once"]
    here = places.port("box", 5432)

    assert places.text(once, "postgresql://user@box:5432/x", {}) == f"postgresql://user@127.0.0.1:{here}/x"
    assert places.text(box, "ask 127.0.0.1:5432", {}) == f"ask 127.0.0.1:{here}"
    assert places.text(box, "ask 127.0.0.1:5432", {5432: 7}) == "ask 127.0.0.1:7", "where it listens by itself"
    assert places.text(box, "/dev/tcp/127.0.0.1/5432", {}) == f"/dev/tcp/127.0.0.1/{here}"
    assert places.text(box, "/kept/here", {}) == f"{tmp_path}/volumes/kept/here"
    assert places.text(once, "http://{service}-web:8000", {}) == places.questions
    for stays in ("127.0.0.1/32", "https://localhost:443", "/keptelsewhere", "toolbox:5432", places.questions):
        assert places.text(box, stays, {}) == stays


def test_a_proxy_that_names_its_services_in_another_way_is_noticed(file: Path, tmp_path: Path) -> None:
    places = Places(tmp_path, read_compose(file, {"OUTSIDE": "8443"}), free_ports())
    said = f"{{\n}}\nreverse_proxy {UPSTREAM}\nimport service loans\n"
    told = rewrite_caddyfile(said, places, 81)
    assert f"import service 127.0.0.1:{places.port('loans-web', 8000)}" in told
    with pytest.raises(Unreadable):
        rewrite_caddyfile(said.replace(UPSTREAM, "somewhere:80"), places, 81)
