"""Reads a day that somebody typed."""

import re
from datetime import date

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def read_day(typed: str) -> tuple[date | None, bool]:
    """The day, or None when nothing was typed; and whether it could be understood.

    Understands `24/3/2027` and `24/3/27` as people here write it, and `2027-03-24` as a browser's own field sends it. Two digits
    are a year from 2000 on: nothing that people type a day of here is older.
    """
    if not typed.strip():
        return None, True
    try:
        if found := _ISO.fullmatch(typed.strip()):
            return date(int(found[1]), int(found[2]), int(found[3])), True
        if found := _DAY.fullmatch(typed.strip()):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return date(year, int(found[2]), int(found[1])), True
    except ValueError:
        pass
    return None, False
