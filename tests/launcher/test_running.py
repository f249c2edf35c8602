"""Stopping: the first signal asks, the second does not wait."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from launcher.environment import PROJECT

PROGRAM = """
import asyncio, os, sys
from launcher.running import run_until_stopped

async def work():
    print("at work", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        print("tidying up", flush=True)
        if "slow" in sys.argv:
            await asyncio.Event().wait()
        print("tidy", flush=True)

async def fails():
    raise LookupError("broken")

run_until_stopped(fails() if "fails" in sys.argv else work(), lambda line: None, lambda: print("forced", flush=True))
print("the end", flush=True)
"""


def start(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", PROGRAM, *arguments]
    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # where tests run behind a `&` it is ignored; children inherit it
    try:
        return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def program() -> Iterator["subprocess.Popen[str]"]:
    started = start()
    yield started
    started.kill()
    started.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_lets_it_tidy_up_and_is_a_success(program: "subprocess.Popen[str]", number: signal.Signals) -> None:
    assert program.stdout
    assert program.stdout.readline() == "at work\n"
    program.send_signal(number)
    rest, _ = program.communicate(timeout=30)
    assert rest.splitlines() == ["tidying up", "tidy", "the end"]
    assert program.returncode == 0


def test_a_second_signal_does_not_wait() -> None:
    program = start("slow")
    assert program.stdout
    assert program.stdout.readline() == "at work\n"
    program.send_signal(signal.SIGINT)
    assert program.stdout.readline() == "tidying up\n"
    program.send_signal(signal.SIGINT)
    rest, _ = program.communicate(timeout=30)
    assert rest.splitlines() == ["forced"]
    assert program.returncode == 1


def test_it_goes_on_when_told_to_outlive_the_terminal() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does; children inherit it
    try:
        program = start()
    finally:
        signal.signal(signal.SIGHUP, before)
    assert program.stdout
    assert program.stdout.readline() == "at work\n"
    os.kill(program.pid, signal.SIGHUP)
    program.send_signal(signal.SIGTERM)
    rest, _ = program.communicate(timeout=30)
    assert rest.splitlines() == ["tidying up", "tidy", "the end"]


def test_what_goes_wrong_is_not_hidden() -> None:
    program = start("fails")
    out, errors = program.communicate(timeout=30)
    assert out == ""
    assert "LookupError: broken" in errors
    assert program.returncode == 1
