"""Keeping in touch about one thing of a loan: the day to look again, or internet that runs out.

At most two friendly messages, then a person calls. Nothing here closes a loan, and no silence counts as an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.loans.domain.household import Language
from services.loans.domain.reach import Channel, Way
from services.loans.domain.refusals import AnsweredMeanwhile, CallDayNotNear, MessageNotThere
from shared.contracts.loans import LookAgainDue, LookAgainPassed
from shared.domain import Aggregate

PATIENCE = timedelta(days=14)
"""After the day itself, before somebody calls: a letter lies about for a week, and somebody is ill."""
INTERNET_AHEAD = timedelta(days=21)
"""Long enough to ask for a social tariff and have it, short enough to be about something."""
INTERNET_CALL_AHEAD = timedelta(days=7)
CALL_AGAIN = timedelta(days=3)
ONE_OF_A_FAMILY = timedelta(days=21)
"""A message about one loan is for all that the family borrows: three machines are not three times two letters."""
FARTHEST_CALL = timedelta(days=60)
TRIES_BEFORE_A_VISIT = 3
"""Two messages and a call, or as many calls where a family would rather be called."""


class About(StrEnum):
    """What we are in touch about."""

    LOOK_AGAIN = "look_again"
    INTERNET = "internet"


class MessageText(StrEnum):
    """Which text a message says."""

    COMING = "coming"
    REACHED = "reached"
    INTERNET = "internet"


class MessageState(StrEnum):
    """Where a message is: it waits for somebody to send it, it was sent, or it was not needed any more."""

    READY = "ready"
    SENT = "sent"
    DROPPED = "dropped"


class Sending(StrEnum):
    """What we do ourselves about a message that waits: it goes by itself, or that did not work and a person sends it.

    `REFUSED`: the service that sends said no. `NO_ANSWER`: it did not answer, so the message may have arrived all the same.
    """

    BY_ITSELF = "by_itself"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


class Outcome(StrEnum):
    """What came of a call. `REACHED`: they spoke, and the family still needs it."""

    REACHED = "reached"
    BRINGS_BACK = "brings_back"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"


@dataclass
class Message:
    """One friendly message. Never the number or the address it goes to.

    Attributes:
        made_on, sent_on: days where the organisation is; `sent_on` None until it is sent.
        sent_by: the colleague who sent it; None where it went by itself.
        sending: None where a person sends it, as from the beginning.
    """

    id: UUID
    text: MessageText
    channel: Channel
    language: Language
    neutral: bool
    made_on: date
    state: MessageState = MessageState.READY
    sent_on: date | None = None
    sent_by: UUID | None = None
    sending: Sending | None = None


@dataclass(frozen=True, slots=True)
class CallTry:
    """One call, or a try. `on` is the day where the organisation is."""

    id: UUID
    outcome: Outcome
    on: date
    by: UUID


@dataclass
class Touch(Aggregate):
    """All that is done about one day of one loan.

    Attributes:
        on: the day it is about: when we look again, or the last day with internet.
        due_told, passed_told: whether the event was published; each goes out once.
        call_since: since when it is on the list of families to call; None while it is not.
        call_on: not before this day; None when any day will do.
        settled_on: when the family answered; None until then. No timer sets it.
    """

    id: UUID
    loan_id: UUID
    household_id: UUID
    about: About
    on: date
    due_told: bool = False
    passed_told: bool = False
    call_since: date | None = None
    call_on: date | None = None
    settled_on: date | None = None
    messages: list[Message] = field(default_factory=list)
    tries: list[CallTry] = field(default_factory=list)

    def go_on(
        self,
        today: date,
        way: Way,
        ahead: timedelta,
        write: Callable[[MessageText, Channel], Message],
        *,
        hears_already: bool = False,
    ) -> bool:
        """What is to do today; doing it twice on a day is doing it once. True when anything changed.

        Args:
            ahead: so long before the day to look again the first message goes.
            write: makes a message, in the family's language.
            hears_already: the family has a message about another loan of its own these weeks, and that is enough.
        """
        before = (self.due_told, self.passed_told, self.call_since, [(one.id, one.state) for one in self.messages])
        if self.about is About.LOOK_AGAIN and today >= self.on and not self.due_told:
            self.due_told = True
            self.record(LookAgainDue(loan_id=self.loan_id, household_id=self.household_id, look_again_on=self.on))
        if self.settled_on is None:
            if way.message is None:
                self._drop_waiting()
            elif not hears_already and (text := self._text_for(today, ahead)):
                self._drop_waiting()
                self.messages.append(write(text, way.message))
            self._think_of_calling(today, way)
        return before != (self.due_told, self.passed_told, self.call_since, [(one.id, one.state) for one in self.messages])

    def sent(self, message_id: UUID, today: date, by: UUID) -> None:
        """Somebody posted it, handed it over or typed it. Raises `MessageNotThere`, `AnsweredMeanwhile`."""
        message = self.message(message_id)
        if message.state is not MessageState.READY:
            raise MessageNotThere()
        if self.settled_on is not None:
            raise AnsweredMeanwhile()
        message.state, message.sent_on, message.sent_by = MessageState.SENT, today, by

    def goes_by_itself(self, message_id: UUID, way: Way) -> bool:
        """Whether this message should still go the way it was made for: it is marked so. Who wants none is followed here; who
        wants it otherwise is left to a person. Raises `MessageNotThere`."""
        message = self.message(message_id)
        if message.state is not MessageState.READY or self.settled_on is not None:
            return False
        if way.message is None:
            message.state = MessageState.DROPPED
            return False
        if way.message is not message.channel:
            message.sending = None
            return False
        message.sending = Sending.BY_ITSELF
        return True

    def went(self, message_id: UUID, today: date) -> None:
        """It went by itself; also when the family said or answered something in the meantime. Raises `MessageNotThere`."""
        message = self.message(message_id)
        if message.state is not MessageState.SENT:
            message.state, message.sent_on, message.sent_by, message.sending = MessageState.SENT, today, None, Sending.BY_ITSELF

    def for_a_person(self, message_id: UUID, why: Sending | None) -> None:
        """It does not go by itself: a person sends it. Raises `MessageNotThere`."""
        message = self.message(message_id)
        if message.state is MessageState.READY:
            message.sending = why

    def not_sent(self, message_id: UUID, today: date) -> None:
        """Somebody tapped too soon, today. Raises `MessageNotThere`."""
        message = self.message(message_id)
        if message.state is not MessageState.SENT or message.sent_on != today or message.sent_by is None:
            raise MessageNotThere()
        message.state, message.sent_on, message.sent_by = MessageState.READY, None, None

    def note_call(self, one: CallTry, call_on: date | None = None) -> None:
        """What came of a call. Raises `AnsweredMeanwhile`, `CallDayNotNear`."""
        if self.settled_on is not None:
            raise AnsweredMeanwhile()
        if one.outcome is Outcome.CALL_BACK and (call_on is None or not one.on < call_on <= one.on + FARTHEST_CALL):
            raise CallDayNotNear(days=FARTHEST_CALL.days)
        self.tries.append(one)
        if one.outcome in (Outcome.REACHED, Outcome.BRINGS_BACK):
            self.settled_on, self.call_on = one.on, None
            self._drop_waiting()
            return
        self.call_on = call_on if one.outcome is Outcome.CALL_BACK else one.on + CALL_AGAIN
        if one.outcome is Outcome.NO_ANSWER and one.on > self.on and self.unanswered >= TRIES_BEFORE_A_VISIT:
            self._tell_passed()

    @property
    def unanswered(self) -> int:
        """How often we tried: messages that were sent, and calls that nobody answered."""
        return sum(one.state is MessageState.SENT for one in self.messages) + sum(
            one.outcome is Outcome.NO_ANSWER for one in self.tries
        )

    def _text_for(self, today: date, ahead: timedelta) -> MessageText | None:
        """The message that is to be made today; None when it was made before, or when it is not the day for one."""
        made = {one.text for one in self.messages}
        if self.about is About.INTERNET:
            text = MessageText.INTERNET if self.on - INTERNET_AHEAD <= today <= self.on else None
        elif today >= self.on:
            text = MessageText.REACHED
        else:
            text = MessageText.COMING if today >= self.on - ahead else None
        return None if text in made else text

    def _think_of_calling(self, today: date, way: Way) -> None:
        if self.about is About.INTERNET:
            wait = INTERNET_CALL_AHEAD if way.message else INTERNET_AHEAD
            time_to_call = self.on - wait <= today
        else:
            time_to_call = today >= self.on + (PATIENCE if way.message else timedelta(0))
        if way.may_call and time_to_call:
            self.call_since = self.call_since or today
        # Who may not be called: two messages, and then twice the time in which somebody may still answer.
        written = sum(one.state is MessageState.SENT for one in self.messages)
        if not way.may_call and written >= TRIES_BEFORE_A_VISIT - 1 and today >= self.on + 2 * PATIENCE:
            self._tell_passed()

    def _tell_passed(self) -> None:
        if self.about is About.LOOK_AGAIN and not self.passed_told:
            self.passed_told = True
            self.record(LookAgainPassed(loan_id=self.loan_id, household_id=self.household_id, look_again_on=self.on))

    def _drop_waiting(self) -> None:
        for one in self.messages:
            if one.state is MessageState.READY:
                one.state = MessageState.DROPPED

    def message(self, message_id: UUID) -> Message:
        """One of its messages. Raises `MessageNotThere`."""
        for one in self.messages:
            if one.id == message_id:
                return one
        raise MessageNotThere()
