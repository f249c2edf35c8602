"""Who publishes what, and who does something because of it: drawn from the code into the README, so that it stays true.

`./digibank event-map write` draws it; `check` fails when the README shows something else.
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from launcher.environment import PROJECT
from launcher.house import load_services
from shared.contracts.event import Event
from shared.runtime.running import PROJECTED_EVERYWHERE
from shared.runtime.service import Service

README = PROJECT / "README.md"
BEGIN, END = "<!-- event map: drawn by ./digibank event-map write -->\n", "<!-- end of event map -->\n"


def event_map(services: Sequence[Service[Any]]) -> str:
    """The map as Markdown: a picture of who listens to whom, and a table with every event."""
    return f"{_picture(services)}\n{_table(services)}"


def _picture(services: Sequence[Service[Any]]) -> str:
    """One arrow for each pair of services; on it the events that make the other one do something."""
    arrows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for publisher in services:
        for event in publisher.publishes:
            for reader in services:
                if reader is not publisher and event in reader.reacts_to:
                    arrows[publisher.name, reader.name].append(_name(event))
    lines = [
        f'  {publisher} -->|"{"<br/>".join(names)}"| {reader}'
        for (publisher, reader), names in sorted(arrows.items(), key=lambda arrow: arrow[0])
    ]
    return "\n".join(["```mermaid", "flowchart LR", *lines, "```", ""])


def _table(services: Sequence[Service[Any]]) -> str:
    lines = ["| event | does something because of it | notes it |", "|---|---|---|"]
    for publisher in services:
        for event in publisher.publishes:
            react = [reader.name for reader in services if event in reader.reacts_to]
            note = [reader.name for reader in services if event in reader.projects]
            if event in PROJECTED_EVERYWHERE:
                note = ["every service"]
            lines.append(f"| {publisher.name} `{_name(event)}` | {' · '.join(react)} | {' · '.join(note)} |")
    return "\n".join([*lines, ""])


def _name(event: type[Event]) -> str:
    return event.type.split(".")[2]


def with_map(text: str, services: Sequence[Service[Any]]) -> str:
    """The README with today's map between its two marks. Raises `ValueError` when a mark is missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README has no {BEGIN.strip()} … {END.strip()}")
    return f"{before}{BEGIN}\n{event_map(services)}\n{END}{after}"


def main(action: str) -> int:
    """`write` draws the map, `check` compares; returns the exit code."""
    text = README.read_text(encoding="utf-8")
    drawn = with_map(text, load_services())
    if drawn == text:
        return 0
    if action == "write":
        README.write_text(drawn, encoding="utf-8")
        print("De kaart in README.md is opnieuw getekend.")
        return 0
    print("De kaart in README.md klopt niet meer. Teken ze opnieuw met: ./digibank event-map write")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
