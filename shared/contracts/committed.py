"""The JSON Schemas that are committed beside the code, so that a review sees what a change means to other services.

`python -m shared.contracts.committed write` writes them, and refuses what would break a reader; `check` only compares.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.contracts.catalogue import CATALOGUE
from shared.contracts.compatibility import Schema, breaking_changes
from shared.contracts.event import Event

SCHEMAS = Path(__file__).with_name("schemas")
ENVELOPE_FILE = "envelope.json"
WRITE_COMMAND = "./digibank contracts write"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_UUID = {"type": "string", "format": "uuid"}
ENVELOPE: Schema = {
    "$schema": _DIALECT,
    "title": "envelope",
    "description": "The headers of an event on the bus: CloudEvents 1.0 in binary mode. All values are text.",
    "type": "object",
    "properties": {
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_id": _UUID | {"description": "Unique per event, a UUIDv7; who has seen it has applied it."},
        "ce_type": {
            "type": "string",
            "pattern": r"^digibank\.[a-z]{1,40}\.[a-z][a-z0-9_]{0,79}\.v[1-9][0-9]{0,3}$",
            "description": "Names the schema of the value, such as digibank.inventory.device_ready.v1.",
        },
        "ce_source": {"type": "string", "pattern": "^/digibank/[a-z]{1,40}$", "description": "The publishing service."},
        "ce_subject": _UUID | {"description": "The aggregate it happened to; also the key of the record."},
        "ce_time": {"type": "string", "format": "date-time", "description": "When it happened, with its offset from UTC."},
        "ce_sequence": {
            "type": "string",
            "pattern": "^[1-9][0-9]{0,18}$",
            "description": "Counts the published events of this subject from 1, without gaps.",
        },
        "ce_organisation": _UUID | {"description": "The Digibank it happened in."},
        "ce_correlationid": _UUID | {"description": "The same for everything that one action of a person caused."},
        "ce_causationid": _UUID | {"description": "The event that caused this one; absent when a person did."},
        "ce_traceparent": {
            "type": "string",
            "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
            "description": "W3C Trace Context, when somebody traces.",
        },
        "content-type": {"type": "string", "const": "application/json"},
    },
    "required": [
        "ce_specversion",
        "ce_id",
        "ce_type",
        "ce_source",
        "ce_subject",
        "ce_time",
        "ce_sequence",
        "ce_organisation",
        "ce_correlationid",
    ],
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A committed schema that is not what the code says.

    Attributes:
        file: its name in the schemas folder.
        breaking: why a reader would break, a line each; empty when `write` may simply update it.
    """

    file: str
    breaking: Sequence[str]

    def __str__(self) -> str:
        if not self.breaking:
            return f"{self.file} is not up to date. Run: {WRITE_COMMAND}"
        advice = (
            "Every service reads the envelope: keep it as it was; only an optional header may be added."
            if self.file == ENVELOPE_FILE
            else "Make a new version: a class with the next version, and the old one kept, with an `upcast`."
        )
        return "\n".join([f"{self.file} would break its readers:", *(f"  - {reason}" for reason in self.breaking), f"  {advice}"])


def schema_of(event: type[Event]) -> Schema:
    """The JSON Schema of an event's payload, titled with its type; `x-topic` and `x-subject` say where and about what."""
    return event.model_json_schema() | {
        "$schema": _DIALECT,
        # Not the name of the class: that changes when the version is superseded.
        "title": event.type,
        "x-topic": event.topic,
        "x-subject": event.subject_field,
    }


def generated(events: Iterable[type[Event]] = CATALOGUE) -> dict[str, Schema]:
    """The schemas as the code has them now, by file name: one per event version, and the envelope's."""
    return {ENVELOPE_FILE: ENVELOPE} | {f"{event.type}.json": schema_of(event) for event in events}


def as_text(schema: Schema) -> str:
    """A schema as it is written to its file: keys sorted, so that moving a field changes nothing."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def differences(events: Iterable[type[Event]] = CATALOGUE, folder: Path = SCHEMAS) -> list[Difference]:
    """What is not committed as the code says it, by file name. A committed event that has no class any more is breaking."""
    current = generated(events)
    committed = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.json")}
    gone = "the event is gone, but history still holds it: keep its class"
    found = [Difference(name, [gone]) for name in committed.keys() - current.keys()]
    for name, schema in current.items():
        if name not in committed:
            found.append(Difference(name, []))
        elif committed[name] != as_text(schema):
            found.append(Difference(name, breaking_changes(json.loads(committed[name]), schema)))
    return sorted(found, key=lambda difference: difference.file)


def write(events: Iterable[type[Event]] = CATALOGUE, folder: Path = SCHEMAS) -> list[Difference]:
    """Commit the schemas to the folder. Returns what would break a reader; then nothing was written at all."""
    events = list(events)
    found = differences(events, folder)
    if breaking := [difference for difference in found if difference.breaking]:
        return breaking
    current = generated(events)
    folder.mkdir(exist_ok=True)
    for difference in found:
        (folder / difference.file).write_text(as_text(current[difference.file]), encoding="utf-8")
    return []


def main(arguments: Sequence[str], events: Iterable[type[Event]] = CATALOGUE, folder: Path = SCHEMAS) -> int:
    """Run `write` or `check`; prints what is wrong. Returns the exit status: 0, 1 for what is wrong, 2 for another word."""
    match list(arguments):
        case ["write"]:
            wrong = write(events, folder)
        case ["check"]:
            wrong = differences(events, folder)
        case _:
            sys.stderr.write("usage: contracts write | check\n")
            return 2
    for difference in wrong:
        sys.stderr.write(f"{difference}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
