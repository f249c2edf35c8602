"""How the bench tells what it found: a heading about the machine, and one row per figure."""

import os
import platform
import textwrap
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Profile = Callable[[], Awaitable[str]]
"""Runs the work of a row again under a profiler; returns its top lines, the costliest first."""

WHAT_WIDTH = 46


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        name: of the group it belongs to, such as `command`; what `bench NAME` asks for.
        what: what was done, in a few words.
        measured: the figure with its unit, as text.
        baseline: the figure of what ran beside it, as text; a dash where nothing can.
        ratio: measured against baseline, as text.
        target: what is asked for; empty for a figure that is only reported.
        miss: how many times worse than the target, 1.0 being exactly on it; None when nothing is asked. Above 1 is missed.
        profile: shows where the time goes.
    """

    name: str
    what: str
    measured: str
    baseline: str = "-"
    ratio: str = "-"
    target: str = ""
    miss: float | None = None
    profile: Profile | None = None

    @property
    def verdict(self) -> str:
        """What came of the target."""
        if self.miss is None:
            return "reported" if self.measured != NOT_RUN else "NOT RUN"
        return "met" if self.miss <= 1 else "MISSED"


NOT_RUN = "-"


def not_run(name: str, why: str) -> Row:
    """A row for what could not be measured here. `why` is a sentence."""
    return Row(name, why, NOT_RUN)


def at_most(value: float, limit: float) -> float:
    """How far a value is from a target it may not pass: 2.0 is twice too much."""
    return value / limit


def at_least(value: float, limit: float) -> float:
    """How far a value is from a target it has to reach: 2.0 is half of what is asked."""
    return limit / value if value > 0 else float("inf")


def largest_miss(rows: Sequence[Row]) -> Row | None:
    """The row that is furthest from its target, or None when all are met."""
    missed = [row for row in rows if row.miss is not None and row.miss > 1]
    return max(missed, key=lambda row: row.miss or 0, default=None)


def heading(facts: Sequence[tuple[str, str]]) -> str:
    """What it ran on."""
    width = max(len(name) for name, _ in facts)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in facts)


def machine() -> list[tuple[str, str]]:
    """The computer and its Python. The load tells whether somebody else was at work."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return [
        ("machine", f"{platform.system()} {platform.release()} {platform.machine()}, {_processor()}"),
        ("cores", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())),
        ("load at start", load),
        ("Python", platform.python_version()),
    ]


def table(rows: Sequence[Row]) -> str:
    """All rows, aligned; long descriptions go on on the next line."""
    titles = ("row", "what", "measured", "baseline", "ratio", "target", "verdict")
    lines: list[tuple[str, ...]] = [titles]
    for row in rows:
        first, *more = textwrap.wrap(row.what, WHAT_WIDTH)
        lines.append((row.name, first, row.measured, row.baseline, row.ratio, row.target, row.verdict))
        lines += [("", part, "", "", "", "", "") for part in more]
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([shown[0], "-" * max(map(len, shown)), *shown[1:]])


def ms(seconds: float) -> str:
    """Seconds as milliseconds, with as many digits as mean something."""
    value = seconds * 1000
    return f"{value:.2f} ms" if value < 10 else f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"
