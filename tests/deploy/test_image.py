"""The Dockerfile: its steps, done as far as they can be without an engine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.environment import PROJECT
from tests.deploy.test_compose_file import OURS, mounts

LINES = (PROJECT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
STEPS = [tuple(line.split(" ", 1)) for line in LINES if line and not line.startswith("#")]


def steps(kind: str) -> list[str]:
    return [words for name, words in STEPS if name == kind]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `COPY . .` takes along, by .dockerignore."""
    folder = tmp_path_factory.mktemp("image")
    lines = [line for line in (PROJECT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    everything, *others = lines
    assert everything == "*", "what is not named stays out"
    for line in others:
        if line.startswith("!"):
            source = PROJECT / line[1:]
            if source.is_dir():
                shutil.copytree(source, folder / line[1:])  # compiled modules too, which saves time
            else:
                shutil.copy2(source, folder)
        else:
            assert line in ("**/__pycache__", "**/*.pyc")
    return folder


def test_both_stages_have_the_same_python_and_it_is_new_enough() -> None:
    versions = {re.fullmatch(r"python:(\d+)\.(\d+)\.\d+-slim-bookworm( AS \w+)?", words) for words in steps("FROM")}
    assert None not in versions
    assert len({(found[1], found[2]) for found in versions if found}) == 1
    oldest = re.search(r"version_info < \((\d+), (\d+)\)", (PROJECT / "digibank").read_text())
    assert oldest is not None
    assert all((int(found[1]), int(found[2])) >= (int(oldest[1]), int(oldest[2])) for found in versions if found)
    assert len({words.split()[0] for words in steps("FROM")}) == 1


def test_what_installs_stands_alone(tmp_path: Path) -> None:
    """The first stage copies a few files only, so that a change of the program does not install everything again."""
    first = STEPS[: [name for name, _ in STEPS].index("FROM", 1)]
    for words in (words for name, words in first if name == "COPY"):
        *sources, target = words.split()
        (tmp_path / target).mkdir(exist_ok=True)
        for source in sources:
            shutil.copy2(PROJECT / source, tmp_path / target)
    install = next(words for name, words in first if name == "RUN")
    found = re.search(r'python -c "(.*)"$', install)
    assert found is not None
    # The same words, asked whether they would install: without a network, into a folder that cannot be made.
    code = "import sys; sys.path.insert(0, '.'); " + found[1].replace("/opt/venv", "/dev/null/venv")
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True)
    assert b"NotADirectoryError" in done.stderr, done.stderr.decode()


def test_it_starts_with_what_it_takes_along(image: Path) -> None:
    """Every command and every service loads without tests, documents and the rest of the project."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(image), "PYTHONDONTWRITEBYTECODE": "1"}
    code = "import launcher.commands, launcher.set_up; from launcher.house import load_services; print(len(load_services()))"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=image, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) * 2 == len([name for name in OURS if name.endswith(("-web", "-worker"))])


def test_nothing_else_is_taken_along(image: Path) -> None:
    taken = {path.name for path in image.iterdir()}
    assert taken == {"digibank", "docs", "launcher", "requirements", "services", "shared"}
    assert [path.name for path in (image / "docs").iterdir()] == ["contracts"], (
        "the page of contracts reads these, and nothing else"
    )
    assert [path for path in image.rglob("*") if path.suffix in (".key", ".env", ".pem")] == []


def test_it_runs_as_the_user_of_the_compose_file() -> None:
    (user,) = steps("USER")
    assert {service["user"] for service in OURS.values()} == {user}
    made = next(words for words in steps("RUN") if "useradd" in words)
    assert f"--uid {user.split(':')[0]} --gid {user.split(':')[1]}" in made


def test_volumes_begin_as_folders_of_that_user() -> None:
    """A new volume gets owner and mode of the folder that the image has there; else only root could write in it."""
    made = next(words for words in steps("RUN") if "install --directory" in words)
    targets = {target for service in OURS.values() for source, target in mounts(service) if not source.startswith(".")}
    assert [target for target in targets if not re.search(rf"{target}( |$)", made)] == []


def test_it_holds_no_compiler_and_no_secret() -> None:
    text = "\n".join(LINES)
    assert "apt-get" not in text, "nothing is installed beside the hashed list"
    assert steps("ARG") == []
    assert not re.search(r"(?i)token|secret", text)
    assert steps("ENV") == ["DIGIBANK_VENV=/opt/venv"]
