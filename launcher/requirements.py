"""`./digibank requirements`: pin every package, with hashes, for every platform."""

import re
import subprocess
import sys
from pathlib import Path

from launcher.environment import REQUIREMENTS
from launcher.errors import CannotContinue
from launcher.say import say

FILES = ["launcher", "run", "test"]
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-config",
    "--python-version=3.11",
    "--custom-compile-command=./digibank requirements",
    "--quiet",
]


def compile_requirements(*, upgrade: bool) -> None:
    """Write `requirements/*.txt` anew from `requirements/*.in`; `test` gets the same versions as `run`.

    Args:
        upgrade: take the newest versions instead of keeping the pinned ones where they still fit.

    Raises:
        CannotContinue: no solution, no network, or a file that names an address.
    """
    for name in FILES:
        command = [str(Path(sys.prefix) / "bin" / "uv"), "pip", "compile", *OPTIONS, f"{name}.in", "-o", f"{name}.txt"]
        if upgrade:
            command.append("--upgrade")
        if name == "test":
            command += ["--constraint", "run.txt"]
        done = subprocess.run(command, cwd=REQUIREMENTS, capture_output=True, text=True)
        if done.returncode != 0:
            raise CannotContinue(f"requirements/{name}.in is niet op te lossen:\n{done.stderr.strip()}")
        check_no_address(REQUIREMENTS / f"{name}.txt")
        say(f"requirements/{name}.txt")


def check_no_address(file: Path) -> None:
    """Raise `CannotContinue` when a compiled file names a host: then it would only install from there."""
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        if re.search(r"\w+://|--(extra-)?index-url|--find-links|\s@\s", line):
            raise CannotContinue(f"requirements/{file.name}:{number} noemt een adres: {line.strip()}")
