"""`./digibank contracts`: what others may build on, committed beside the code and compared with it.

Three things: a schema per event (`shared/contracts/schemas/`), and, made for the world outside, an OpenAPI document per service and
one AsyncAPI document (`docs/contracts/`).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.contracts.api_changes import breaking_changes
from launcher.contracts.asyncapi import async_api
from launcher.environment import PROJECT
from launcher.house import load_services
from shared.contracts import committed
from shared.contracts.api_words import Document
from shared.contracts.committed import WRITE_COMMAND, Difference
from shared.web.app import described

FOLDER = PROJECT / "docs" / "contracts"
EVENTS = "asyncapi.json"
ACCEPT = f"{WRITE_COMMAND} --accept-breaking"


def documents() -> dict[str, Document]:
    """The documents as the code has them now, by file name."""
    services = load_services()
    return {EVENTS: async_api(services)} | {f"openapi/{service.name}.json": described(service) for service in services}


def as_text(document: Document) -> str:
    """A document as it stands in its file. The order is that of the code, which is the order in which people read it."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def differences(current: Mapping[str, Document], folder: Path = FOLDER) -> list[Difference]:
    """What is not committed as the code says it, by file name."""
    files = {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.glob("**/*.json")}
    found = [Difference(name, ["the whole document is gone"]) for name in files.keys() - current.keys()]
    for name, document in current.items():
        if name not in files:
            found.append(Difference(name, []))
        elif files[name] != as_text(document):
            found.append(Difference(name, _broken(name, json.loads(files[name]), document)))
    return sorted(found, key=lambda difference: difference.file)


def _broken(name: str, old: Document, new: Document) -> list[str]:
    if name != EVENTS:
        return breaking_changes(old, new)
    gone = []  # payloads are compared where their schemas are committed
    for address, channel in old["channels"].items():
        now = new["channels"].get(address)
        if now is None:
            gone.append(f"topic {address}: is gone")
            continue
        gone += [f"topic {address}: {message} is gone" for message in channel["messages"] if message not in now["messages"]]
        for what in ("partitions", "topicConfiguration"):
            before, after = channel["bindings"]["kafka"][what], now["bindings"]["kafka"][what]
            if before != after:
                gone.append(f"topic {address}: {what} is {json.dumps(after)} now, and was {json.dumps(before)}")
    return gone


def told(difference: Difference) -> str:
    """A difference in words, and what to do about it."""
    if not difference.breaking:
        return f"docs/contracts/{difference.file} is not up to date. Run: {WRITE_COMMAND}"
    lines = [f"docs/contracts/{difference.file} would break programs that use it:"]
    lines += [f"  - {reason}" for reason in difference.breaking]
    lines.append(f"  Add beside it what is new and keep what was. If nobody uses it yet: {ACCEPT}")
    return "\n".join(lines)


def write(current: Mapping[str, Document], folder: Path = FOLDER, *, accept_breaking: bool = False) -> list[Difference]:
    """Write what differs. Returns what would break others; then nothing was written, unless that is accepted."""
    found = differences(current, folder)
    breaking = [difference for difference in found if difference.breaking]
    if breaking and not accept_breaking:
        return breaking
    for difference in found:
        file = folder / difference.file
        if difference.file in current:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(as_text(current[difference.file]), encoding="utf-8")
        else:
            file.unlink()
    return []


def main(arguments: Sequence[str]) -> int:
    """Run `write`, `write --accept-breaking` or `check`: first the schemas of events, then the documents. Returns the exit status:
    0, 1 for what is wrong, 2 for another word."""
    action, *options = arguments or [""]
    status = committed.main([action])
    if status == 2 or options not in ([], ["--accept-breaking"]):
        return 2
    if status and action == "write":
        return status
    try:
        current = documents()
    except ValueError as error:  # an event without samples, a route that says nothing about itself
        sys.stderr.write(f"{error}\n")
        return 1
    wrong = write(current, accept_breaking=bool(options)) if action == "write" else differences(current)
    for difference in wrong:
        sys.stderr.write(f"{told(difference)}\n")
    return 1 if wrong or status else 0
