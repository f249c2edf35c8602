"""How far a move is, for the person who waits."""

from launcher.say import Say

TELL_EVERY = 100_000


class Steps:
    """Says each step with its number."""

    def __init__(self, steps: int, say: Say) -> None:
        self._steps, self._say, self._at = steps, say, 0

    def __call__(self, what: str) -> None:
        """The next step begins."""
        self._at += 1
        self._say(f"{self._at}/{self._steps} {what}")


class Counting:
    """Says now and then how many events have passed."""

    def __init__(self, say: Say) -> None:
        self._say, self._passed, self._told = say, 0, 0

    def __call__(self, more: int) -> None:
        """So many more."""
        self._passed += more
        if self._passed - self._told >= TELL_EVERY:
            self._told = self._passed
            self._say(f"   {self._passed} gebeurtenissen")
