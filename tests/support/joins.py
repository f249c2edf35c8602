"""Every statement that the tests send through SQLAlchemy joins its tables with JOIN.

A column of a query two steps further out is not taken from there: SQLAlchemy asks its whole table again (`FROM loan_line, touch`),
and says nothing. So one family's question for help once emptied the list of whom to call for everybody.
"""

import re
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

BESIDE = re.compile(r"\bFROM \w+(?:\.\w+)?(?: AS \w+)?, (?!LATERAL\b|unnest\b|generate_series\b|jsonb_)", re.IGNORECASE)
_seen: set[str] = set()


def refuse_tables_beside_each_other() -> None:
    """From now on a statement with `FROM one, other` is an error, in this process."""
    event.listen(Engine, "before_cursor_execute", _look)


def _look(_connection: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
    if statement not in _seen:
        _seen.add(statement)
        assert not BESIDE.search(statement), f"two tables that nothing joins: {statement}"
