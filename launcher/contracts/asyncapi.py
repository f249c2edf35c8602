"""All events as one AsyncAPI 3.0 document: which topics there are, what is on them, who publishes and who listens.

Made from the classes in `shared/contracts/`, the golden samples, and what each service says in its `app.py`.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shared.contracts
from shared.bus.topics import KEPT_FOR_EVER, PARTITIONS
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.committed import ENVELOPE, schema_of
from shared.contracts.event import Event
from shared.runtime.running import PROJECTED_EVERYWHERE
from shared.runtime.service import Service

Document = dict[str, Any]

SAMPLES = Path(shared.contracts.__file__).with_name("samples")
BINDING = "0.5.0"
ABOUT = """
What happened in a Digibank, as its services tell each other. Events are CloudEvents 1.0 in Kafka's binary mode: the attributes are
headers, the value is the payload as JSON. They are kept for ever, and hold no personal data: ids, codes, closed lists, numbers and
days.

An event is delivered at least once; whoever has seen its `ce_id` has applied it. Order holds per key, which is the thing it
happened to; `ce_sequence` counts the events of that thing from 1, without gaps. Skip a type that you do not know. A new field is
always optional; anything else is a new version, with a type of its own.

On one computer the same events travel through a log in PostgreSQL, which is not open to other programs.
"""


def async_api(services: Sequence[Service[Any]], partitions: int = PARTITIONS) -> Document:
    """The document, for these services.

    Raises `ValueError` when two events use one name for two things, and when an event has no sample.
    """
    schemas: Document = {"envelope": _without_dialect(ENVELOPE)}
    messages: Document = {}
    channels: Document = {}
    for event in CATALOGUE:
        schemas[event.type] = _hoisted(schema_of(event), schemas)
        messages[event.type] = _message(event)
        channel = channels.setdefault(event.topic, _channel(event.topic, partitions))
        channel["messages"][event.type] = {"$ref": f"#/components/messages/{event.type}"}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Digibank events", "version": "1", "description": ABOUT.strip()},
        "defaultContentType": "application/json",
        "servers": {
            "region": {
                "host": "{bootstrap}",
                "protocol": "kafka",
                "description": "The Kafka of a region. Who may read it, and how one signs in there, is up to the region.",
                "variables": {"bootstrap": {"default": "kafka:9092", "description": "Host and port, as DIGIBANK_KAFKA has them."}},
            }
        },
        "channels": dict(sorted(channels.items())),
        "operations": _operations(services),
        "components": {"messages": dict(sorted(messages.items())), "schemas": dict(sorted(schemas.items()))},
    }


def _channel(topic: str, partitions: int) -> Document:
    _, publisher, things = topic.split(".")
    return {
        "address": topic,
        "title": topic,
        "summary": f"What {publisher} says about its {things.replace('_', ' ')}.",
        "messages": {},
        "bindings": {
            "kafka": {
                "partitions": partitions,
                "topicConfiguration": {
                    "cleanup.policy": [KEPT_FOR_EVER["cleanup.policy"]],
                    "retention.ms": int(KEPT_FOR_EVER["retention.ms"]),
                    "retention.bytes": int(KEPT_FOR_EVER["retention.bytes"]),
                },
                "bindingVersion": BINDING,
            }
        },
    }


def _message(event: type[Event]) -> Document:
    words = " ".join((event.__doc__ or "").split())
    return {
        "name": event.type,
        "title": event.type.split(".")[2],
        "summary": words,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/envelope"},
        "payload": {"$ref": f"#/components/schemas/{event.type}"},
        "correlationId": {
            "description": "The same for everything that one action of a person caused, in all services.",
            "location": "$message.header#/ce_correlationid",
        },
        "bindings": {
            "kafka": {
                "key": {
                    "type": "string",
                    "format": "uuid",
                    "description": f"The `{event.subject_field}`: order holds for it.",
                },
                "bindingVersion": BINDING,
            }
        },
        "examples": [_example(event.type, name) for name in ("full", "bare")],
    }


def _example(event_type: str, name: str) -> Document:
    file = SAMPLES / event_type / f"{name}.json"
    if not file.is_file():
        raise ValueError(f"{event_type} has no sample {name}.json")
    sample = json.loads(file.read_text(encoding="utf-8"))
    return {"name": name, "headers": sample["headers"], "payload": sample["payload"]}


def _hoisted(schema: Document, schemas: Document) -> Document:
    """A schema whose own definitions moved to those of the document, where its references point now."""
    schema = _without_dialect(schema)
    for name, definition in schema.pop("$defs", {}).items():
        definition = _pointing_up(definition)
        if schemas.setdefault(name, definition) != definition:
            raise ValueError(f"{schema['title']} calls something else {name} than another event does")
    return dict(_pointing_up(schema))


def _pointing_up(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {name: _pointing_up(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [_pointing_up(inner) for inner in part]
    return part.replace("#/$defs/", "#/components/schemas/") if isinstance(part, str) else part


def _without_dialect(schema: Document) -> Document:
    """AsyncAPI has a dialect of its own, of which what our schemas use is a part."""
    return {keyword: value for keyword, value in schema.items() if keyword != "$schema"}


def _operations(services: Sequence[Service[Any]]) -> Document:
    """Who sends and who receives what: one operation for each service, kind and topic."""
    found: Document = {}
    for service in services:
        for topic, events in _by_topic(service.publishes).items():
            found[f"{service.name}.publishes.{topic}"] = _operation("send", service.name, topic, events)
        projects = {**service.projects, **PROJECTED_EVERYWHERE}
        for kind, does, handled in (("reactions", "acts upon", service.reacts_to), ("projections", "takes note of", projects)):
            for topic, events in _by_topic(handled).items():
                operation = _operation("receive", service.name, topic, events, does)
                group = {"type": "string", "const": f"digibank.{service.name}.{kind}"}
                operation["bindings"] = {"kafka": {"groupId": group, "bindingVersion": BINDING}}
                found[f"{service.name}.{kind}.{topic}"] = operation
    return dict(sorted(found.items()))


def _operation(action: str, service: str, topic: str, events: Sequence[type[Event]], does: str = "publishes") -> Document:
    return {
        "action": action,
        "summary": f"{service} {does} what is on {topic}." if action == "receive" else f"{service} publishes on {topic}.",
        "tags": [{"name": service}],
        "channel": {"$ref": f"#/channels/{topic}"},
        "messages": [{"$ref": f"#/channels/{topic}/messages/{event.type}"} for event in events],
        "x-service": service,
        "x-does": does,
    }


def _by_topic(events: Mapping[type[Event], Any] | Sequence[type[Event]]) -> dict[str, list[type[Event]]]:
    found: dict[str, list[type[Event]]] = {}
    for event in sorted(events, key=lambda event: event.type):
        found.setdefault(event.topic, []).append(event)
    return found
