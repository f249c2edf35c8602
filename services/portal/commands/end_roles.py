"""A role ends by itself: its last day is over."""

from services.portal.commands.remove_person import take_ways_in
from services.portal.domain.account import Account, end_of
from services.portal.store.unit import PortalUnit
from shared.bus.jobs import schedule

KIND = "end_roles"


async def plan_end(account: Account, unit: PortalUnit) -> None:
    """Have the first end of somebody's roles noted at the midnight after it. Planning it twice is planning it once."""
    if account.first_end is not None:
        await schedule(unit, KIND, account.first_end.isoformat(), end_of(account.first_end, unit.zone))


async def end_roles(_day: str, unit: PortalUnit) -> None:
    """The job: tell what is left of everybody whose role ended before today, and plan their next end.

    It only tells. Nobody can use a role after its day, done or not: an account is read without it, and no token outlives it.
    A day that was moved away in the meantime has nobody left to tell about.
    """
    await unit.organisations.get()  # first: a coordinator may give the role again at the same moment
    for account in await unit.accounts.with_role_ended(unit.today()):
        await unit.accounts.save(account)
        await plan_end(account, unit)
        if not account.is_member:
            await take_ways_in(account.id, unit)
