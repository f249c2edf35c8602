"""Runs the launcher under Python's profiler, and reads what it wrote.

    python -m tests.performance.profiled FILE up --data …

The profiler slows every call down, small ones most: it shows where time goes, not how long anything takes.
"""

import cProfile
import io
import pstats
import re
import sys
from pathlib import Path

TOP = 25


def top_lines(file: Path, count: int = TOP) -> str:
    """The functions in a profile that took most time themselves, then those that took most with all they called."""
    parts = []
    for order, title in (("tottime", "own time"), ("cumulative", "with what they call")):
        out = io.StringIO()
        pstats.Stats(str(file), stream=out).sort_stats(order).print_stats(count)
        lines = out.getvalue().splitlines()
        start = next(number for number, line in enumerate(lines) if line.lstrip().startswith("ncalls"))
        parts.append("\n".join([title, *(_short(line) for line in lines[start : start + count + 1])]))
    return "\n\n".join(parts)


def _short(line: str) -> str:
    """A line of the statistics without the folder the packages are in."""
    return re.sub(r"/\S*/(site-packages|lib/python3\.\d+)/", "", line)


def main() -> None:
    """Become the launcher, and write the profile when it stops."""
    file, *arguments = sys.argv[1:]
    sys.argv = ["digibank", *arguments]
    from launcher.commands import main as launch

    profiler = cProfile.Profile()
    try:
        profiler.runcall(launch)
    finally:
        profiler.dump_stats(file)


if __name__ == "__main__":
    main()
