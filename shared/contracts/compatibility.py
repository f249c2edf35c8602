"""What a change of an event's schema would break.

Two readers matter. During a rolling upgrade a reader of the previous release meets events of the new one; and events stay for
ever, so a reader of the new release meets every event of the past. A change that widens breaks the first, a change that narrows
breaks the second. What is left is one kind of change: a new field that is optional.

A new value in an enum is therefore breaking too: a reader of the previous release refuses the whole event. An enum whose readers
turn a value they do not know into one they do says so with `x-open: true`, before the value is added.
"""

import json
from typing import Any

Schema = dict[str, Any]

OPEN_ENUM = "x-open"
_ANNOTATIONS = {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "deprecated"}
_LOWER_LIMITS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_UPPER_LIMITS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_VALUES = {"format", "pattern", "multipleOf", "uniqueItems", "x-topic", "x-subject"}
_ONE_SCHEMA = {"items": "[]", "additionalProperties": "{}", "propertyNames": "{key}"}
_SEVERAL_SCHEMAS = {"anyOf", "oneOf", "allOf", "prefixItems"}
_HANDLED_APART = {"type", "enum", "const", "default", "properties", "required", "patternProperties", "$ref", "discriminator"}
_KNOWN = _ANNOTATIONS | _LOWER_LIMITS | _UPPER_LIMITS | _VALUES | set(_ONE_SCHEMA) | _SEVERAL_SCHEMAS | _HANDLED_APART

_HISTORY = "events of the past would be refused or misread"
_PREVIOUS = "readers of the previous release would refuse it"


def breaking_changes(old_schema: Schema, new_schema: Schema) -> list[str]:
    """What in the new JSON Schema of an event breaks a reader; empty when the change is safe or there is none.

    Pure. A keyword that is not known here counts as breaking, because nobody can tell.

    Returns:
        one line per change, such as `drives[].medium: value 'nvme' was removed (…)`.
    """
    comparison = _Comparison(old_schema, new_schema)
    comparison.compare("event", old_schema, new_schema)
    return comparison.found


class _Comparison:
    def __init__(self, old_root: Schema, new_root: Schema) -> None:
        self.found: list[str] = []
        self._old_root, self._new_root = old_root, new_root
        self._under_way: list[tuple[str, str]] = []

    def compare(self, path: str, old: Schema, new: Schema) -> None:
        (old_null, old), (new_null, new) = _without_null(old), _without_null(new)
        if new_null and not old_null:
            self._note(path, f"may be null now ({_PREVIOUS})")
        if old_null and not new_null:
            self._note(path, f"may no longer be null ({_HISTORY})")
        # A model that holds itself is compared once on the way down, not for ever.
        references = (old.get("$ref", ""), new.get("$ref", ""))
        if references in self._under_way:
            return
        self._under_way += [references] if any(references) else []
        self._compare_resolved(path, _resolve(old, self._old_root), _resolve(new, self._new_root))
        if any(references):
            self._under_way.pop()

    def _compare_resolved(self, path: str, old: Schema, new: Schema) -> None:
        if old.get("type") != new.get("type"):
            self._note(path, f"type changed from {_show(old.get('type'))} to {_show(new.get('type'))}")
            return
        self._compare_values(path, old, new)
        self._compare_enum(path, old, new)
        self._compare_limits(path, old, new)
        self._compare_fields(path, old, new)
        self._compare_parts(path, old, new)

    def _compare_values(self, path: str, old: Schema, new: Schema) -> None:
        for keyword in sorted(_VALUES):
            if old.get(keyword) != new.get(keyword):
                self._note(path, f"{keyword} changed from {_show(old.get(keyword))} to {_show(new.get(keyword))}")
        if _show(old.get("discriminator", {}).get("propertyName")) != _show(new.get("discriminator", {}).get("propertyName")):
            self._note(path, "the field that tells the alternatives apart changed")
        for keyword in sorted((old.keys() | new.keys()) - _KNOWN):
            if not keyword.startswith("x-"):
                self._note(path, f"nobody can tell what the keyword {keyword} changes")

    def _compare_enum(self, path: str, old: Schema, new: Schema) -> None:
        before, after = _closed_list(old), _closed_list(new)
        if before is None and after is None:
            return
        if before is None or after is None:
            self._note(path, "is a closed list of values now" if before is None else "is no longer a closed list of values")
            return
        for value in before:
            if value not in after:
                self._note(path, f"value {_show(value)} was removed ({_HISTORY})")
        for value in after:
            if value not in before and old.get(OPEN_ENUM) is not True:
                self._note(path, f"value {_show(value)} was added ({_PREVIOUS}, unless its enum was already {OPEN_ENUM})")
        if old.get(OPEN_ENUM) is True and new.get(OPEN_ENUM) is not True:
            self._note(path, f"is no longer {OPEN_ENUM} (events of a newer release would be refused)")

    def _compare_limits(self, path: str, old: Schema, new: Schema) -> None:
        for keyword in sorted(_LOWER_LIMITS | _UPPER_LIMITS):
            before, after = old.get(keyword), new.get(keyword)
            if before == after:
                continue
            grows = before is not None and after is not None and after > before
            tighter = before is None or (after is not None and grows == (keyword in _LOWER_LIMITS))
            what = f"{keyword} went from {_show(before)} to {_show(after)}"
            self._note(path, f"{what}: tighter ({_HISTORY})" if tighter else f"{what}: looser ({_PREVIOUS})")

    def _compare_fields(self, path: str, old: Schema, new: Schema) -> None:
        before, after = old.get("properties", {}), new.get("properties", {})
        had_to, have_to = set(old.get("required", [])), set(new.get("required", []))
        added = [name for name in after if name not in before]
        for name, schema in before.items():
            field = _join(path, name)
            if name not in after:
                twins = [other for other in added if _shape(after[other]) == _shape(schema)]
                renamed = f", or renamed to {twins[0]}" if len(twins) == 1 else ""
                self._note(field, f"was removed{renamed} ({_PREVIOUS} or miss it)")
                continue
            if name in have_to - had_to:
                self._note(field, f"is required now ({_HISTORY})")
            elif name in had_to - have_to:
                self._note(field, f"is no longer required ({_PREVIOUS} when it is missing)")
            elif name not in had_to and _show(schema.get("default")) != _show(after[name].get("default")):
                self._note(field, f"default changed from {_show(schema.get('default'))} to {_show(after[name].get('default'))}")
            self.compare(field, schema, after[name])
        for name in added:
            if name in have_to:
                self._note(_join(path, name), f"was added as required ({_HISTORY})")
            elif old.get("additionalProperties", True) is not True:
                self._note(_join(path, name), f"was added where no other fields were allowed ({_PREVIOUS})")

    def _compare_parts(self, path: str, old: Schema, new: Schema) -> None:
        for keyword, mark in _ONE_SCHEMA.items():
            before, after = old.get(keyword), new.get(keyword)
            if isinstance(before, dict) and isinstance(after, dict):
                self.compare(path + mark, before, after)
            elif before != after:
                self._note(path, f"{keyword} changed from {_show(before)} to {_show(after)}")
        for keyword in sorted(_SEVERAL_SCHEMAS):
            before, after = old.get(keyword, []), new.get(keyword, [])
            if len(before) != len(after):
                self._note(path, f"has {len(after)} alternatives or parts ({keyword}) instead of {len(before)}")
                continue
            for number, (one, other) in enumerate(zip(before, after, strict=True)):
                self.compare(f"{path}<{number}>", one, other)
        before, after = old.get("patternProperties", {}), new.get("patternProperties", {})
        if before.keys() != after.keys():
            self._note(path, f"keys changed from {_show(sorted(before))} to {_show(sorted(after))}")
        for pattern in before.keys() & after.keys():
            self.compare(path + "{}", before[pattern], after[pattern])

    def _note(self, path: str, what: str) -> None:
        self.found.append(f"{path}: {what}")


def _without_null(schema: Schema) -> tuple[bool, Schema]:
    """Whether null is allowed, and the rest; a single alternative that is left stands for itself."""
    alternatives = schema.get("anyOf", [])
    others = [alternative for alternative in alternatives if alternative.get("type") != "null"]
    if len(others) == len(alternatives):
        return False, schema
    rest = {keyword: value for keyword, value in schema.items() if keyword != "anyOf"}
    return True, (others[0] | rest if len(others) == 1 else rest | {"anyOf": others})


def _resolve(schema: Schema, root: Schema) -> Schema:
    """The schema with what its `$ref` points at (`#/$defs/…`) in place; keywords beside the `$ref` win."""
    while "$ref" in schema:
        beside = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")] | beside
    return schema


def _closed_list(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _shape(schema: Schema) -> str:
    return _show({keyword: value for keyword, value in schema.items() if keyword not in _ANNOTATIONS})


def _join(path: str, name: str) -> str:
    return name if path == "event" else f"{path}.{name}"


def _show(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
