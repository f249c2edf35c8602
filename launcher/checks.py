"""`./digibank check`: everything about the code that can be checked without running it."""

import subprocess
import sys
from pathlib import Path

from launcher.environment import PROJECT
from launcher.say import say

PROGRAMS = Path(sys.executable).parent
CHECKS: dict[str, list[str | Path]] = {
    "lint": [PROGRAMS / "ruff", "check", "."],
    "vorm": [PROGRAMS / "ruff", "format", "--check", "."],
    "types": [PROGRAMS / "mypy"],
    "muren": [PROGRAMS / "lint-imports"],
    "contracten": [sys.executable, "-m", "launcher", "contracts", "check"],
    "vertalingen": [sys.executable, "-m", "launcher", "language", "check"],
    "taal": [sys.executable, "-m", "launcher", "language", "gate"],
    "gebeurteniskaart": [sys.executable, "-m", "launcher.contracts.event_map", "check"],
}


def check() -> int:
    """Run all checks, also after one failed; returns how many failed."""
    failed = []
    for name, command in CHECKS.items():
        say(f"— {name}")
        if subprocess.run(command, cwd=PROJECT, check=False).returncode != 0:
            failed.append(name)
    say(f"{len(CHECKS) - len(failed)} van {len(CHECKS)} in orde." + (f" Niet in orde: {', '.join(failed)}." if failed else ""))
    return len(failed)
