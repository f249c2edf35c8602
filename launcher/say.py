"""How the launcher talks to the person in front of it: short lines, at once."""

from collections.abc import Callable

Say = Callable[[str], None]
"""Takes one line of plain Dutch."""


def say(line: str) -> None:
    """Print a line now, also when the output goes to a file or a pipe."""
    print(line, flush=True)


def say_nothing(line: str) -> None:
    """Keep quiet."""
