"""Row `loans-growth`: lists of loans and finding a family, at a thousand loans and at a hundred thousand."""

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.loans.domain.loan_status import LoanStatus
from services.loans.queries import households, loans
from services.loans.queries.families import alike
from services.loans.queries.touches import to_call, to_send
from services.loans.store.unit import LoansUnit
from shared.database import raw
from shared.runtime.running import RunningService
from tests.performance.growth import NEIGHBOURS, Plan, explain, heard
from tests.performance.in_turns import Compared, Side, in_turns, place_beside
from tests.performance.place import Place
from tests.performance.report import Row, at_most, ms
from tests.performance.seeding_loans import add_loans

SMALL, LARGE = 1_000, 100_000
ME = UUID(int=1)
"""A colleague who asks: from some people files are closed."""
IDLE = "one round trip that reads nothing"

Question = Callable[[LoansUnit], Awaitable[object]]


def questions(rows: Sequence[Mapping[str, Any]]) -> dict[str, Question]:
    """What is asked, by name; `rows` are loans to ask about, with their families."""

    def one() -> Mapping[str, Any]:
        return random.choice(rows)

    return {
        IDLE: lambda unit: unit.connection.scalar(text("SELECT 1")),
        "loans that run, first page": lambda unit: loans.list_loans(unit, LoanStatus.RUNNING),
        "loans that run, a page in the middle": lambda unit: loans.list_loans(unit, LoanStatus.RUNNING, one()["id"]),
        "loans that are over, none": lambda unit: loans.list_loans(unit, LoanStatus.ENDED),
        "loans to look at again, first page": lambda unit: loans.to_look_again(unit, unit.today()),
        "loans to look at again, a page in the middle": lambda unit: loans.to_look_again(
            unit, unit.today() + timedelta(days=300), one()["id"]
        ),
        "loans that a family says are lost, none": loans.said_lost,
        "one loan": lambda unit: loans.get_loan(unit, one()["id"]),
        "the loans of a family, of all its rows": lambda unit: loans.loans_of_household(unit, one()["household_id"]),
        "families, first page": lambda unit: households.list_households(unit, ME),
        "families, a page in the middle": lambda unit: households.list_households(unit, ME, one()["household_id"]),
        "search a family, its code": lambda unit: households.search_households(unit, ME, one()["code"]),
        "search a family, begin of its name": lambda unit: households.search_households(unit, ME, one()["call_name"][5:10]),
        "search a family, a name that one in five has": lambda unit: households.search_households(unit, ME, "kiwi"),
        "families that look like this one": lambda unit: alike(unit, one()["call_name"], one()["telephone"]),
        "whom to call, first page": to_call,
        "whom to call, a page in the middle": lambda unit: to_call(unit, one()["id"]),
        "which messages wait": to_send,
    }


async def loans_growth_rows(place: Place, small: int = SMALL, large: int = LARGE) -> list[Row]:
    """Times of the small and the large organisation, asked in turns, and what the plans of the large one touch."""
    few, many = place.staff().organisation, place.staff().organisation
    async with place_beside(place) as beside, beside.service("loans") as there, place.service("loans") as running:
        await add_loans(beside, few, small)
        place.say(f"loans-growth: {large} loans…")
        for _ in range(NEIGHBOURS):
            await add_loans(place, place.staff().organisation, small)
        await add_loans(place, many, large)
        compared = await in_turns(
            Side(there, few, questions(await _sample(beside, few))), Side(running, many, questions(await _sample(place, many)))
        )
        plans = await _plans(place, running, many)
    rows = [_row(name, took, plans[name], small, large) for name, took in compared.items()]
    faults = {name: plan.fault for name, plan in plans.items() if plan.fault and name != IDLE}
    said = "".join(f"; {name} ({fault})" for name, fault in faults.items())
    what = f"plans as the application role with a sequential scan, or an index read from end to end{said}"
    return [*rows, Row("loans-growth", what, str(len(faults)), target="0", miss=1.0 + len(faults) if faults else 0.0)]


def _row(name: str, took: Compared, plan: Plan, small: int, large: int) -> Row:
    target = name != IDLE
    what = f"{name}: {small} to {large} loans ({plan.buffers} pages touched)"
    miss = at_most(took.ratio, 2) if target else None

    async def read() -> str:
        return plan.text

    asked = "<= 2 x" if target else ""
    return Row("loans-growth", what, ms(took.large), ms(took.small), f"{took.ratio:.1f} x", asked, miss, profile=read)


async def _sample(place: Place, organisation: UUID) -> Sequence[Mapping[str, Any]]:
    connection = await place.admin("loans")
    try:
        rows = await connection.fetch(
            "SELECT l.id, l.household_id, h.code, h.call_name, h.telephone "
            "FROM loan AS l JOIN household AS h ON h.id = l.household_id "
            "WHERE l.organisation = $1 ORDER BY md5(l.id::text) LIMIT 500",
            organisation,
        )
    finally:
        await connection.close()
    return [dict(row) for row in rows]


async def _plans(place: Place, running: RunningService, organisation: UUID) -> dict[str, Plan]:
    """The statements that each question sends, explained and run for real, as the application role."""
    asked = questions(await _sample(place, organisation))
    plans = {name: Plan() for name in asked}
    connection = await raw.connect(running.settings.database_url("loans_app", "loans"), name="bench")
    try:
        for name, question in asked.items():
            async with heard(running) as statements, running.units.open(organisation) as unit:
                await question(unit)
            for statement, parameters in statements:
                plans[name].add(statement, await explain(connection, organisation, statement, parameters))
    finally:
        await connection.close()
    return plans
