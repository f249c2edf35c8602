"""The numbers of a house that works, and of one whose database is away."""

from contextlib import asynccontextmanager
from typing import Any

import pytest

from shared.runtime.clock import new_id
from tests.support.house import House


async def numbers(house: House) -> dict[str, float]:
    """What `/metrics` says, by the whole name of the series."""
    answer = await house.sign_in().http.get("/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


async def test_a_command_is_counted_by_how_it_ended(house: House) -> None:
    staff, key = house.sign_in(), str(new_id())
    before = await numbers(house)
    for _ in range(2):
        assert (await staff.post("/loans/api/requests", {"profile": "work"}, key=key)).status_code == 201
    assert (await staff.post(f"/loans/api/requests/{new_id()}/withdraw", {})).status_code == 404
    after = await numbers(house)

    def rose(outcome: str) -> float:
        return sum(
            value - before.get(name, 0)
            for name, value in after.items()
            if name.startswith('digibank_commands_total{command="') and f'outcome="{outcome}",service="loans"' in name
        )

    assert (rose("done"), rose("repeated"), rose("refused"), rose("failed")) == (1, 1, 1, 0)
    asked = 'digibank_http_requests_total{method="POST",route="/loans/api/requests",service="loans",status="201"}'
    assert after[asked] - before.get(asked, 0) == 2
    assert all("/metrics" not in name for name in after), "what machines ask says nothing of people"


async def test_with_the_database_away_numbers_are_told_and_none_is_of_before(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    there = await numbers(house)
    assert there['digibank_database_up{service="loans"}'] == 1
    assert there['digibank_outbox_depth{service="loans"}'] >= 0
    assert there['digibank_database_connections_most{pool="app",service="loans"}'] == house.settings.pool_size

    @asynccontextmanager
    async def away() -> Any:
        raise ConnectionRefusedError
        yield

    monkeypatch.setattr(house.services["loans"].bus, "transaction_of_all", away)
    gone = await numbers(house)
    assert gone['digibank_database_up{service="loans"}'] == 0
    assert gone['digibank_database_up{service="inventory"}'] == 1
    for name in ("digibank_outbox_depth", "digibank_dead_jobs"):
        assert gone[f'{name}{{service="loans"}}'] != gone[f'{name}{{service="loans"}}'], "not a number"
    assert gone['digibank_dead_letters{group="loans.reactions",service="loans"}'] != 0
