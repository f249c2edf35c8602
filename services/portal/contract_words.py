"""The committed OpenAPI and AsyncAPI documents as lines to show: endpoints, events, and the fields of what travels.

Pure: documents in, lines out. What is in the documents is English, for who writes programs.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]

DEEPEST = 4
"""Levels of fields within fields; none of ours has more."""
LIMITS = {"minLength": "at least {} characters", "maxLength": "at most {} characters", "minimum": "from {}", "maximum": "up to {}"}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a body, an answer or an event. `name` says where it is, as in `drives[].medium`."""

    name: str
    kind: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer holds; several operations answer with the same."""

    name: str
    meaning: str
    fields: Sequence[FieldLine]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation of a service. `who` are names of roles, `services` those that ask it, `open` why it is open to all; `answers`
    are status, words and the name of a shape, empty for none."""

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    who: Sequence[str]
    services: Sequence[str]
    open: str
    parameters: Sequence[FieldLine]
    body: Sequence[FieldLine]
    body_words: str
    answers: Sequence[tuple[str, str, str]]
    refusals: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EventWords:
    """One event: who acts upon it, who takes note of it, and a sample as JSON."""

    type: str
    name: str
    summary: str
    key: str
    fields: Sequence[FieldLine]
    acts: Sequence[str]
    notes: Sequence[str]
    sample: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic with its events."""

    address: str
    summary: str
    publisher: str
    events: Sequence[EventWords]


def endpoints(document: Document) -> list[Endpoint]:
    """What a service answers, by tag, else in the order of the document."""
    found = [
        _endpoint(document, path, method, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    return sorted(found, key=lambda one: one.tag)


def shapes(document: Document, found: Sequence[Endpoint]) -> list[Shape]:
    """What these endpoints answer with, by name."""
    schemas = document["components"]["schemas"]
    names = sorted({name for one in found for _, _, name in one.answers if name})
    return [Shape(name, schemas[name].get("description", ""), fields(schemas[name], document)) for name in names]


def topics(document: Document) -> list[Topic]:
    """All topics, by name."""
    return [
        Topic(
            address=channel["address"],
            summary=f"{channel['summary']} {channel['bindings']['kafka']['partitions']} partitions, kept for ever.",
            publisher=address.split(".")[1],
            events=[_event(document, address, name) for name in channel["messages"]],
        )
        for address, channel in document["channels"].items()
    ]


def fields(schema: Document, document: Document) -> list[FieldLine]:
    """The fields of a schema, those within others below them."""
    return list(_fields(schema, document, "", 0))


def _endpoint(document: Document, path: str, method: str, operation: Document) -> Endpoint:
    parameters = operation.get("parameters", ())
    body = operation.get("requestBody", {})
    answers, refusals = [], []
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            shared = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
            refusals.append((status, shared["description"]))
        else:
            answers.append((status, answer["description"], _shape_of(answer.get("content", {}))))
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        tag=operation["tags"][0],
        summary=operation["summary"],
        description=" ".join(operation.get("description", "").split()).removeprefix(operation["summary"]).strip(),
        who=operation.get("x-roles", ()),
        services=operation.get("x-services", ()),
        open=operation.get("x-open", ""),
        parameters=[
            FieldLine(one["name"], _kind(one["schema"], document), one.get("required", False), one["description"])
            for one in parameters
        ],
        body=_of_content(body.get("content", {}), document),
        body_words=body.get("description", ""),
        answers=answers,
        refusals=refusals,
    )


def _shape_of(content: Document) -> str:
    for kind in content.values():
        return str(kind.get("schema", {}).get("$ref", "")).rpartition("/")[2]
    return ""


def _of_content(content: Document, document: Document) -> list[FieldLine]:
    for kind in content.values():
        return fields(kind.get("schema", {}), document)
    return []


def _event(document: Document, address: str, name: str) -> EventWords:
    message = document["components"]["messages"][name]
    reference = f"#/channels/{address}/messages/{name}"
    handled: dict[str, set[str]] = {}
    for operation in document["operations"].values():
        if {"$ref": reference} in operation["messages"]:
            handled.setdefault(operation["x-does"], set()).add(operation["x-service"])
    return EventWords(
        type=name,
        name=message["title"],
        summary=message["summary"],
        key=f"Key: {message['bindings']['kafka']['key']['description']}",
        fields=fields(message["payload"], document),
        acts=sorted(handled.get("acts upon", ())),
        notes=sorted(handled.get("takes note of", ())),
        sample=json.dumps(message["examples"][0]["payload"], indent=2, ensure_ascii=False),
    )


def _fields(schema: Document, document: Document, where: str, depth: int) -> Iterator[FieldLine]:
    schema = _plain(schema, document)
    for name, inner in schema.get("properties", {}).items():
        place = f"{where}.{name}" if where else name
        plain = _plain(inner, document)
        meaning = (
            inner.get("description") or plain.get("description") or _plain(plain.get("items", {}), document).get("description")
        )
        of_other = f"The id of the {name.removesuffix('_id').replace('_', ' ')}." if name.endswith("_id") else ""
        yield FieldLine(place, _kind(inner, document), name in schema.get("required", ()), " ".join((meaning or of_other).split()))
        if depth < DEEPEST:
            yield from _fields(plain.get("items", plain), document, place + ("[]" if "items" in plain else ""), depth + 1)


def _plain(schema: Document, document: Document) -> Document:
    """The schema with its reference followed; what may also be null stands for itself."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    others = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return _plain({**others[0], **{k: v for k, v in schema.items() if k != "anyOf"}}, document) if len(others) == 1 else schema


def _kind(schema: Document, document: Document) -> str:
    """What kind of value it is, in a few words."""
    null = " or null" if any(one.get("type") == "null" for one in schema.get("anyOf", ())) else ""
    plain = _plain(schema, document)
    values = plain.get("enum", [plain["const"]] if "const" in plain else [])
    if values:
        return "one of " + ", ".join(str(value) for value in values) + null
    if "items" in plain:
        return f"list: {_kind(plain['items'], document)}{null}"
    limits = [words.format(plain[limit]) for limit, words in LIMITS.items() if limit in plain]
    kind = plain.get("format") or plain.get("type") or "anything"
    return ", ".join([kind, *limits]) + null


def has_words(one: Endpoint | EventWords, words: str) -> bool:
    """Whether all words are somewhere in what is told about it. Capitals do not matter."""
    lines = [*one.parameters, *one.body] if isinstance(one, Endpoint) else one.fields
    names = [one.path, one.id, one.tag, one.description] if isinstance(one, Endpoint) else [one.type]
    told = " ".join([*names, one.summary, *(line.name for line in lines)]).lower()
    return all(word in told for word in words.lower().split())
