"""Golden samples: events as they were once published. They are never edited, and every release must still read them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from shared.bus.envelope import Envelope, Trace, read_envelope
from shared.bus.transport import Record
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.committed import ENVELOPE_FILE, SCHEMAS
from shared.contracts.event import Event
from tests.contracts.schema_check import violations

SAMPLES = SCHEMAS.with_name("samples")
FILES = sorted(SAMPLES.glob("*/*.json"))
BY_TYPE = {event.type: event for event in CATALOGUE}


def load(file: Path) -> dict[str, Any]:
    sample: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return sample


def record_of(sample: dict[str, Any]) -> Record:
    return Record(sample["topic"], sample["key"], json.dumps(sample["payload"]).encode(), sample["headers"])


def stated_envelope(values: dict[str, Any]) -> Envelope:
    cause = values["causation_id"]
    return Envelope(
        id=UUID(values["id"]),
        type=values["type"],
        source=values["source"],
        subject=UUID(values["subject"]),
        time=datetime.fromisoformat(values["time"]),
        sequence=values["sequence"],
        organisation=UUID(values["organisation"]),
        trace=Trace(UUID(values["correlation_id"]), UUID(cause) if cause else None, values["traceparent"]),
    )


def committed_schema(name: str) -> dict[str, Any]:
    return load(SCHEMAS / name)


def fields_in(value: Any, path: str = "") -> set[str]:
    """The paths of all fields that a payload fills in, such as `drives[].medium`; null does not count as filled in."""
    if isinstance(value, dict):
        inner = {f"{path}.{name}".lstrip("."): content for name, content in value.items() if content is not None}
        return set(inner) | {found for name, content in inner.items() for found in fields_in(content, name)}
    if isinstance(value, list):
        return {found for item in value for found in fields_in(item, path + "[]")}
    return set()


def fields_of(schema: dict[str, Any], root: dict[str, Any], path: str = "") -> set[str]:
    """The paths of all fields that a schema names."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    found = set()
    for name, value in schema.get("properties", {}).items():
        inner = f"{path}.{name}".lstrip(".")
        found |= {inner} | fields_of(value, root, inner)
    for alternative in schema.get("anyOf", []):
        found |= fields_of(alternative, root, path)
    return found | (fields_of(schema["items"], root, path + "[]") if "items" in schema else set())


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def sample(request: pytest.FixtureRequest) -> dict[str, Any]:
    return load(request.param)


def test_every_event_has_samples_and_no_sampled_event_vanished() -> None:
    assert {folder.name for folder in SAMPLES.iterdir()} == set(BY_TYPE)


@pytest.mark.parametrize("event_type", BY_TYPE)
def test_every_event_has_a_full_and_a_bare_sample(event_type: str) -> None:
    assert {"full", "bare"} <= {file.stem for file in FILES if file.parent.name == event_type}


def test_a_sample_lies_in_the_folder_of_its_type() -> None:
    assert [file for file in FILES if load(file)["headers"]["ce_type"] != file.parent.name] == []


def test_the_envelope_reads_as_the_sample_says(sample: dict[str, Any]) -> None:
    assert read_envelope(record_of(sample)) == stated_envelope(sample["reads_as"]["envelope"])


def test_the_payload_reads_as_the_sample_says(sample: dict[str, Any]) -> None:
    event = BY_TYPE[sample["headers"]["ce_type"]].parse(record_of(sample).value)
    read = event.model_dump(mode="json")
    # Fields that were added after the sample was taken are not in it.
    assert {name: read.get(name, "missing") for name in sample["reads_as"]["values"]} == sample["reads_as"]["values"]
    assert (event.topic, str(event.subject)) == (sample["topic"], sample["key"])


def test_the_sample_becomes_an_event_of_the_newest_version(sample: dict[str, Any]) -> None:
    event_type = sample["headers"]["ce_type"]
    name = event_type.rpartition(".")[0]
    newest = max((event for event in CATALOGUE if event.type.rpartition(".")[0] == name), key=lambda event: event.version)
    event = CATALOGUE.read(event_type, record_of(sample).value)
    assert type(event) is newest
    assert str(event.subject) == sample["key"]


def test_the_sample_fits_the_committed_schemas(sample: dict[str, Any]) -> None:
    for name, value in ((ENVELOPE_FILE, sample["headers"]), (f"{sample['headers']['ce_type']}.json", sample["payload"])):
        assert violations(committed_schema(name), value) == []


@pytest.mark.parametrize("event", BY_TYPE.values(), ids=BY_TYPE)
def test_the_samples_together_fill_in_every_field(event: type[Event]) -> None:
    schema = committed_schema(f"{event.type}.json")
    filled = {field for file in FILES if file.parent.name == event.type for field in fields_in(load(file)["payload"])}
    missing = fields_of(schema, schema) - filled
    assert not missing, f"add a sample with {sorted(missing)}; leave the ones there are as they are"


@pytest.mark.parametrize("event", BY_TYPE.values(), ids=BY_TYPE)
def test_the_bare_sample_has_only_what_is_required(event: type[Event]) -> None:
    bare = load(SAMPLES / event.type / "bare.json")
    assert set(bare["payload"]) == set(committed_schema(f"{event.type}.json")["required"])
    assert set(bare["headers"]) - {"content-type"} == set(committed_schema(ENVELOPE_FILE)["required"])


def test_fields_are_found_in_lists_and_parts() -> None:
    root = {
        "$defs": {"Part": {"properties": {"size": {"type": "integer"}}}},
        "properties": {
            "parts": {"items": {"$ref": "#/$defs/Part"}},
            "spare": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
        },
    }
    assert fields_of(root, root) == {"parts", "parts[].size", "spare", "spare.size"}
    assert fields_in({"parts": [{"size": 1}, {}], "spare": None}) == {"parts", "parts[].size"}


@pytest.mark.parametrize(
    ("header", "value"),
    [("ce_time", "2026-03-02T09:20:00"), ("ce_time", "today"), ("ce_id", "1"), ("ce_sequence", "0"), ("ce_type", "device_ready")],
)
def test_a_header_that_does_not_fit_its_schema_is_noticed(header: str, value: str) -> None:
    headers = load(FILES[0])["headers"]
    assert [line.split(":")[0] for line in violations(committed_schema(ENVELOPE_FILE), headers | {header: value})] == [
        f"$.{header}"
    ]
