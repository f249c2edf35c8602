"""A message that goes by itself, where this installation has a service that sends texts. In every other case a person sends it."""

import asyncio
from uuid import UUID

from services.loans.commands.keep_in_touch import PASS_ON, still_wanted
from services.loans.documents.message_text import Sender, message_words
from services.loans.domain.loan import Loan
from services.loans.domain.quiet import may_send_from
from services.loans.domain.reach import way_to
from services.loans.domain.touch import Message, Sending, Touch
from services.loans.store.unit import LoansUnit
from shared.bus.errands import Later, NotDone
from shared.domain import NotFound
from shared.runtime.faces import face_of, rhythm_here
from shared.runtime.gateway import GatewaySender, NotSent, Text, dialled
from shared.runtime.settings import Settings

KIND = PASS_ON


class PassOn:
    """The errand; its key is the id of the message, and that is also what the service knows it by.

    What may change while it waits is looked at when it is taken: the answer of the family, a question for help, another channel, a
    number. Then the hours in which nothing is sent. What happened in between is the family's: a message that went is noted as sent.
    """

    def __init__(self, settings: Settings, sender: GatewaySender | None = None) -> None:
        self.sender = sender or GatewaySender(settings)

    async def prepare(self, key: str, unit: LoansUnit) -> Text | Later | None:
        """What to send now; None when it does not go from here."""
        try:
            touch, loan = await _locked(UUID(key), unit)
        except NotFound:
            return None  # the family was forgotten
        ready = await self._ready(touch, loan, touch.message(UUID(key)), unit)
        await unit.touches.save(touch)
        return ready

    async def act(self, key: str, prepared: Text) -> None:
        """Hand it over. Raises `NotDone`."""
        try:
            await self.sender.send(prepared)
        except NotSent as error:
            why = Sending.REFUSED if error.answered else Sending.NO_ANSWER
            raise NotDone(why.value, final=error.final) from None

    async def note(self, key: str, unit: LoansUnit) -> None:
        """It went."""
        try:
            touch, _ = await _locked(UUID(key), unit)
        except NotFound:
            return
        touch.went(UUID(key), unit.today())
        await unit.touches.save(touch)

    async def give_up(self, key: str, unit: LoansUnit, word: str | None) -> None:
        """It stands on the list of a person, with why."""
        try:
            touch, _ = await _locked(UUID(key), unit)
        except NotFound:
            return
        touch.for_a_person(UUID(key), Sending(word) if word in list(Sending) else Sending.NO_ANSWER)
        await unit.touches.save(touch)

    async def close(self) -> None:
        """Give connections back."""
        await self.sender.close()

    async def _ready(self, touch: Touch, loan: Loan, message: Message, unit: LoansUnit) -> Text | Later | None:
        household = await unit.households.counting(touch.household_id)  # the number that a person would see and type
        if household is None or not await still_wanted(loan, touch.about, touch.on, unit):
            touch.for_a_person(message.id, None)  # such as while a question for help is open: whoever answers it decides
            return None
        reach = await unit.touches.reach_of(household.id)
        if not touch.goes_by_itself(message.id, way_to(reach, household)):
            return None
        number = household.telephone or ""
        if dialled(number) is None or not await asyncio.to_thread(self.sender.sends, message.channel.value):
            touch.for_a_person(message.id, None)
            return None
        hours = await rhythm_here(unit)
        at = may_send_from(unit.now(), unit.zone, hours.send_from_hour, hours.send_until_hour)
        if at > unit.now():
            return Later(at)
        face = await face_of(unit)
        sender = Sender(face.title or None, face.help_line, face.help_place)
        neutral = message.neutral or reach.neutral
        words = message_words(message.text, message.language, touch.on, sender, neutral=neutral)
        return Text(message.channel.value, number, words.as_sms, str(message.id))


async def _locked(message_id: UUID, unit: LoansUnit) -> tuple[Touch, Loan]:
    """What the message belongs to, behind the lock on its loan. Raises `NotFound`."""
    touch_id = await unit.touches.of_message(message_id)
    loan = await unit.loans.get(await unit.touches.loan_of(touch_id))
    return await unit.touches.get(touch_id), loan
