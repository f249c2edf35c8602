"""`./digibank pages`, as a process that starts its own house and browser."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from launcher.environment import PROJECT
from launcher.pytest_facts import NOT_RUN, report_fact
from tests.support.browser import find_chromium

LONGEST_SECONDS = 600


def pages(*options: str, scratch: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "launcher", "pages", *options]
    surroundings = {"PYTHONPATH": str(PROJECT), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    return subprocess.run(command, cwd=scratch, env=surroundings, capture_output=True, text=True, timeout=LONGEST_SECONDS)


def test_a_page_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    for command in ("look", "check"):
        done = pages(command, "zo-heet-niets", scratch=tmp_path)
        assert done.returncode == 2
        assert done.stderr.startswith("Er is geen pagina waarvan de naam zo begint.")
        assert done.stderr.count("\n") == 1


@pytest.mark.timeout(LONGEST_SECONDS + 10)
def test_a_page_is_looked_at_from_both_sides(tmp_path: Path) -> None:
    if find_chromium() is None:
        report_fact(NOT_RUN, "./digibank pages look: no Chromium here")
        pytest.skip("no Chromium here")
    done = pages("look", "learner-bye", "--out", "shots", scratch=tmp_path)
    assert done.returncode == 0, done.stderr
    found = sorted(file.relative_to(tmp_path / "shots").as_posix() for file in tmp_path.rglob("learner-bye.filled.png"))
    assert found == [
        f"{side}-{theme}-{size}/learner-bye.filled.png"
        for side in ("left", "right")
        for theme in ("dark", "light")
        for size in ("desktop", "phone")
    ]
    with Image.open(tmp_path / "shots" / "left-light-phone" / "learner-bye.filled.png") as picture:
        assert picture.width == 360
    assert len(list((tmp_path / "shots" / "sheets").iterdir())) == len(found)
