"""What `./digibank` does before anything is installed. The installers themselves are replaced by ones that only note their call."""

import ast
import fcntl
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from launcher import environment
from launcher.environment import PROJECT, Environment, needs_test_requirements
from launcher.errors import CannotContinue


class Recorded(Environment):
    """Notes what it would run; making the environment makes its interpreter."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.ran: list[str] = []

    def _run(self, command: Sequence[str], lock: int) -> None:
        step = "venv" if "venv" in command else Path(command[-1]).name
        self.ran.append(step)
        if step == "venv":
            self.python.parent.mkdir()
            self.python.symlink_to(sys.executable)
            (self.folder / "lib" / Path(sys.executable).resolve().name).mkdir(parents=True)
            (self.folder / "pyvenv.cfg").touch()


@pytest.fixture
def requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    for name in ("launcher", "run", "test"):
        (folder / f"{name}.txt").write_text(f"{name}==1\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", folder)
    return folder


@pytest.fixture
def made(tmp_path: Path, requirements: Path) -> Recorded:
    return Recorded(tmp_path / "venv")


def test_the_first_time_makes_and_installs(made: Recorded) -> None:
    made.prepare("run")
    assert made.ran == ["venv", "launcher.txt", "run.txt"]


def test_the_second_time_does_nothing(made: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    made.prepare("run")
    capsys.readouterr()
    again = Recorded(made.folder)
    again.prepare("run")
    assert again.ran == []
    assert capsys.readouterr().err == ""


def test_a_changed_requirement_file_is_installed_over_it(made: Recorded, requirements: Path) -> None:
    made.prepare("run")
    made.ran.clear()
    (requirements / "run.txt").write_text("run==2\n")
    made.prepare("run")
    assert made.ran == ["launcher.txt", "run.txt"]


def test_serving_after_testing_installs_nothing_and_testing_after_serving_does(made: Recorded) -> None:
    made.prepare("run")
    made.prepare("test")
    assert made.ran[3:] == ["launcher.txt", "test.txt"]
    made.ran.clear()
    made.prepare("run")
    made.prepare("test")
    assert made.ran == []


def test_an_interrupted_set_up_begins_anew(made: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made._run

    def interrupted(command: Sequence[str], lock: int) -> None:
        if command[-1].endswith("run.txt"):
            raise KeyboardInterrupt
        run(command, lock)

    monkeypatch.setattr(made, "_run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made.prepare("run")
    (made.folder / "half-installed").mkdir()
    again = Recorded(made.folder)
    again.prepare("run")
    assert again.ran == ["venv", "launcher.txt", "run.txt"]
    assert not (made.folder / "half-installed").exists()


def test_an_environment_of_a_python_that_was_replaced_begins_anew(made: Recorded) -> None:
    made.prepare("run")
    (made.folder / "lib" / Path(sys.executable).resolve().name).rename(made.folder / "lib" / "python3.10")
    again = Recorded(made.folder)
    again.prepare("run")
    assert again.ran == ["venv", "launcher.txt", "run.txt"]


def test_a_folder_of_somebody_else_is_not_touched(tmp_path: Path, requirements: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("dear")
    with pytest.raises(CannotContinue, match="is geen Python-omgeving"):
        Recorded(home).prepare("run")
    assert [file.name for file in home.iterdir()] == ["letter.txt"]


def test_two_at_once_take_turns_and_the_second_finds_it_done(made: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    made.folder.mkdir()
    with (made.folder / environment.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        first, second = Recorded(made.folder), Recorded(made.folder)
        both = [threading.Thread(target=one.prepare, args=["run"]) for one in (first, second)]
        for thread in both:
            thread.start()
        both[0].join(0.2)
        assert first.ran + second.ran == []
    for thread in both:
        thread.join()
    assert sorted([first.ran, second.ran]) == [[], ["venv", "launcher.txt", "run.txt"]]
    assert "Even wachten" in capsys.readouterr().err


def test_a_python_without_venv_says_which_package_to_install(made: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CannotContinue, match=r"python3\.\d+-venv|de module venv") as refusal:
        made.prepare("run")
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("WARNING: Failed to establish a new connection: [Errno -3]\nERROR: No matching distribution", "geen verbinding"),
        ("error: Failed to fetch\n  cause: dns error: failed to lookup", "geen verbinding"),
        ("error: failed to copy file: No space left on device (os error 28)", "de schijf is vol"),
        ("Resolved 3 packages\nerror: Hash mismatch for `x`", "Hash mismatch for `x`"),
        ("", "zonder uitleg"),
    ],
)
def test_a_failing_installer_is_told_in_one_line(tmp_path: Path, output: str, reason: str) -> None:
    real = Environment(tmp_path)
    failing = [sys.executable, "-c", f"import sys; sys.stderr.write({output!r}); sys.exit(1)"]
    lock = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    with pytest.raises(CannotContinue, match=reason) as refusal:
        real._run(failing, lock)
    os.close(lock)
    assert "\n" not in str(refusal.value)
    assert output in (tmp_path / "setup.log").read_text()


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("", False),
        ("up", False),
        ("up --data test", False),
        ("service loans web", False),
        ("demo", False),
        ("test", True),
        ("test tests/unit -x", True),
        ("bench", True),
        ("check", True),
        ("pages look", True),
        ("demo --kafka", True),
    ],
)
def test_only_some_commands_need_what_tests_need(line: str, needs: bool) -> None:
    assert needs_test_requirements(line.split()) is needs


def test_a_python_that_is_too_old_is_told_so_and_can_read_the_file() -> None:
    ast.parse((PROJECT / "digibank").read_text(), feature_version=(3, 4))
    pretend = "import runpy, sys; sys.version_info = (3, 10, 12); runpy.run_path(sys.argv[1], run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend, PROJECT / "digibank"], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("Digibank heeft Python 3.11 of nieuwer nodig")
    assert done.stderr.count("\n") == 1


def test_requirement_files_name_no_address_and_have_hashes() -> None:
    from launcher.requirements import FILES, check_no_address

    for name in FILES:
        file = PROJECT / "requirements" / f"{name}.txt"
        check_no_address(file)
        pins = [line for line in file.read_text().splitlines() if line and not line.startswith((" ", "#"))]
        assert pins
        assert all("==" in pin and pin.endswith("\\") for pin in pins)


@pytest.mark.parametrize("line", ["--index-url somewhere", "x @ file:///x", "--find-links /wheels", "    # from ftp://mirror/x"])
def test_a_requirement_file_with_an_address_is_refused(tmp_path: Path, line: str) -> None:
    from launcher.requirements import check_no_address

    (tmp_path / "run.txt").write_text(f"uv==1\n{line}\n")
    with pytest.raises(CannotContinue, match=r"run\.txt:2"):
        check_no_address(tmp_path / "run.txt")


def test_testing_has_the_very_versions_of_serving() -> None:
    def pins(name: str) -> set[str]:
        lines = (PROJECT / "requirements" / f"{name}.txt").read_text().splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("run") <= pins("test")
