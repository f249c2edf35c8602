"""The words of a message to a family, and of its sheet about internet at home, in its own language.

Each language is a folder in `texts`, beside the agreements: `message_….txt` and `internet_1.txt`. The gate for families measures
them as it does those. Nothing here says an amount.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from services.loans.documents.agreement_text import TEXTS, day_in, words_of
from services.loans.domain.household import Language
from services.loans.domain.touch import MessageText
from shared.language.languages import language_of

_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
NEUTRAL = "message_neutral"
SHEET = "internet_1"
SHEET_PICTURES = ("internet", "phone", "house", "help")
"""What stands beside each block of the sheet."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, as far as we heard; see `Face`."""

    organisation: str | None
    help_line: str | None
    help_place: str | None


@dataclass(frozen=True, slots=True)
class MessageWords:
    """A message as it is read: a heading and its sentences. `organisation` is None where nobody should see who sends it."""

    heading: str
    lines: Sequence[str]
    organisation: str | None

    @property
    def as_sms(self) -> str:
        """The same on one line, to type or to send."""
        return " ".join([f"{self.organisation}: {self.heading}" if self.organisation else f"{self.heading}.", *self.lines])


def message_words(said: MessageText, language: Language, day: date, sender: Sender, *, neutral: bool) -> MessageWords:
    """What a message says. A neutral one names neither us, nor what it is about, nor a place."""
    shown = Sender(None, sender.help_line, None) if neutral else sender
    organisation = shown.organisation or words_of(language)["organisation"]
    name = NEUTRAL if neutral else f"message_{said.value}"
    filled = _read(language, name).format(
        organisation=_held(language, organisation), day=_held(language, day_in(day, language)), help=_help(language, shown)
    )
    heading, *lines = [line for line in filled.splitlines() if line.strip()]
    return MessageWords(heading, lines, None if neutral else organisation)


def internet_sheet(language: Language, sender: Sender) -> tuple[str, Sequence[tuple[str, Sequence[str]]]]:
    """The title of the sheet about internet at home, and its blocks: a heading and sentences each."""
    filled = _read(language, SHEET).format(help=_help(language, sender))
    title, *blocks = [part.splitlines() for part in filled.strip().split("\n\n")]
    return title[0], [(heading, [line for line in lines if line.strip()]) for heading, *lines in blocks]


def _help(language: Language, sender: Sender) -> str:
    line = _BETWEEN_DIGITS.sub("\u00a0", sender.help_line or "")  # half a number on the next line is hard to dial
    known = {name: _held(language, value) for name, value in (("line", line), ("place", sender.help_place)) if value}
    return str(words_of(language)["help_" + "_and_".join(known)].format(**known)) if known else ""


def _held(language: Language, fact: str) -> str:
    """In a sentence that reads from the right a fact is held apart, or a number comes out back to front."""
    return f"\u2068{fact}\u2069" if language_of(language.value).direction == "rtl" else fact


@cache
def _read(language: Language, name: str) -> str:
    return (TEXTS / language.value / f"{name}.txt").read_text(encoding="utf-8").strip()
