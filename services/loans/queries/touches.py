"""What pages read about keeping in touch: whom to call, what waits to be sent, and what a family heard from us."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, exists, func, literal, literal_column, or_, select
from sqlalchemy.sql.selectable import LateralFromClause

from services.loans.domain.household import BorrowerKind, Household
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.reach import Reach
from services.loans.domain.touch import About, CallTry, Message, MessageState, Sending, Touch
from services.loans.store.households import counting, family_ids, household_from
from services.loans.store.tables import household, known_internet, loan, touch, touch_message, touch_try
from services.loans.store.touches import asked_for_help, message_from, reaches_of, touch_from, try_from, wants_no_messages
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound

PAGE = 50
MOST_HEARD = 30
IS_READY: ColumnElement[str] = literal_column(f"'{MessageState.READY.value}'")
"""As a word in the statement: with a parameter PostgreSQL may not know that the index of what waits is meant."""


class WhyNotCall(StrEnum):
    """Why nobody calls a family now. `ASKED_HELP`: it waits for us already. `NO_WAY`: it wants no messages either."""

    ASKED_HELP = "asked_help"
    NO_CALLS = "no_calls"
    NO_NUMBER = "no_number"
    NO_WAY = "no_way"


@dataclass(frozen=True, slots=True)
class Contact:
    """A family to call, and what was done before."""

    touch: Touch
    household: Household
    reach: Reach


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits for somebody to send it, or that was sent today."""

    message: Message
    touch: Touch
    household: Household
    reach: Reach


async def to_call(unit: Unit, after: UUID | None = None) -> Sequence[Contact]:
    """A page of families to call now, those that wait longest first; `after` is the last one of the page before."""
    walk = select(touch.c.id, touch.c.loan_id, touch.c.household_id, touch.c.about, touch.c.on_day).where(
        touch.c.organisation == unit.organisation,
        touch.c.call_since.is_not(None),
        touch.c.settled_on.is_(None),
        or_(touch.c.call_on.is_(None), touch.c.call_on <= unit.today()),
    )
    if after is not None:
        walk = walk.where(touch.c.id > after)
    one = walk.order_by(touch.c.id).subquery()
    may_call = (household.c.telephone.is_not(None), household.c.calls != ConsentAnswer.NO.value)
    found = (await unit.connection.scalars(_those(one.c.id, one, _wanted(one, *may_call)))).all()
    touches = await _touches(unit, found)
    families = await _families(unit, {one.household_id for one in touches.values()})
    return [Contact(touches[one], *families[touches[one].household_id]) for one in found]


async def get_contact(unit: Unit, touch_id: UUID) -> Contact:
    """One of them. Raises `NotFound`."""
    found = (await _touches(unit, [touch_id])).get(touch_id)
    if found is None:
        raise NotFound()
    return Contact(found, *(await _families(unit, [found.household_id]))[found.household_id])


async def to_send(unit: Unit) -> Sequence[Waiting]:
    """Messages that wait for somebody to send them, or that go by themselves, the oldest first; at most a page. Not those of a
    family that wants none any more, such as one that was put together with a row that said no."""
    message = touch_message.c
    waits = (message.organisation == unit.organisation, message.state == IS_READY)
    one = select(message.id, message.touch_id).where(*waits).order_by(message.id).subquery()
    about = select(touch.c.loan_id, touch.c.household_id, touch.c.about, touch.c.on_day).where(touch.c.id == one.c.touch_id)
    of_touch = about.limit(1).lateral()
    still = _wanted(of_touch, ~wants_no_messages(of_touch.c.household_id))
    return await _waiting(unit, _those(one.c.id, one.join(of_touch, literal(True)), still))


async def sent_today(unit: Unit) -> Sequence[Waiting]:
    """Messages that somebody said to have sent today, the newest first; at most a page."""
    query = _ours(unit, touch_message.c.id).where(
        touch_message.c.state == MessageState.SENT.value, touch_message.c.sent_on == unit.today()
    )
    return await _waiting(unit, query.order_by(touch_message.c.id.desc()).limit(PAGE))


async def sent_by_themselves(unit: Unit, days: int) -> tuple[int, int]:
    """How many messages of the last so many days went by themselves, and how many did not and went to a person."""
    one, since = touch_message.c, unit.today() - timedelta(days=days)
    failed = one.sending.in_((Sending.REFUSED.value, Sending.NO_ANSWER.value))
    went = (one.sending == Sending.BY_ITSELF.value) & (one.state == MessageState.SENT.value)
    counted = select(func.count().filter(went), func.count().filter(failed)).where(
        one.organisation == unit.organisation, one.made_on >= since, one.sending.is_not(None)
    )
    row = (await unit.connection.execute(counted)).one()
    return int(row[0]), int(row[1])


async def get_waiting(unit: Unit, message_id: UUID) -> Waiting:
    """One message, to write it out. Raises `NotFound`."""
    found = await _waiting(unit, _ours(unit, touch_message.c.id).where(touch_message.c.id == message_id))
    if not found:
        raise NotFound()
    return found[0]


async def get_reach(unit: Unit, household_id: UUID) -> Reach:
    """What a family said about how we reach it; as if it never said anything where there is nothing."""
    return (await reaches_of(unit, [household_id]))[household_id]


async def why_not_to_call(unit: Unit, loan_ids: Collection[UUID]) -> dict[UUID, WhyNotCall]:
    """Of these loans those whose family nobody should call now, and why; of what is most in the way the first."""
    own = household.alias("own")
    joined = loan.join(own, own.c.id == loan.c.household_id).join(household, household.c.id == counting(own))
    help_ = asked_for_help(loan.c.household_id, loan.c.id).label("asked_help")
    no_messages = wants_no_messages(loan.c.household_id).label("no_messages")
    facts = (household.c.calls, household.c.telephone.is_not(None).label("has_number"), help_, no_messages)
    a_family = (household.c.kind == BorrowerKind.HOUSEHOLD.value, household.c.erased_on.is_(None))
    query = select(loan.c.id, *facts).select_from(joined).where(loan.c.id.in_(loan_ids), *a_family)
    found = {}
    for row in await unit.connection.execute(query):
        may_call = row.calls != ConsentAnswer.NO.value
        if row.asked_help:
            found[row.id] = WhyNotCall.ASKED_HELP
        elif row.no_messages and not (may_call and row.has_number):
            found[row.id] = WhyNotCall.NO_WAY
        elif not may_call:
            found[row.id] = WhyNotCall.NO_CALLS
        elif not row.has_number:
            found[row.id] = WhyNotCall.NO_NUMBER
    return found


async def heard_from_us(unit: Unit, household_id: UUID) -> tuple[Sequence[Message], Sequence[CallTry]]:
    """The messages that were sent to a family and the calls, the newest first; never a number."""
    of_family = select(touch.c.id).where(touch.c.household_id.in_(family_ids(household_id)))
    sent = select(touch_message).where(touch_message.c.touch_id.in_(of_family), touch_message.c.state == MessageState.SENT.value)
    called = select(touch_try).where(touch_try.c.touch_id.in_(of_family))
    messages = await unit.connection.execute(sent.order_by(touch_message.c.id.desc()).limit(MOST_HEARD))
    tries = await unit.connection.execute(called.order_by(touch_try.c.id.desc()).limit(MOST_HEARD))
    return [message_from(row) for row in messages], [try_from(row) for row in tries]


def _ours(unit: Unit, column: Any) -> Select[Any]:
    """One column of messages of this organisation, whose family is not forgotten."""
    joined = touch_message.join(touch, touch.c.id == touch_message.c.touch_id).join(loan, loan.c.id == touch.c.loan_id)
    joined = joined.join(household, household.c.id == touch.c.household_id)
    return select(column).select_from(joined).where(touch_message.c.organisation == unit.organisation)


def _wanted(one: FromClause, *conditions: ColumnElement[bool]) -> LateralFromClause:
    """A row where somebody still has to write or call about `one`, else none. The conditions are about the row of the family that
    counts. `still_wanted` says the same of one in memory."""
    own = household.alias("own")  # the row that borrowed; the one that counts is the family's word about calls, and has its number
    joined = loan.join(own, own.c.id == one.c.household_id).join(household, household.c.id == counting(own))
    still_stops = exists().where(known_internet.c.loan_id == loan.c.id, known_internet.c.ends_on == one.c.on_day)
    still_stops = still_stops.correlate_except(known_internet)
    looks_again = (one.c.about == About.LOOK_AGAIN.value) & (loan.c.look_again_on == one.c.on_day)
    still = (
        loan.c.id == one.c.loan_id,
        loan.c.status == LoanStatus.RUNNING.value,
        or_(looks_again, (one.c.about == About.INTERNET.value) & still_stops),
        ~asked_for_help(one.c.household_id, one.c.loan_id),
    )
    return select(literal(1)).select_from(joined).where(*still, *conditions).limit(1).lateral()


def _those(ids: ColumnElement[UUID], walked: FromClause, wanted: LateralFromClause) -> Select[Any]:
    """The first page of ids of what is walked, of which there is a row in `wanted`. Each is looked up when its turn comes, and
    nothing after the page is full: a join may read whole tables."""
    return select(ids).select_from(walked.join(wanted, literal(True))).order_by(ids).limit(PAGE)


async def _waiting(unit: Unit, query: Select[Any]) -> list[Waiting]:
    ids = (await unit.connection.scalars(query)).all()
    rows = await unit.connection.execute(select(touch_message).where(touch_message.c.id.in_(ids)))
    of_touch = {row.id: (message_from(row), row.touch_id) for row in rows}
    touches = await _touches(unit, {touch_id for _, touch_id in of_touch.values()})
    families = await _families(unit, {one.household_id for one in touches.values()})
    made = []
    for one in ids:
        message, touch_id = of_touch[one]
        family, reach = families[touches[touch_id].household_id]
        safer = replace(message, neutral=message.neutral or reach.neutral)  # another row of the family may have said so
        made.append(Waiting(safer, touches[touch_id], family, reach))
    return made


async def _touches(unit: Unit, ids: Collection[UUID]) -> dict[UUID, Touch]:
    """These, with their trails."""
    rows = await unit.connection.execute(select(touch).where(touch.c.id.in_(ids)))
    messages, tries = touch_message, touch_try
    sent, called = defaultdict[UUID, list[Message]](list), defaultdict[UUID, list[CallTry]](list)
    for row in await unit.connection.execute(select(messages).where(messages.c.touch_id.in_(ids)).order_by(messages.c.id)):
        sent[row.touch_id].append(message_from(row))
    for row in await unit.connection.execute(select(tries).where(tries.c.touch_id.in_(ids)).order_by(tries.c.id)):
        called[row.touch_id].append(try_from(row))
    return {row.id: touch_from(row, sent[row.id], called[row.id]) for row in rows}


async def _families(unit: Unit, ids: Collection[UUID]) -> dict[UUID, tuple[Household, Reach]]:
    """The row that counts for each of these rows, and what its family said."""
    own = household.alias("own")
    counts = household.join(own, household.c.id == counting(own))
    rows = await unit.connection.execute(select(own.c.id.label("asked"), household).select_from(counts).where(own.c.id.in_(ids)))
    reach = await reaches_of(unit, ids)
    return {row.asked: (household_from(row), reach[row.asked]) for row in rows}
