"""What a service's API is, as an OpenAPI document: made from the routes themselves, so that it says what they do.

The framework knows paths, parameters and models. What it does not know is added here: who may, what is answered when something is
refused, the first sentence of a docstring as summary. `./digibank contracts` commits the documents and compares them.
"""

import inspect
import re
import sys
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from shared.contracts.api_words import KEY, MANNERS, PROBLEM_SCHEMA, REFUSED, SECURITY, TAGS, Document, meaning_of
from shared.identity.permissions import ALLOWED
from shared.runtime.service import Service
from shared.web.call import COOKIE, May, OnlyServices, OpenToAll, access_of
from shared.web.problems import PROBLEM, SHARED_REFUSALS
from shared.web.visitor_cookie import LEARNER


def open_api(service: Service[Any], routers: Sequence[APIRouter]) -> Document:
    """The OpenAPI 3.1 document of a service with these routers. Nothing of it has to run for that.

    Raises `ValueError` when a route or a parameter says nothing about itself, and when two routes have the same name: that is the
    id of an operation.
    """
    app = FastAPI(title=f"Digibank {service.name}", version="1", generate_unique_id_function=lambda route: route.name)
    for router in routers:
        app.include_router(router)
    document = app.openapi()
    document["info"]["description"] = f"{_first_line(sys.modules[f'services.{service.name}.app'].__doc__)}\n{MANNERS}"
    document["servers"] = [{"url": "/", "description": "The address of the installation."}]
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for framework in ("HTTPValidationError", "ValidationError"):
        schemas.pop(framework, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    tags: dict[str, str] = {}
    seen, shown = set[str](), set[str]()
    refused = set[int]()
    for route in (route for router in routers for route in router.routes if isinstance(route, APIRoute)):
        for method in route.methods or ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is None:  # a page
                continue
            if route.name in seen:
                raise ValueError(f"{service.name} has two operations called {route.name}")
            seen.add(route.name)
            tag = operation["tags"][0]
            tags[tag] = TAGS.get(tag) or _first_line(sys.modules[route.endpoint.__module__].__doc__)
            shown |= _say_who_may(operation, route)
            refused |= _describe(operation, route, method)
    components["securitySchemes"] = {name: _scheme(name) for name in SECURITY if name in shown}
    components["responses"] = {f"Problem{status}": _problem(service, status) for status in sorted(refused)}
    document["tags"] = [{"name": name, "description": words} for name, words in sorted(tags.items())]
    return document


def _scheme(name: str) -> Document:
    cookies = {"browser": COOKIE, "learner": LEARNER.name}
    return SECURITY[name] | ({"name": cookies[name]} if name in cookies else {})


def _say_who_may(operation: Document, route: APIRoute) -> set[str]:
    """Note who may use it; returns the security schemes by which somebody shows to be that."""
    access = access_of(route)
    match access:
        case May():
            operation["x-permission"] = access.permission.value
            operation["x-roles"] = sorted(role.value for role in ALLOWED[access.permission])
            ways = ["session", "browser"]
        case OnlyServices():
            operation["x-services"] = sorted(access.services)
            ways = ["service"]
        case OpenToAll():
            operation["x-open"] = access.why
            ways = [access.shows] if access.shows else []
    operation["security"] = [{way: []} for way in ways]
    return set(ways)


def _describe(operation: Document, route: APIRoute, method: str) -> set[int]:
    """Say what it does, what it takes and what it refuses; returns the statuses of its refusals."""
    words = inspect.cleandoc(route.endpoint.__doc__ or "")
    if not words:
        raise ValueError(f"{method} {route.path} says nothing about itself")
    operation["operationId"] = route.name
    operation["summary"] = _first_sentence(words)
    if " ".join(words.split()) == operation["summary"]:
        del operation["description"]
    else:
        operation["description"] = words
    parameters = operation.get("parameters", [])
    for parameter in parameters:
        if parameter["name"] == "idempotency-key":
            parameter.clear()
            parameter.update(KEY)
        elif "description" not in parameter:
            parameter["description"] = meaning_of(parameter["name"])
    responses: Document = operation["responses"]
    responses.pop("422", None)
    for status, answer in responses.items():
        if answer.get("description") == "Successful Response":
            answer["description"] = HTTPStatus(int(status)).phrase
        if status == "201":
            answer["headers"] = {"Location": {"description": "Where it is from now on.", "schema": {"type": "string"}}}
    statuses = _refusals(operation, method, access_of(route), {parameter["in"] for parameter in parameters})
    for refusal in sorted(statuses):
        responses.setdefault(str(refusal), {"$ref": f"#/components/responses/Problem{refusal}"})
    return statuses


def _refusals(operation: Document, method: str, access: May | OpenToAll | OnlyServices, places: set[str]) -> set[int]:
    """With which statuses it can say no."""
    if "health" in operation["tags"]:
        return set()
    statuses = {503}
    if not isinstance(access, OpenToAll):
        statuses |= {401, 403}
    elif access.shows:
        statuses |= {401}
    if method != "GET":
        statuses |= {400, 409, 413, 422}
        if isinstance(access, OpenToAll):
            statuses |= {401, 403, 429}
    if places or "requestBody" in operation:
        statuses |= {422}
    if "path" in places or "requestBody" in operation:
        statuses |= {404}
    return statuses


def _problem(service: Service[Any], status: int) -> Document:
    refusals = {**SHARED_REFUSALS, **service.refusals}
    codes = sorted(code for code, text in refusals.items() if text.status == status)
    answer: Document = {
        "description": REFUSED[status],
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if codes:
        answer["x-problem-types"] = [f"urn:digibank:problem:{code}" for code in codes]
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "string"}}}
    return answer


def _first_line(words: str | None) -> str:
    return inspect.cleandoc(words or "").partition("\n")[0]


def _first_sentence(words: str) -> str:
    """The first sentence of a text, on one line."""
    return re.split(r"(?<=[.!?])\s", " ".join(words.split()), maxsplit=1)[0]
