"""`./digibank test`: which tests, and the last lines."""

import subprocess
import sys
from pathlib import Path

import pytest

from launcher import run_tests as module
from launcher.environment import PROJECT
from launcher.pytest_facts import NOT_RUN, read_facts, report_fact


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "facts"
    monkeypatch.setenv("DIGIBANK_TEST_FACTS", str(file))
    return file


def test_what_did_not_run_comes_last_and_everything_once(facts: Path) -> None:
    report_fact(NOT_RUN, "the Kafka leg:\nno Java")
    for _ in range(2):
        report_fact("browser", "/usr/bin/chromium")
    assert read_facts() == ["browser: /usr/bin/chromium", "NOT RUN: the Kafka leg: no Java"]


def test_nobody_asking_for_facts_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIBANK_TEST_FACTS", raising=False)
    report_fact("browser", "x")
    assert read_facts() == []


def test_the_last_lines_are_the_facts_and_then_pytests_own(facts: Path, tmp_path: Path) -> None:
    tests = tmp_path / "test_it.py"
    tests.write_text(
        "from launcher.pytest_facts import report_fact\n"
        "def test_passes(): report_fact('Kafka', 'from jars')\n"
        "def test_fails(): report_fact('NOT RUN', 'browser tests: no browser'); assert 1 == 2\n"
    )
    command = [sys.executable, "-P", "-m", "pytest", "-p", "launcher.pytest_facts", "-p", "no:cacheprovider", "-ra", str(tests)]
    done = subprocess.run(
        command, cwd=PROJECT, env={"PYTHONPATH": str(PROJECT), "DIGIBANK_TEST_FACTS": str(facts)}, capture_output=True, text=True
    )
    assert done.returncode == 1
    *_, heading, kafka, not_run, closing = done.stdout.splitlines()
    assert "facts of this run" in heading
    assert (kafka, not_run) == ("Kafka: from jars", "NOT RUN: browser tests: no browser")
    assert "1 failed, 1 passed" in closing


def test_paths_are_those_of_where_the_person_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_x.py").touch()
    monkeypatch.chdir(tmp_path)
    arguments, paths = module._absolute(["-k", "name", "test_x.py::test_one", "-x"])
    assert arguments == ["-k", "name", f"{tmp_path}/test_x.py::test_one", "-x"]
    assert paths == [tmp_path / "test_x.py"]


def test_without_a_path_all_tests_run() -> None:
    arguments, paths = module._absolute(["-x"])
    assert arguments == ["-x", str(PROJECT / "tests")]
    assert paths == [PROJECT / "tests"]


def test_all_tests_run_in_several_processes_and_a_few_in_one() -> None:
    everything = [PROJECT / "tests"]
    said, number, *how = module._in_processes([], everything)
    assert (said, how) == ("-n", ["--dist", "loadscope", "--no-loadscope-reorder"])
    assert 1 <= int(number) <= module.MOST_PROCESSES
    assert module._in_processes(["-n0"], everything) == []
    assert module._in_processes([], [PROJECT / "tests" / "unit"]) == []


@pytest.mark.parametrize(
    ("path", "needed"), [("tests", True), ("tests/journeys", True), ("tests/journeys/test_it.py", True), ("tests/unit", False)]
)
def test_a_browser_is_only_needed_for_browser_tests(tmp_path: Path, path: str, needed: bool) -> None:
    browser_tests = tmp_path / "tests" / "journeys"
    browser_tests.mkdir(parents=True)
    assert module._overlap(tmp_path / path, browser_tests) is needed


def test_journeys_and_the_gallery_need_a_browser() -> None:
    assert all(folder.is_dir() for folder in module.BROWSER_TESTS)
    assert {folder.name for folder in module.BROWSER_TESTS} == {"journeys", "gallery"}


def test_no_browser_is_said_loudly(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIBANK_CHROMIUM", raising=False)
    monkeypatch.setattr(module, "_find_browser", lambda: None)
    asked: list[str] = []
    monkeypatch.setattr(module, "_install", asked.extend)
    module._have_browser()
    assert asked[0] == "chromium"
    assert read_facts()[-1].startswith("NOT RUN: browser tests")


@pytest.mark.parametrize(("letters", "asked"), [(True, []), (False, ["fonts-liberation"])])
def test_a_browser_that_is_there_is_used_with_letters_as_wide_as_ours(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch, letters: bool, asked: list[str]
) -> None:
    monkeypatch.setenv("DIGIBANK_CHROMIUM", "/opt/browser")
    monkeypatch.setattr(module, "FONTS", tmp_path)
    if letters:
        (tmp_path / "truetype" / "liberation").mkdir(parents=True)
    got: list[str] = []
    monkeypatch.setattr(module, "_install", got.extend)
    module._have_browser()
    assert (got, read_facts()[-1]) == (asked, "browser: /opt/browser")
