"""Events made up by hypothesis, from nothing but their schema: what the schema allows, the model must take."""

from typing import Any

from hypothesis import strategies as st

from shared.contracts.committed import schema_of
from shared.contracts.event import Event

Schema = dict[str, Any]
_MOST_ITEMS = 4


def payloads(event: type[Event]) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects that fit the event's schema; optional fields may be missing."""
    schema = schema_of(event)
    return _values(schema, schema)


def _values(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return _values(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema:
        return st.one_of([_values(alternative, root) for alternative in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "object" if "additionalProperties" in schema:
            keys = _values(schema["propertyNames"], root)
            return st.dictionaries(keys, _values(schema["additionalProperties"], root), max_size=_MOST_ITEMS)
        case "object":
            fields = {name: _values(value, root) for name, value in schema["properties"].items()}
            required = {name: fields.pop(name) for name in schema.get("required", [])}
            return st.fixed_dictionaries(required, optional=fields)
        case "array":
            return st.lists(_values(schema["items"], root), max_size=_MOST_ITEMS)
        case "integer":
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "string":
            return _strings(schema)
    raise NotImplementedError(f"nobody has told hypothesis how to make up {schema}")


def _strings(schema: Schema) -> st.SearchStrategy[str]:
    if schema.get("x-free-string"):
        visible = st.characters(exclude_categories=("Cs", "Cc"))
        return st.text(visible, min_size=schema["minLength"], max_size=schema["maxLength"])
    if "pattern" in schema:
        pattern: str = schema["pattern"]
        return st.from_regex(pattern, fullmatch=True)
    match schema["format"]:
        case "uuid":
            return st.uuids().map(str)
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case "date-time":
            return st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
    raise NotImplementedError(f"nobody has told hypothesis how to make up {schema}")
