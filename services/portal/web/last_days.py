"""The last day of a role, as somebody typed it."""

import re
from collections.abc import Mapping
from datetime import date

from services.portal.domain.refusals import WrongLastDay
from shared.contracts.vocabulary import Role

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def last_days(typed: Mapping[Role, str]) -> dict[Role, date]:
    """Days from what a browser sends (`2027-06-30`), or from what people type where it offers no calendar (`30/6/2027`).

    Raises `WrongLastDay` for what is no day.
    """
    return {role: _day(role, text) for role, text in typed.items()}


def _day(role: Role, text: str) -> date:
    try:
        if found := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise WrongLastDay(role=role.value) from None
