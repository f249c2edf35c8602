"""Settings, tokens, logs, retries and the supervisor."""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.environment import PROJECT
from shared.bus.retry_policy import RetryPolicy
from shared.contracts.vocabulary import Role
from shared.identity.tokens import LIFETIME, InvalidToken, Person, Tokens
from shared.runtime import supervisor
from shared.runtime.clock import SetClock, new_id
from shared.runtime.keys import MasterKey
from shared.runtime.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIGIBANK_PORT", "99999"),
        ("DIGIBANK_POSTGRES", "mysql://x"),
        ("DIGIBANK_KAFKA", "nowhere"),
        ("DIGIBANK_KAFKA", "one:9092,two"),
        ("DIGIBANK_LOG_LEVEL", "loud"),
        ("DIGIBANK_TIME_ZONE", "Europe/Nowhere"),
        ("DIGIBANK_TIME_ZONE", "../passwd"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        Settings.load()
    assert str(error.value).startswith(name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("public_url", "reached"),
    [
        ("", False),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
        ("http://[::1]:8000", False),
        ("https://digibank.example", True),
        ("http://192.168.1.5:8000", True),
    ],
)
def test_an_address_of_this_computer_alone_is_not_for_telephones(public_url: str, reached: bool) -> None:
    assert Settings(public_url=public_url).phones_reach_us is reached


def test_each_role_has_a_password_of_its_own(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, postgres="postgresql://admin:secret@db.example:5433/postgres?sslmode=require")
    url = settings.database_url("loans_app", "loans")
    assert url.startswith("postgresql://loans_app:")
    assert url.endswith("@db.example:5433/loans?sslmode=require")
    assert "secret" not in url
    assert settings.database_url("loans_bus", "loans") != url
    assert Settings(data=tmp_path, postgres=settings.postgres).database_url("loans_app", "loans") == url


def a_person() -> Person:
    return Person(new_id(), new_id(), frozenset({Role.STAFF}), new_id())


def test_a_token_says_who_and_ends(tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 3, 2, tzinfo=UTC))
    tokens = Tokens(MasterKey.load_or_create(tmp_path / "key"), clock)
    person = a_person()
    token = tokens.sign(person)
    assert tokens.read(token) == person
    clock.move(LIFETIME - timedelta(seconds=1))
    assert tokens.read(token) == person
    clock.move(timedelta(seconds=1))
    with pytest.raises(InvalidToken):
        tokens.read(token)


def test_a_token_of_another_key_or_without_a_signature_is_refused(tmp_path: Path) -> None:
    clock = SetClock(datetime(2026, 3, 2, tzinfo=UTC))
    ours, theirs = (Tokens(MasterKey.load_or_create(tmp_path / name), clock) for name in ("ours", "theirs"))
    foreign = theirs.sign(a_person())
    header, payload, _ = ours.sign(a_person()).split(".")
    for token in (foreign, f"{header}.{payload}.", f"eyJhbGciOiJub25lIn0.{payload}.", "", "x", "a.b.c"):
        with pytest.raises(InvalidToken):
            ours.read(token)


@given(st.integers(1, 50))
def test_pauses_grow_up_to_a_limit_and_end(attempts: int) -> None:
    policy = RetryPolicy(attempts=6)
    pause = policy.pause_after(attempts)
    if attempts >= 6:
        assert pause is None
    else:
        assert pause is not None
        assert policy.first <= pause <= policy.longest
        earlier = policy.pause_after(attempts - 1) if attempts > 1 else timedelta()
        assert earlier is not None
        assert pause >= earlier


async def test_the_supervisor_starts_again_what_fails_or_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.001)
    starts, enough = 0, asyncio.Event()

    async def fails_then_ends() -> None:
        nonlocal starts
        starts += 1
        if starts == 4:
            enough.set()
        if starts % 2:
            raise RuntimeError("broken")

    keeping = asyncio.create_task(supervisor.keep_all_running({"work": fails_then_ends}))
    async with asyncio.timeout(10):
        await enough.wait()
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping


def test_logs_are_json_lines_with_the_ids_of_the_action() -> None:
    program = (
        "import structlog, logging; from shared.runtime.logs import configure_logs; configure_logs('info')\n"
        "with structlog.contextvars.bound_contextvars(correlation_id='c-1'):\n"
        "    structlog.get_logger().info('hello', service='loans'); logging.getLogger('some.library').warning('from %s', 'afar')\n"
        "    structlog.get_logger().debug('not shown'); logging.getLogger('httpx').info('GET /whom/somebody-asked-about')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["correlation_id"]) for line in lines] == [("hello", "c-1"), ("from afar", "c-1")]
    assert all(line["timestamp"].endswith("Z") and line["level"] for line in lines)
