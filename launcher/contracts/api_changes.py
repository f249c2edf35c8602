"""What a change of an OpenAPI document would break for programs that use the API.

Two directions matter. What a program sends has to be taken as before: nothing may be asked for that was not, no value refused that
was taken. What it gets has to be as before: nothing may be gone from it, and nothing in it of a kind that was not there.
The events have rules of their own, in `shared/contracts/compatibility.py`: they also stay for ever.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from shared.contracts.compatibility import OPEN_ENUM

Document = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def breaking_changes(old: Document, new: Document) -> list[str]:
    """What in the new document breaks a program that was written for the old one, a line each with where. Pure."""
    return list(_Comparison(old, new).operations())


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new

    def operations(self) -> Iterator[str]:
        """Compare all operations."""
        for path, methods in self._old["paths"].items():
            for method in (method for method in METHODS if method in methods):
                where, before = f"{method.upper()} {path}", methods[method]
                after = self._new["paths"].get(path, {}).get(method)
                if after is None:
                    yield f"{where}: is gone"
                    continue
                yield from self._access(where, before, after)
                yield from self._parameters(where, before, after)
                yield from self._body(where, before, after)
                yield from self._answers(where, before, after)

    def _access(self, where: str, before: Document, after: Document) -> Iterator[str]:
        for what in ("x-roles", "x-services"):
            for one in before.get(what, ()):
                if one not in after.get(what, ()) and "x-open" not in after:
                    yield f"{where}: {one} may not use it any more"
        if "x-open" in before and "x-open" not in after:
            yield f"{where}: is not open to all any more"

    def _parameters(self, where: str, before: Document, after: Document) -> Iterator[str]:
        had = {(one["in"], one["name"]): one for one in before.get("parameters", ())}
        has = {(one["in"], one["name"]): one for one in after.get("parameters", ())}
        for key, one in had.items():
            if key not in has:
                yield f"{where}: parameter {one['name']} is gone"
            else:
                yield from self._sent(f"{where} parameter {one['name']}", one["schema"], has[key]["schema"])
        for key, one in has.items():
            if one.get("required") and not had.get(key, {}).get("required"):
                yield f"{where}: parameter {one['name']} is required now"

    def _body(self, where: str, before: Document, after: Document) -> Iterator[str]:
        had, has = before.get("requestBody"), after.get("requestBody")
        if has is not None and has.get("required") and not (had or {}).get("required"):
            yield f"{where}: a body is required now"
        for kind, content in (had or {}).get("content", {}).items():
            now = (has or {}).get("content", {}).get(kind)
            if now is None:
                yield f"{where}: does not take {kind} any more"
            else:
                yield from self._sent(f"{where} body", content["schema"], now["schema"])

    def _answers(self, where: str, before: Document, after: Document) -> Iterator[str]:
        for status, had in before["responses"].items():
            if not status.startswith("2"):  # who gets a refusal looks at its type; another one may be added or go
                continue
            has = after["responses"].get(status)
            if has is None:
                yield f"{where}: does not answer {status} any more"
                continue
            for kind, content in had.get("content", {}).items():
                now = has.get("content", {}).get(kind)
                if now is None:
                    yield f"{where}: answer {status} is no {kind} any more"
                elif "schema" in content:
                    yield from self._got(f"{where} answer {status}", content["schema"], now["schema"])

    def _sent(self, where: str, before: Document, after: Document, seen: tuple[str, ...] = ()) -> Iterator[str]:
        """What a program sends: the new schema has to take all that the old one took."""
        yield from self._compared(where, before, after, seen, self._sent, narrow=after, wide=before)
        old, new = self._plain(before, self._old), self._plain(after, self._new)
        for name in new.get("required", ()):
            if name not in old.get("required", ()):
                yield f"{where}.{name}: is required now"
        for limit, tighter in [(limit, _higher) for limit in LOWER] + [(limit, _lower) for limit in UPPER]:
            if limit in new and (limit not in old or tighter(new[limit], old[limit])):
                yield f"{where}: {limit} is {new[limit]} now, and was {old.get(limit, 'free')}"
        if new.get("pattern") != old.get("pattern") and "pattern" in new:
            yield f"{where}: has to fit another pattern now"

    def _got(self, where: str, before: Document, after: Document, seen: tuple[str, ...] = ()) -> Iterator[str]:
        """What a program gets: the old schema has to allow all that comes under the new one."""
        yield from self._compared(where, before, after, seen, self._got, narrow=before, wide=after)
        old, new = self._plain(before, self._old), self._plain(after, self._new)
        for name in old.get("required", ()):
            if name in new.get("properties", {}) and name not in new.get("required", ()):
                yield f"{where}.{name}: may be left out now"

    def _compared(
        self,
        where: str,
        before: Document,
        after: Document,
        seen: tuple[str, ...],
        again: Callable[[str, Document, Document, tuple[str, ...]], Iterator[str]],
        *,
        narrow: Document,
        wide: Document,
    ) -> Iterator[str]:
        """What counts in both directions. All that the wide one allows, the narrow one has to allow."""
        reference = before.get("$ref", "")
        if reference and reference in seen:
            return
        seen = (*seen, reference)
        roots = (self._new, self._old) if narrow is after else (self._old, self._new)
        is_answer = narrow is before
        was = "can come now" if is_answer else "is refused now"
        narrow, wide = self._plain(narrow, roots[0]), self._plain(wide, roots[1])
        allowed, wanted = _kinds(narrow), _kinds(wide)
        if missing := wanted - allowed - ({"integer"} if "number" in allowed else set()):
            yield f"{where}: {', '.join(sorted(missing))} {was}"
        old, new = self._plain(before, self._old), self._plain(after, self._new)
        few, many = _values(narrow), _values(wide)
        may_grow = is_answer and old.get(OPEN_ENUM) is True  # who reads it was told that other values can come
        if few is not None and few != many and not may_grow:
            for value in many or ["any other value"]:
                if value not in few:
                    yield f"{where}: {value} {was}"
        if old.get("format") != new.get("format") and "format" in narrow:
            yield f"{where}: format is {new.get('format', 'free')} now, and was {old.get('format', 'free')}"
        for name, schema in old.get("properties", {}).items():
            if name in new.get("properties", {}):
                yield from again(f"{where}.{name}", schema, new["properties"][name], seen)
            else:
                yield f"{where}.{name}: is gone"
        for keyword, mark in (("items", "[]"), ("additionalProperties", "{}")):
            if isinstance(old.get(keyword), dict) and isinstance(new.get(keyword), dict):
                yield from again(f"{where}{mark}", old[keyword], new[keyword], seen)

    def _plain(self, schema: Document, root: Document) -> Document:
        """The schema with its reference followed, and the one alternative beside null in its place."""
        while "$ref" in schema:
            schema = root["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        others = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
        if len(others) == 1:
            inner = self._plain(others[0], root)
            nullable = len(others) < len(schema["anyOf"])
            return {**inner, "type": sorted({*_kinds(inner), "null"})} if nullable else inner
        return schema


def _kinds(schema: Document) -> set[str]:
    """The JSON types that a schema allows; empty alternatives are told by their text."""
    kinds = schema.get("type")
    if kinds is None:
        alternatives: list[Document] = schema.get("anyOf") or schema.get("oneOf") or []
        return {json.dumps(one, sort_keys=True) for one in alternatives}
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _values(schema: Document) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _higher(now: float, before: float) -> bool:
    return now > before


def _lower(now: float, before: float) -> bool:
    return now < before
