"""Loads and saves how we reach families, and what was done to keep in touch. The only code that writes it.

Whoever needs the loan too locks that one first, as everybody does; the family's own row is read and not locked.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, exists, literal, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.domain.consent import ConsentFor
from services.loans.domain.household import BorrowerKind, Language
from services.loans.domain.loan import Loan
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.reach import Channel, Reach, for_family
from services.loans.domain.touch import About, CallTry, Message, MessageState, MessageText, Outcome, Sending, Touch
from services.loans.store import tables
from services.loans.store.households import counting, family_ids
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer
from shared.domain import NotFound

FAMILY = BorrowerKind.HOUSEHOLD.value


def asked_for_help(household_id: Any, loan_id: Any) -> ColumnElement[bool]:
    """SQL: a question for help of this family, or about a machine of this loan, waits for an answer.

    What comes from a query further out is said to: by itself SQLAlchemy asks its whole table again, and one family's question would
    be everybody's.
    """
    ticket, line = tables.known_ticket.c, tables.loan_line.c
    with_machine = tables.known_ticket.join(tables.loan_line, line.device_id == ticket.device_id)
    of_family = select(literal(1)).where(ticket.open, ticket.household_id == household_id)
    of_machine = select(literal(1)).select_from(with_machine).where(ticket.open, line.loan_id == loan_id, line.ended.is_(None))
    return or_(
        _there_is(of_family.correlate_except(tables.known_ticket)),
        _there_is(of_machine.correlate_except(tables.known_ticket, tables.loan_line)),
    )


def _there_is(wanted: Select[Any]) -> ColumnElement[bool]:
    """Whether there is such a row. As EXISTS, PostgreSQL may read all of them first, for every row that it is asked about."""
    return wanted.limit(1).scalar_subquery().is_not(None)


async def reaches_of(unit: Unit, household_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """What each of these families said about how we reach it, in whatever row; as if it never said anything where there is none."""
    named, row = tables.household.alias("named"), tables.household.alias("row")
    joined = named.join(row, counting(row) == counting(named))
    joined = joined.join(tables.household_reach, tables.household_reach.c.household_id == row.c.id)
    query = select(named.c.id.label("asked"), tables.household_reach).select_from(joined).where(named.c.id.in_(household_ids))
    said: dict[UUID, list[Reach]] = {one: [] for one in household_ids}
    for found in await unit.connection.execute(query.order_by(row.c.merged_into.is_not(None), row.c.id)):
        said[found.asked].append(reach_from(found))
    no = select(named.c.id).where(named.c.id.in_(household_ids), wants_no_messages(named.c.id))
    want_none = set(await unit.connection.scalars(no))
    return {one: replace(for_family(one, rows), messages=one not in want_none) for one, rows in said.items()}


def wants_no_messages(household_id: Any) -> ColumnElement[bool]:
    """SQL: this family said no to messages, wherever it said so; where two rows are one family, either of them."""
    said, later = tables.consent.alias("said"), tables.consent.alias("later")
    same = (later.c.household_id == said.c.household_id) & (later.c.purpose == said.c.purpose) & (later.c.id > said.c.id)
    mine, row = tables.household.alias("mine"), tables.household.alias("one_of_them")
    joined = mine.join(row, counting(row) == counting(mine)).join(said, said.c.household_id == row.c.id)
    no = (
        select(literal(1))
        .select_from(joined)
        .where(
            mine.c.id == household_id,
            said.c.purpose == ConsentFor.MESSAGES.value,
            said.c.answer == ConsentAnswer.NO.value,
            ~exists().where(same),
        )
    )
    return _there_is(no.correlate_except(mine, row, said))


class Touches:
    """The contacts of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def reach_of(self, household_id: UUID) -> Reach:
        """What a family said about how we reach it; as if it never said anything where there is nothing."""
        return (await reaches_of(self._unit, [household_id]))[household_id]

    async def save_reach(self, reach: Reach, may_write: Channel | None, language: Language) -> Sequence[UUID]:
        """Store it for one row of a family, without the yes or no to messages, which is a consent. What waits to be sent goes the
        new way at once; None for `may_write` drops it. Gives the messages that go another way now."""
        facts = {
            "channel": reach.channel.value if reach.channel else None,
            "neutral": reach.neutral,
            "address": reach.address,
        }
        identity = {"household_id": reach.household_id, "organisation": self._unit.organisation}
        new = upsert(tables.household_reach).values(identity | facts)
        await self._unit.connection.execute(new.on_conflict_do_update(index_elements=["household_id"], set_=facts))
        message = tables.touch_message
        if may_write is None:
            await self.drop_waiting([reach.household_id])
            return []
        same_way = case((message.c.channel == may_write.value, message.c.sending), else_=null())
        changed = {"channel": may_write.value, "neutral": reach.neutral, "language": language.value, "sending": same_way}
        moved = update(message).where(*_waits([reach.household_id])).values(changed).returning(message.c.id)
        return (await self._unit.connection.scalars(moved)).all()

    async def drop_waiting(self, household_ids: Collection[UUID]) -> None:
        """What waits to be sent to these households is not sent any more."""
        dropped = update(tables.touch_message).where(*_waits(household_ids))
        await self._unit.connection.execute(dropped.values(state=MessageState.DROPPED.value))

    async def of_loan(self, loan_id: UUID, household_id: UUID, about: About, on: date) -> Touch:
        """What was done about this day of a loan, which the caller has locked; a new one when nothing was."""
        touch = tables.touch.c
        query = select(tables.touch).where(touch.loan_id == loan_id, touch.about == about.value, touch.on_day == on)
        row = (await self._unit.connection.execute(query)).first()
        if row is None:
            return Touch(self._unit.new_id(), loan_id, household_id, about, on)
        return await self._with_trail(row)

    async def loan_of(self, touch_id: UUID) -> UUID:
        """The loan that it is about, which never changes: for who has to lock that first. Raises `NotFound`."""
        touch = tables.touch.c
        found: UUID | None = await self._unit.connection.scalar(select(touch.loan_id).where(touch.id == touch_id))
        if found is None:
            raise NotFound()
        return found

    async def of_message(self, message_id: UUID) -> UUID:
        """The id of what a message belongs to. Raises `NotFound`."""
        message = tables.touch_message.c
        found: UUID | None = await self._unit.connection.scalar(select(message.touch_id).where(message.id == message_id))
        if found is None:
            raise NotFound()
        return found

    async def get(self, touch_id: UUID) -> Touch:
        """One of them; the caller has locked its loan. Raises `NotFound`."""
        row = (await self._unit.connection.execute(select(tables.touch).where(tables.touch.c.id == touch_id))).first()
        if row is None:
            raise NotFound()
        return await self._with_trail(row)

    async def has_open_ticket(self, household_id: UUID, loan_id: UUID) -> bool:
        """Whether a question for help of the family or about a machine of the loan waits."""
        return bool(await self._unit.connection.scalar(select(asked_for_help(household_id, loan_id))))

    async def hears_of_another(self, loan: Loan, since: date) -> bool:
        """Whether the family of a loan has a message about the day of another loan of its own: sent since a day, or about to be."""
        message, touch, other = tables.touch_message.c, tables.touch.c, tables.loan.c
        waits = (message.state == MessageState.READY.value) & touch.settled_on.is_(None)
        waits &= (other.status == LoanStatus.RUNNING.value) & (other.look_again_on == touch.on_day)
        sent = (message.state == MessageState.SENT.value) & (message.sent_on >= since)
        joined = tables.touch_message.join(tables.touch, touch.id == message.touch_id).join(tables.loan, other.id == touch.loan_id)
        query = select(literal(True)).select_from(joined)
        query = query.where(touch.household_id.in_(family_ids(loan.household_id)), touch.loan_id != loan.id)
        query = query.where(touch.about == About.LOOK_AGAIN.value, or_(waits, sent))
        return await self._unit.connection.scalar(query.limit(1)) is not None

    async def save(self, touch: Touch) -> None:
        """Store it, new or changed, with its messages and tries, and the events it caused."""
        organisation = self._unit.organisation
        facts = {
            "due_told": touch.due_told,
            "passed_told": touch.passed_told,
            "call_since": touch.call_since,
            "call_on": touch.call_on,
            "settled_on": touch.settled_on,
        }
        identity = {
            "id": touch.id,
            "organisation": organisation,
            "loan_id": touch.loan_id,
            "household_id": touch.household_id,
            "about": touch.about.value,
            "on_day": touch.on,
        }
        new = upsert(tables.touch).values(identity | facts)
        await self._unit.connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=facts))
        for one in touch.messages:
            sending = one.sending.value if one.sending else None
            changing = {"state": one.state.value, "sent_on": one.sent_on, "sent_by": one.sent_by, "sending": sending}
            fixed = {
                "id": one.id,
                "organisation": organisation,
                "touch_id": touch.id,
                "said": one.text.value,
                "channel": one.channel.value,
                "language": one.language.value,
                "neutral": one.neutral,
                "made_on": one.made_on,
            }
            message = upsert(tables.touch_message).values(fixed | changing)
            await self._unit.connection.execute(message.on_conflict_do_update(index_elements=["id"], set_=changing))
        for tried in touch.tries:
            row = {
                "id": tried.id,
                "organisation": organisation,
                "touch_id": touch.id,
                "outcome": tried.outcome.value,
                "on_day": tried.on,
                "called_by": tried.by,
            }
            await self._unit.connection.execute(upsert(tables.touch_try).values(row).on_conflict_do_nothing())
        self._unit.record(touch.take_events())

    async def loans_to_think_of(self, until: date, internet_until: date, after: UUID | None, most: int) -> Sequence[UUID]:
        """Running loans of families, by id, whose day to look again is by `until` or whose internet stops by `internet_until`.

        A room, a bag and a family that is forgotten have nobody to write to.
        """
        household = tables.household.c
        loan, internet = tables.loan.c, tables.known_internet.c
        stops = exists().where(
            internet.loan_id == loan.id, internet.ends_on >= self._unit.today(), internet.ends_on <= internet_until
        )
        settled = exists().where(
            tables.touch.c.loan_id == loan.id,
            tables.touch.c.about == About.LOOK_AGAIN.value,
            tables.touch.c.on_day == loan.look_again_on,
            tables.touch.c.settled_on.is_not(None),
        )
        query = select(loan.id).where(
            loan.organisation == self._unit.organisation,
            loan.status == LoanStatus.RUNNING.value,
            or_((loan.look_again_on <= until) & ~settled, stops),
            exists().where(
                household.id == loan.household_id, household.erased_on.is_(None), household.kind == BorrowerKind.HOUSEHOLD.value
            ),
        )
        if after is not None:
            query = query.where(loan.id > after)
        return (await self._unit.connection.scalars(query.order_by(loan.id).limit(most))).all()

    async def internet_of(self, loan_id: UUID, until: date) -> Sequence[date]:
        """The days until `until` on which internet stops that went along with a loan; what is past already is left out."""
        internet = tables.known_internet.c
        query = select(internet.ends_on).where(
            internet.loan_id == loan_id, internet.ends_on >= self._unit.today(), internet.ends_on <= until
        )
        return (await self._unit.connection.scalars(query.distinct().order_by(internet.ends_on))).all()

    async def anything_runs(self) -> bool:
        """Whether any loan runs here."""
        loan = tables.loan.c
        running = select(literal(True)).where(loan.organisation == self._unit.organisation, loan.status == LoanStatus.RUNNING.value)
        return await self._unit.connection.scalar(running.limit(1)) is not None

    async def _with_trail(self, row: Row[Any]) -> Touch:
        message, tried = tables.touch_message, tables.touch_try
        messages = await self._unit.connection.execute(select(message).where(message.c.touch_id == row.id).order_by(message.c.id))
        tries = await self._unit.connection.execute(select(tried).where(tried.c.touch_id == row.id).order_by(tried.c.id))
        return touch_from(row, [message_from(one) for one in messages], [try_from(one) for one in tries])


def _waits(household_ids: Collection[UUID]) -> tuple[Any, Any]:
    message, touch = tables.touch_message.c, tables.touch.c
    of_family = select(touch.id).where(touch.household_id.in_(household_ids))
    return message.state == MessageState.READY.value, message.touch_id.in_(of_family)


def reach_from(row: Row[Any]) -> Reach:
    """What a family said, from its row; its yes or no to messages is a consent, and stands elsewhere."""
    channel = Channel(row.channel) if row.channel else None
    return Reach(row.household_id, channel, row.neutral, address=row.address)


def touch_from(row: Row[Any], messages: list[Message], tries: list[CallTry]) -> Touch:
    """A touch from its row and its trail."""
    return Touch(
        id=row.id,
        loan_id=row.loan_id,
        household_id=row.household_id,
        about=About(row.about),
        on=row.on_day,
        due_told=row.due_told,
        passed_told=row.passed_told,
        call_since=row.call_since,
        call_on=row.call_on,
        settled_on=row.settled_on,
        messages=messages,
        tries=tries,
    )


def message_from(row: Row[Any]) -> Message:
    """A message from its row."""
    return Message(
        id=row.id,
        text=MessageText(row.said),
        channel=Channel(row.channel),
        language=Language(row.language),
        neutral=row.neutral,
        made_on=row.made_on,
        state=MessageState(row.state),
        sent_on=row.sent_on,
        sent_by=row.sent_by,
        sending=Sending(row.sending) if row.sending else None,
    )


def try_from(row: Row[Any]) -> CallTry:
    """A call from its row."""
    return CallTry(row.id, Outcome(row.outcome), row.on_day, row.called_by)
