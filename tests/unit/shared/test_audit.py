"""The name of a command, read from what a route hands over."""

from collections.abc import Callable
from typing import Any

import pytest

from services.portal.commands.change_name import change_name
from services.portal.commands.end_session import sign_out
from shared.bus.audit import name_of


def test_the_command_is_found_through_lambdas() -> None:
    direct: Callable[..., Any] = lambda unit: change_name(None, unit)  # type: ignore[arg-type]  # noqa: E731

    async def around(unit: Any) -> Any:
        return await direct(unit)

    assert name_of(direct) == name_of(around) == "change_name"
    assert name_of(sign_out) == "sign_out"


def test_what_calls_no_command_is_not_done() -> None:
    with pytest.raises(LookupError):
        name_of(lambda unit: unit.now())
