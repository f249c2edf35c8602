"""The OpenAPI and AsyncAPI documents: they fit their standards, say enough, and are committed as the code has them."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from launcher.contracts.api_changes import breaking_changes
from launcher.contracts.command import EVENTS, as_text, differences, documents, told, write
from shared.contracts.catalogue import CATALOGUE

VENDOR = Path(__file__).with_name("vendor")
DOCUMENTS = documents()
APIS = {name: document for name, document in DOCUMENTS.items() if name != EVENTS}
LOANS = APIS["openapi/loans.json"]


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    """Path, method and operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    """Everything that a document points at."""
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def pointed_at(document: Any, reference: str) -> Any:
    """What a reference within a document means; raises `KeyError` when there is no such thing."""
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


def test_committed_is_what_the_code_says() -> None:
    assert [told(one) for one in differences(DOCUMENTS)] == []


@pytest.mark.parametrize("name", APIS)
def test_open_api_is_valid(name: str) -> None:
    standard = json.loads((VENDOR / "openapi-3.1.json").read_text())
    jsonschema.Draft202012Validator(standard).validate(APIS[name])
    for schema in APIS[name]["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_async_api_is_valid() -> None:
    standard = json.loads((VENDOR / "asyncapi-3.0.0.json").read_text())
    validator = jsonschema.Draft7Validator(standard)
    validator.validate(DOCUMENTS[EVENTS])
    broken = deepcopy(DOCUMENTS[EVENTS])
    next(iter(broken["operations"].values()))["action"] = "publish"  # the word of AsyncAPI 2
    assert not validator.is_valid(broken)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_everything_pointed_at_is_there(name: str) -> None:
    found = set(references(DOCUMENTS[name]))
    assert found
    for reference in found:
        pointed_at(DOCUMENTS[name], reference)


@pytest.mark.parametrize("name", APIS)
def test_every_operation_says_who_may_what_it_does_and_what_it_refuses(name: str) -> None:
    document = APIS[name]
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert 5 < len(operation["summary"]) <= 130, where
        assert operation["summary"].endswith((".", "?")), where
        assert len({"x-roles", "x-services", "x-open"} & operation.keys()) == 1, where
        assert ("x-permission" in operation) == ("x-roles" in operation), where
        assert {scheme for way in operation["security"] for scheme in way} <= document["components"]["securitySchemes"].keys(), (
            where
        )
        assert all(parameter["description"] for parameter in operation.get("parameters", ())), where
        in_path = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert in_path == {part.strip("{}") for part in path.split("/") if part.startswith("{")}, where
        if operation["tags"] != ["health"]:
            assert "503" in operation["responses"], where
            assert "x-open" in operation or {"401", "403"} <= operation["responses"].keys(), where
    assert all(tag["description"] for tag in document["tags"])


def test_a_change_needs_an_idempotency_key_and_a_look_does_not() -> None:
    for name, document in APIS.items():
        for path, method, operation in operations(document):
            keys = [one for one in operation.get("parameters", ()) if one["name"] == "Idempotency-Key"]
            if method == "get" or "x-services" in operation:
                assert not keys, f"{name} {path}"
            elif "x-roles" in operation:
                assert [one["required"] for one in keys] == [True], f"{name} {path}"


def test_every_event_is_on_its_topic_and_somebody_publishes_it() -> None:
    document = DOCUMENTS[EVENTS]
    sent = {
        reference
        for operation in document["operations"].values()
        if operation["action"] == "send"
        for reference in references(operation["messages"])
    }
    for event in CATALOGUE:
        assert event.type in document["channels"][event.topic]["messages"]
        assert f"#/channels/{event.topic}/messages/{event.type}" in sent


def test_the_examples_of_events_fit_their_schemas() -> None:
    document = DOCUMENTS[EVENTS]
    for message in document["components"]["messages"].values():
        for part in ("headers", "payload"):
            schema = {"$ref": message[part]["$ref"], "components": document["components"]}
            for example in message["examples"]:
                jsonschema.Draft7Validator(schema).validate(example[part])


REQUEST = ("paths", "/loans/api/requests", "post")
BODY = ("components", "schemas", "RequestBody")
VIEW = ("components", "schemas", "RequestView")


def at(document: Any, *steps: str) -> Any:
    """A part of a document."""
    for step in steps:
        document = document[step]
    return document


BREAKING: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a path": (lambda d: d["paths"].pop("/loans/api/requests/{request_id}"), "GET /loans/api/requests/{request_id}: is gone"),
    "a method": (lambda d: d["paths"]["/loans/api/requests"].pop("get"), "GET /loans/api/requests: is gone"),
    "a role": (lambda d: at(d, *REQUEST).update({"x-roles": []}), "POST /loans/api/requests: staff may not use it any more"),
    "an answer": (lambda d: at(d, *REQUEST)["responses"].pop("201"), "POST /loans/api/requests: does not answer 201 any more"),
    "a field of an answer": (lambda d: at(d, *VIEW)["properties"].pop("points"), "answer 201.points: is gone"),
    "an answer that may lack a field": (
        lambda d: at(d, *VIEW)["required"].remove("points"),
        "answer 201.points: may be left out now",
    ),
    "an answer that may be null": (
        lambda d: at(d, *VIEW)["properties"].update(points={"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        "answer 201.points: null can come now",
    ),
    "a new word in an answer": (
        lambda d: at(d, "components", "schemas", "RequestStatus")["enum"].append("lost"),
        "answer 201.status: lost can come now",
    ),
    "a word that was taken": (
        lambda d: at(d, "components", "schemas", "UseProfile")["enum"].remove("work"),
        "body.profile: work is refused now",
    ),
    "a required field": (lambda d: at(d, *BODY)["required"].append("internet"), "body.internet: is required now"),
    "a field that was taken": (lambda d: at(d, *BODY)["properties"].pop("wishes"), "body.wishes: is gone"),
    "a narrower field": (
        lambda d: at(d, *BODY)["properties"]["wishes"].update(maxItems=2),
        "body.wishes: maxItems is 2 now, and was free",
    ),
    "another type": (
        lambda d: at(d, *BODY)["properties"]["school_child_without_machine"].update(type="string"),
        "body.school_child_without_machine: boolean is refused now",
    ),
    "another format": (
        lambda d: at(d, *VIEW)["properties"]["since"].update(format="date-time"),
        "answer 201.since: format is date-time now, and was date",
    ),
    "a required parameter": (
        lambda d: at(d, "paths", "/loans/api/requests", "get", "parameters")[0].update(required=True),
        "GET /loans/api/requests: parameter status is required now",
    ),
}


@pytest.mark.parametrize("what", BREAKING)
def test_what_breaks_a_program_is_told_with_where(what: str) -> None:
    change, expected = BREAKING[what]
    new = deepcopy(LOANS)
    change(new)
    assert any(line.endswith(expected) for line in breaking_changes(LOANS, new)), breaking_changes(LOANS, new)


SAFE: dict[str, Callable[[Any], Any]] = {
    "a path": lambda d: d["paths"].update({"/loans/api/new": d["paths"]["/loans/api/requests"]}),
    "a role": lambda d: at(d, *REQUEST)["x-roles"].append("coordinator"),
    "a field of an answer": lambda d: at(d, *VIEW)["properties"].update(more={"type": "string"}),
    "a field that may be sent": lambda d: at(d, *BODY)["properties"].update(more={"type": "string"}),
    "a word that may be sent": lambda d: at(d, "components", "schemas", "Internet")["enum"].append("mobile"),
    "a field that need not be sent any more": lambda d: at(d, *BODY)["required"].remove("profile"),
    "a description": lambda d: at(d, *REQUEST).update(summary="Something else."),
    "another refusal": lambda d: at(d, *REQUEST)["responses"].pop("409"),
}


@pytest.mark.parametrize("what", SAFE)
def test_what_breaks_nobody_is_not_told(what: str) -> None:
    new = deepcopy(LOANS)
    SAFE[what](new)
    assert new != LOANS
    assert breaking_changes(LOANS, new) == []


def test_a_new_word_of_an_open_enum_breaks_nobody_and_of_a_closed_one_does() -> None:
    inventory = DOCUMENTS["openapi/inventory.json"]
    new = deepcopy(inventory)
    at(new, "components", "schemas", "Chassis")["enum"].append("robot")
    assert breaking_changes(inventory, new) == []
    was_closed = deepcopy(inventory)
    del at(was_closed, "components", "schemas", "Chassis")["x-open"]
    assert "answer 200.chassis: robot can come now" in breaking_changes(was_closed, new)[-1]


def test_nothing_is_written_while_something_breaks(tmp_path: Path) -> None:
    assert write(DOCUMENTS, tmp_path) == []
    assert differences(DOCUMENTS, tmp_path) == []
    changed = deepcopy(DOCUMENTS)
    del changed["openapi/loans.json"]["paths"]["/loans/api/requests"]
    changed["openapi/skills.json"]["info"]["title"] = "Something else"
    assert [one.file for one in write(changed, tmp_path)] == ["openapi/loans.json"]
    assert "Run: ./digibank contracts write" in told(differences(changed, tmp_path)[1])
    assert (tmp_path / "openapi/skills.json").read_text() == as_text(DOCUMENTS["openapi/skills.json"])
    assert write(changed, tmp_path, accept_breaking=True) == []
    assert differences(changed, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d["channels"].pop("digibank.loans.loans"), "topic digibank.loans.loans: is gone"),
        (
            lambda d: d["channels"]["digibank.loans.loans"]["bindings"]["kafka"].update(partitions=3),
            "topic digibank.loans.loans: partitions is 3 now, and was 12",
        ),
    ],
)
def test_a_topic_that_changes_is_told(tmp_path: Path, change: Callable[[Any], Any], expected: str) -> None:
    write(DOCUMENTS, tmp_path)
    changed = deepcopy(DOCUMENTS)
    change(changed[EVENTS])
    assert [reason for one in differences(changed, tmp_path) for reason in one.breaking] == [expected]
