"""What the doctor says about one thing."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How it is: in order, something to know, or something to do today."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"

    @property
    def sign(self) -> str:
        """One character for people."""
        return {Level.GOOD: "✓", Level.LOOK: "!", Level.BAD: "✗"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line.

    Attributes:
        check: which check said it, a word for machines that stays the same.
        words: what is so and what it means, in Dutch.
        advice: what to do; empty when there is nothing to do.
    """

    check: str
    level: Level
    words: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level.sign} {self.words}" + (f" → {self.advice}" if self.advice else "")


def good(check: str, words: str) -> Finding:
    """In order."""
    return Finding(check, Level.GOOD, words)


def look(check: str, words: str, advice: str = "") -> Finding:
    """Something to know."""
    return Finding(check, Level.LOOK, words, advice)


def bad(check: str, words: str, advice: str) -> Finding:
    """Something to do."""
    return Finding(check, Level.BAD, words, advice)
