"""`./digibank test [PATH]…`: have what the tests lean on, then become pytest."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from launcher.debian_programs import fetch_program
from launcher.environment import PROJECT
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import say

BROWSER_TESTS = (PROJECT / "tests" / "journeys", PROJECT / "tests" / "gallery")
STACK_TESTS = PROJECT / "tests" / "deploy"
MOST_PROCESSES = 4
"""Each has a PostgreSQL and a browser of its own, so more want memory rather than processors."""
FONTS = Path("/usr/share/fonts")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def run_tests(arguments: Sequence[str]) -> NoReturn:
    """Replace this process by pytest; its exit code is ours.

    Sets for the tests: `DIGIBANK_TEST_FACTS`, a file for `report_fact`, and `DIGIBANK_CHROMIUM`, the browser, when there is one.

    Args:
        arguments: paths, relative to where the person is, and options of pytest. Without a path: all tests, in as many processes
            as there are processors, at most `MOST_PROCESSES`.
    """
    arguments, paths = _absolute(arguments)
    arguments += _in_processes(arguments, paths)
    if "DIGIBANK_TEST_FACTS" not in os.environ:
        handle, os.environ["DIGIBANK_TEST_FACTS"] = tempfile.mkstemp(prefix="digibank-facts-", suffix=f"-{os.getpid()}")
        os.close(handle)
    if any(_overlap(path, tests) for path in paths for tests in BROWSER_TESTS):
        _have_browser()
    if any(_overlap(path, STACK_TESTS) for path in paths):
        _have_proxy()
        _have_prometheus()
    os.chdir(PROJECT)
    command = [sys.executable, "-P", "-m", "pytest", "-p", "launcher.pytest_facts", *arguments]
    os.execv(sys.executable, command)  # noqa: S606


def _absolute(arguments: Sequence[str]) -> tuple[list[str], list[Path]]:
    """The same arguments with existing paths made absolute, and those paths; all tests when there is none."""
    result, paths = [], []
    for argument in arguments:
        name, separator, test = argument.partition("::")
        path = Path(name).absolute()
        if not argument.startswith("-") and path.exists():
            paths.append(path)
            argument = f"{path}{separator}{test}"
        result.append(argument)
    if not paths:
        paths = [PROJECT / "tests"]
        result.append(str(paths[0]))
    return result, paths


def _in_processes(arguments: Sequence[str], paths: Sequence[Path]) -> list[str]:
    """What pytest has to be told to spread all tests over the processors; nothing for some of them, or when it was told already."""
    if PROJECT / "tests" not in paths or any(argument.startswith("-n") for argument in arguments):
        return []
    # In the order of the folders: by default the file with one test, which is the gallery and the longest of all, comes last.
    return ["-n", str(min(os.cpu_count() or 1, MOST_PROCESSES)), "--dist", "loadscope", "--no-loadscope-reorder"]


def _overlap(one: Path, other: Path) -> bool:
    return other.exists() and (one.is_relative_to(other) or other.is_relative_to(one))


def _have_browser() -> None:
    chosen = os.environ.get("DIGIBANK_CHROMIUM")
    has = {"chromium": bool(chosen or _find_browser()), "fonts-liberation": any(FONTS.glob("*/liberation*"))}
    _install([package for package, there in has.items() if not there])
    browser = chosen or _find_browser()
    if browser:
        os.environ["DIGIBANK_CHROMIUM"] = browser
        report_fact("browser", browser)
    else:
        report_fact(NOT_RUN, "browser tests: no Chromium or Chrome on this computer (sudo apt install chromium fonts-liberation)")


def _have_proxy() -> None:
    if proxy := fetch_program("caddy", say):
        report_fact("proxy", proxy)
    else:
        report_fact(NOT_RUN, "the stack's proxy: no Caddy on this computer (sudo apt install caddy)")


def _have_prometheus() -> None:
    if prometheus := fetch_program("prometheus", say):
        report_fact("Prometheus", prometheus)
    else:
        report_fact(NOT_RUN, "alert rules and dashboard: no Prometheus on this computer (sudo apt install prometheus)")


def _find_browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _install(packages: Sequence[str]) -> None:
    """As root on Debian, install these; else nothing. The letters are as wide as ours, as those of people's own devices: where none
    are, everything on a page moves when ours arrive."""
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Voor de tests in een browser wordt geïnstalleerd: {', '.join(packages)} (apt-get install). Dit duurt even.")
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True)
        if done.returncode != 0:
            say(f"Dat is niet gelukt: {' '.join(command)}: {(done.stderr.strip().splitlines() or ['zonder uitleg'])[-1]}")
