"""A pytest plugin: the last lines before pytest's own say what the run leaned on and what did not run.

Tests report with `report_fact`; `./digibank test` names the file in `DIGIBANK_TEST_FACTS`.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

NOT_RUN = "NOT RUN"


def report_fact(name: str, text: str) -> None:
    """Note one fact about this run, such as which Kafka it used; the name `NOT RUN` makes it stand out.

    Does nothing when nobody asked for facts. Lines of several processes do not mix.
    """
    if file := os.environ.get("DIGIBANK_TEST_FACTS"):
        with Path(file).open("a") as facts:
            facts.write(f"{name}: {' '.join(text.split())}\n")


def read_facts() -> list[str]:
    """The facts noted so far, each once, what did not run last."""
    file = Path(os.environ.get("DIGIBANK_TEST_FACTS", ""))
    lines = list(dict.fromkeys(file.read_text().splitlines())) if file.is_file() else []
    return sorted((line for line in lines if line.strip()), key=lambda line: line.startswith(NOT_RUN))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Outermost, so that it comes after all other summaries; pytest's closing line follows."""
    yield
    if facts := read_facts():
        terminalreporter.section("facts of this run")
        for line in facts:
            terminalreporter.write_line(line, red=line.startswith(NOT_RUN), bold=line.startswith(NOT_RUN))


def pytest_unconfigure() -> None:
    """Remove the file when `./digibank test` made it for this very process, which became pytest."""
    file = Path(os.environ.get("DIGIBANK_TEST_FACTS", ""))
    if file.name.endswith(f"-{os.getpid()}"):
        file.unlink(missing_ok=True)
