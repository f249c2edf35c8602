"""From bytes to plain JSON values, against truncated, hostile and enormous input."""

import json
from collections.abc import Iterable
from typing import TypeAlias

from services.inventory.domain.hardware_report.refusal import ReportProblem, ReportRefused

MAX_REPORT_BYTES = 10_000_000
"""10 MB; real reports are below 200 kB."""

_MAX_VALUES = 200_000
"""Real reports stay below 5,000. Ten megabytes of empty lists would take hundreds of megabytes as Python objects."""

_MAX_DEPTH = 64
"""Real reports stay at 20 levels or less."""

_MAX_DIGITS = 40
"""Some counters of drives have 128 bits, which is 39 digits."""


_Container: TypeAlias = dict[str, object] | list[object]


class _NumberTooLongError(ValueError):
    pass


class _NotANumberError(ValueError):
    pass


def decode_report(data: bytes) -> object:
    """Turn an uploaded file into JSON values: dict, list, str, int, float, bool or None.

    Raises:
        ReportRefused: empty, too large, not UTF-8, not JSON or too complex.
    """
    if len(data) > MAX_REPORT_BYTES:
        raise ReportRefused(ReportProblem.TOO_LARGE, f"{len(data)} bytes, the limit is {MAX_REPORT_BYTES}")
    if data.count(b",") + data.count(b"[") + data.count(b"{") > _MAX_VALUES:
        raise ReportRefused(ReportProblem.TOO_COMPLEX)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportRefused(ReportProblem.NOT_TEXT, f"byte {error.start + 1} is not UTF-8") from None
    if not text.strip():
        raise ReportRefused(ReportProblem.EMPTY)
    return parse_json(text)


def parse_json(text: str, part: str | None = None) -> object:
    """Parse JSON, strictly and bounded; `part` names the field it stood in for the refusal.

    Raises:
        ReportRefused: not JSON, or too complex.
    """
    # `from None` throughout: the exceptions of the json module carry the whole document.
    try:
        value: object = json.loads(text, parse_int=_integer, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        cut_off = error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
        raise ReportRefused(ReportProblem.NOT_JSON, part=part, line=error.lineno, column=error.colno, cut_off=cut_off) from None
    except _NotANumberError:
        raise ReportRefused(ReportProblem.NOT_JSON, "NaN and Infinity are not numbers in JSON", part=part) from None
    except (_NumberTooLongError, RecursionError):
        raise ReportRefused(ReportProblem.TOO_COMPLEX, part=part) from None
    if _deeper_than(value, _MAX_DEPTH):
        raise ReportRefused(ReportProblem.TOO_COMPLEX, part=part)
    return value


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise _NumberTooLongError
    return int(digits)


def _refuse_constant(_: str) -> float:
    raise _NotANumberError


def _deeper_than(value: object, limit: int) -> bool:
    level = _containers([value])
    for _ in range(limit):
        level = [inner for outer in level for inner in _containers(outer.values() if isinstance(outer, dict) else outer)]
        if not level:
            return False
    return True


def _containers(items: Iterable[object]) -> list[_Container]:
    return [item for item in items if isinstance(item, dict | list)]
