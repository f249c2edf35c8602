"""The rows of one family are found by an index, as the application role: not every expression may use one behind a policy."""

import pytest
from sqlalchemy import text

from services.loans.store.households import family_ids
from shared.runtime.clock import new_id
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def test_no_look_at_a_family_reads_all_families(house: House) -> None:
    async with house.services["loans"].units.open(new_id()) as unit:
        asked = family_ids(new_id()).compile(dialect=unit.connection.dialect, compile_kwargs={"literal_binds": True})
        await unit.connection.execute(text("SET LOCAL enable_seqscan = off"))  # in an empty table it would be cheaper
        plan = "\n".join(await unit.connection.scalars(text(f"EXPLAIN {asked}")))
    assert "on household_one_family" in plan or "using household_one_family" in plan, plan
    assert "Index Cond: (CASE" in plan, plan
