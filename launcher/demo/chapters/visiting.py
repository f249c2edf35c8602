"""Somebody goes and looks: nobody home, and the second time it goes ahead."""

from datetime import date, timedelta

from launcher.demo.stage import Stage
from shared.contracts.vocabulary import Role


async def visiting(stage: Stage) -> None:
    """Two attempts on one visit; what was learned goes to who can do something with it."""
    helper = stage.team[Role.OUTREACH]
    later = date.today() + timedelta(days=60)  # any day far enough ahead
    visits = (await helper.see(f"/helpdesk/api/visits?until={later}"))["visits"]
    mine = [one for one in visits if one["household_id"] == stage.household]
    stage.must(bool(mine), "visits are planned for the family")
    visit = mine[0]["id"]
    address = f"/helpdesk/api/visits/{visit}"
    missed = await helper.do(f"{address}/record", {"outcome": "not_at_home"})
    await stage.effect(missed, "helpdesk", "visit_recorded")
    stage.told("Niemand thuis. Dat is ook werk: het telt mee, en het bezoek blijft staan.", f"/helpdesk/visits/{visit}")
    went = await helper.do(f"{address}/record", {"outcome": "went_ahead", "findings": ["broken", "wants_to_learn"]})
    await stage.effect(went, "helpdesk", "ticket_opened")
    stage.told("De tweede keer lukt het. De printer werkte nooit: daar is meteen een melding van.", "/helpdesk/tickets")
