"""What every OpenAPI document of ours says, in English, for who writes programs."""

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

MANNERS = """
Answers and errors are JSON in UTF-8. Every answer has a header `X-Correlation-Id`; the same id is on every event that the request
caused, in every service. Send one yourself (a UUID) to choose it.

A request that changes something has a header `Idempotency-Key`. The same request with the same key gets the same answer, and is
done once. What is refused is told as problem details (RFC 9457); `type` is stable, the texts are in Dutch or in the language of
`Accept-Language`. A list has a field `next`: the address of the following page, or null.

Effects in other services follow by events, mostly within a second. See the AsyncAPI document at `/asyncapi.json`.
"""
SECURITY: Mapping[str, Document] = {
    "session": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The token of a session, from `POST /portal/api/sessions`. It lives for ten minutes and is renewed there.",
    },
    "browser": {
        "type": "apiKey",
        "in": "cookie",
        "description": "The same session in a browser. A change needs `Sec-Fetch-Site: same-origin` too, as browsers send.",
    },
    "learner": {
        "type": "apiKey",
        "in": "cookie",
        "description": "A learner who came in with a code from a card, with `POST /skills/api/my/sessions`.",
    },
    "service": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Another service of this installation, which signs each question itself. Nobody else can.",
    },
}
PROBLEM_SCHEMA: Document = {
    "title": "Problem",
    "description": "Why something was refused: problem details as RFC 9457 has them. A refusal may add facts of its own.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "pattern": "^urn:digibank:problem:[a-z0-9_]+$", "description": "Names the kind; it is stable."},
        "title": {"type": "string", "description": "In few words, for a person."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status once more."},
        "detail": {"type": "string", "description": "What to do now, for a person."},
        "instance": {"type": "string", "pattern": "^urn:uuid:", "description": "The correlation id, to look it up in the logs."},
        "errors": {
            "type": "array",
            "description": "Which fields do not fit the schema, and how. What was sent is not repeated.",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
                "required": ["field", "problem"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
REFUSED: Mapping[int, str] = {
    400: "The request cannot be read, or its Idempotency-Key is missing.",
    401: "Nobody is signed in, or the session is over.",
    403: "This is not for whoever asks, or the request came from another site.",
    404: "There is no such thing in this organisation.",
    409: "That cannot be done now: something is not as it has to be for it.",
    413: "What was sent is too large.",
    422: "Something is missing or wrong in what was sent.",
    429: "Too many tries; wait as long as `Retry-After` says, in seconds.",
    503: "The data cannot be reached now. Try again after `Retry-After` seconds, with the same Idempotency-Key.",
}
PARAMETERS: Mapping[str, str] = {
    "after": "Where the page begins. It is part of the address in `next`.",
    "before": "Where the page begins. It is part of the address in `next`.",
    "service": "The name of a service, such as `loans`.",
    "number": "The number of the dead letter, within its service.",
    "profile": "What a device is for, such as `work`.",
    "phase": "Which list of the workbench: `check` for the hardware, `install` for the system and the programs.",
    "correlation_id": "What an answer had as `X-Correlation-Id`.",
}
TAGS: Mapping[str, str] = {
    "events": "What one action caused in this service.",
    "health": "Is it alive, is it ready, how is it doing: for machines. Not let out of the installation by its proxy.",
}
"""Of routers that every service has; others are described by their module."""
KEY: Document = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "Chosen by whoever asks, new for each change: a UUID does. The same key again is the same change.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 100, "pattern": r"^[\x21-\x7e]+$"},
}


def meaning_of(parameter: str) -> str:
    """What a parameter means that says nothing itself. Raises `ValueError` for one that is no id."""
    if parameter not in PARAMETERS and not parameter.endswith("_id"):
        raise ValueError(f"the parameter {parameter} says nothing about itself")
    return PARAMETERS.get(parameter, f"The id of the {parameter.removesuffix('_id').replace('_', ' ')}.")
