"""`./digibank trace ID [FILE…]`: one action through all services, from the log lines that carry its number."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from launcher.errors import CannotContinue
from launcher.say import Say

TOLD_APART = frozenset({"timestamp", "level", "service", "event", "correlation_id", "organisation", "actor", "chain"})
"""Fields with a place of their own, ids of people, and what is too long for a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One log line of the action.

    Attributes:
        at: when, in UTC.
        process: which process wrote it, as `docker compose logs` puts in front; empty when nothing was there.
        fields: everything else that it says.
    """

    at: datetime
    process: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        service = self.fields.get("service") or str(self.fields.get("group", "")).partition(".")[0]
        level = self.fields.get("level", "info")
        mark = "" if level in ("info", "debug") else f"{level.upper()} "
        more = " ".join(f"{name}={value}" for name, value in self.fields.items() if name not in TOLD_APART)
        return f"{self.at:%H:%M:%S.%f}  {self.process or '-':<20} {service or '-':<10} {mark}{self.fields.get('event', '')}  {more}"


def read_id(text: str) -> UUID:
    """The number of an action as a person reads it out: with or without hyphens. Raises `CannotContinue`."""
    try:
        return UUID(text.strip())
    except ValueError:
        raise CannotContinue(
            "Dat is geen nummer van een handeling. Het staat op de foutpagina en in de header X-Correlation-ID, en ziet er zo uit: "
            "019ab3f0-5c1e-7d32-9f0b-2f7d1c0a6e55."
        ) from None


@contextmanager
def open_logs(files: Sequence[Path]) -> Iterator[list[tuple[str, Iterable[str]]]]:
    """Files by the name of their process, or what comes in on standard input when there are none."""
    with ExitStack() as stack:
        yield [(file.stem, stack.enter_context(file.open(errors="replace"))) for file in files] or [("", sys.stdin)]


def lines_of(correlation: UUID, sources: Iterable[tuple[str, Iterable[str]]]) -> list[Line]:
    """The log lines of one action in order of time.

    Args:
        sources: name of the process and its lines. Before its JSON a line may have the name that `docker compose logs` puts there,
            which comes before the given one. What is not a log line of ours is passed over.
    """
    wanted, found = str(correlation), []
    for process, lines in sources:
        for text in lines:
            if wanted not in text:
                continue
            before, brace, rest = text.partition("{")
            try:
                fields = orjson.loads(brace + rest)
                at = datetime.fromisoformat(fields["timestamp"])
            except (ValueError, KeyError, TypeError):
                continue
            if fields.get("correlation_id") == wanted and at.tzinfo is not None:
                found.append(Line(at, before.strip(" |\t") or process, fields))
    return sorted(found, key=lambda line: line.at)


def trace(correlation: UUID, sources: Iterable[tuple[str, Iterable[str]]], say: Say) -> bool:
    """Say every line of one action; whether there was any."""
    lines = lines_of(correlation, sources)
    if not lines:
        say("Geen enkele regel met dit nummer. Is dit het hele logboek, van alle diensten, en van die dag?")
        return False
    say(f"{lines[0].at:%Y-%m-%d} UTC")
    for line in lines:
        say(str(line))
    return True
