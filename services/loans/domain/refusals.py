"""The ways loans says no. Nothing changes when it does."""

from shared.domain import Refused


class AlreadyWithdrawn(Refused):
    """The household stopped this request before."""

    code = "already_withdrawn"


class AlreadyLent(Refused):
    """The machine of this request left with the family: what can stop now is the loan."""

    code = "already_lent"


class NameMissing(Refused):
    """Nobody said how the family may be called."""

    code = "name_missing"


class NotATelephoneNumber(Refused):
    """A telephone number has something else in it than digits and what stands between them."""

    code = "not_a_telephone_number"


class NotReadyToSign(Refused):
    """The loan does not wait for a signature: it was signed before, or cancelled."""

    code = "not_ready_to_sign"


class DeviceNotKnownYet(Refused):
    """What the machine is has not been heard yet, so nothing can be agreed about it."""

    code = "device_not_known_yet"


class WrongText(Refused):
    """What was signed is not what would be agreed now: the text changed after it was shown."""

    code = "wrong_text"


class SignatureMissing(Refused):
    """An agreement that is signed on the screen has a name under it."""

    code = "signature_missing"


class NotRunning(Refused):
    """The loan is not under way: nothing left yet, or all of it is over."""

    code = "not_running"


class NothingToKeep(Refused):
    """Nobody said that this loan should end."""

    code = "nothing_to_keep"


class DateNotAhead(Refused):
    """A day to look again is in the future, and within a few years."""

    code = "date_not_ahead"


class TooManyPeople(Refused):
    """More people want to learn than a household has."""

    code = "too_many_people"


class PinNotFourDigits(Refused):
    """A PIN has four digits and nothing else."""

    code = "pin_not_four_digits"


class PinTooEasy(Refused):
    """Others would guess this PIN first."""

    code = "pin_too_easy"


class NoSuchPerson(Refused):
    """A family has no person with this number."""

    code = "no_such_person"


class NothingToShow(Refused):
    """A card that shows some loans of a family shows at least one, and only loans of that family."""

    code = "nothing_to_show"


class CardChanged(Refused):
    """This person got another card since the form was opened."""

    code = "card_changed"


class NotInLine(Refused):
    """The request does not wait: it has a machine, or was stopped."""

    code = "not_in_line"


class OtherNotInLine(Refused):
    """The family in front of which another one should come does not wait any more."""

    code = "other_not_in_line"


class TalkFirst(Refused):
    """A machine lay ready and the family did not come: somebody talks with it before another one is kept."""

    code = "talk_first"


class DeviceNotFree(Refused):
    """The machine is promised to somebody, on a loan, not ready any more, or not fit for what was asked."""

    code = "device_not_free"


class SomebodyAhead(Refused):
    """By the rule this machine goes to a family that stands further in front; whoever chooses says that it may go elsewhere.

    The facts tell which request that is, the code of its family, and which one in line it is.
    """

    code = "somebody_ahead"


class AlreadyThere(Refused):
    """The family stands at this place already."""

    code = "already_there"


class NoRoomInLine(Refused):
    """So many were put in front of this family that nothing fits between any more."""

    code = "no_room_in_line"


class MoveReasonMissing(Refused):
    """Who puts a family elsewhere in line says why."""

    code = "move_reason_missing"


class MoveWordsMissing(Refused):
    """The reason is another one than those in the list, and nobody said which."""

    code = "move_words_missing"


class AddressTooLong(Refused):
    """An address has more lines or letters than fit in the window of an envelope."""

    code = "address_too_long"


class NumberMissing(Refused):
    """The family would rather be called or have messages, but gave no number."""

    code = "number_missing"


class AnsweredMeanwhile(Refused):
    """Nobody has to write or call any more: the family answered, asked for help, or is bringing the machine back."""

    code = "answered_meanwhile"


class CallDayNotNear(Refused):
    """The day to call again is today or past, or too far ahead."""

    code = "call_day_not_near"


class MessageNotThere(Refused):
    """This message does not wait any more: it was sent, or is not needed."""

    code = "message_not_there"
