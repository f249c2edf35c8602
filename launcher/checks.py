"""`./digibank check`: everything about the code that can be checked without running it."""

import subprocess
import sys

from launcher.environment import PROJECT
from launcher.say import say

CHECKS = {
    "lint": ["ruff", "check", "."],
    "vorm": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "muren": ["importlinter.cli", "lint"],
    "contracten": ["shared.contracts.committed", "check"],
}


def check() -> int:
    """Run all checks, also after one failed; returns how many failed."""
    failed = []
    for name, (module, *arguments) in CHECKS.items():
        say(f"— {name}")
        if name == "muren":
            command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
        else:
            command = [sys.executable, "-m", module, *arguments]
        if subprocess.run(command, cwd=PROJECT, check=False).returncode != 0:
            failed.append(name)
    say(f"{len(CHECKS) - len(failed)} van {len(CHECKS)} in orde." + (f" Niet in orde: {', '.join(failed)}." if failed else ""))
    return len(failed)
