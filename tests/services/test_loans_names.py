"""Where the name of a family goes, and where it never does."""

from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from tests.support.house import House
from tests.support.lending import a_family, a_running_loan
from tests.support.pages import reader
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def test_the_family_page_and_the_loan_have_no_inline_code(house: House) -> None:
    me = reader(house)
    hostile = '"><img src=x onerror=alert(1)>'
    lent = await a_running_loan(house, me.staff, call_name=hostile)
    household = f"/loans/households/{lent.household['id']}"
    for address in (
        household,
        f"{household}/correct",
        f"/loans/loans/{lent.loan['id']}",
        f"/loans/loans/{lent.loan['id']}/agreement",
    ):
        shown = await me.open(address)
        assert (shown.inline, "x" in shown.loads) == ([], False)
        assert len(shown.ids) == len(set(shown.ids))


async def test_a_planted_name_is_where_it_belongs_and_nowhere_else(house: House) -> None:
    """Not in an event, not in a log line, not in an address."""
    staff = house.sign_in()
    me = reader(house, staff)
    seen: list[str] = []

    async def note(response: Any) -> None:
        seen.extend((str(response.request.url), response.headers.get("location", "")))

    for client in (me.http, staff.http):
        client.event_hooks["response"] = [note]
    name, number = "Xantippe-Quasimoda", "0499887766"
    with capture_logs() as lines:
        on = await me.sent(await me.form("/loans/households/new"), {"call_name": name, "telephone": number, "visits": "yes"})
        need = {"profile": "work", "school_child": "no", "internet": "no"}
        await me.sent(await me.form(on, "/loans/requests/new"), need)
        await a_ready_device(staff)
        await house.run_until_idle()
        [loan] = (await staff.get("/loans/api/loans?status=ready_to_sign"))["loans"]
        address = f"/loans/loans/{loan['id']}"
        form = await me.form(f"{address}/agreement", f"{address}/sign")
        await me.sent(form, {"adult": "yes", "signature_name": name})
        await me.send(await me.form("/loans/households"), {"find": name})
        await me.send(await me.form("/loans/requests/start"), {"find": name})
        await me.http.get(f"{address}/agreement.pdf")
        assert name in (await me.open(f"/loans/households/{loan['household_id']}")).text
        await me.sent(await me.form(address, f"{address}/return"))
        await staff.did(f"/loans/api/loans/{loan['id']}/end", {"returned": []})
        await house.run_until_idle()
    planted = (name, name.lower(), number, "Xantippe", "Quasimoda")
    async with house.services["loans"].units.open(staff.organisation) as unit:
        rows = (await unit.connection.execute(text("SELECT headers::text || value::text AS row FROM bus.outbox"))).all()
    assert len(rows) >= 6
    assert len(lines) >= 6
    assert len(seen) > 20
    told_elsewhere = [row.row for row in rows] + [str(line) for line in lines] + seen
    assert [one for one in told_elsewhere if any(word in one for word in planted)] == []
    assert (await a_family(staff))["code"] not in planted
