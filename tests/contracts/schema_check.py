"""Holds a value against a JSON Schema, formats included."""

from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped, unused-ignore]

FORMATS = FormatChecker(formats=("uuid", "date"))


@FORMATS.checks("date-time", raises=ValueError)  # type: ignore[untyped-decorator, unused-ignore]
def is_moment(value: object) -> bool:
    """RFC 3339 with an offset. The library only knows this format when yet another package is there."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def violations(schema: dict[str, Any], value: Any) -> list[str]:
    """Where and how the value does not fit; empty when it does."""
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
