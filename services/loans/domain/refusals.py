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


class LoanNotOver(Refused):
    """The loan goes on, or never began: nothing of it can come back late."""

    code = "loan_not_over"


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


class NoSuchBlock(Refused):
    """The text of an agreement has no such block, or may not lose it."""

    code = "no_such_block"


class TooManyBlocks(Refused):
    """More blocks than anybody reads."""

    code = "too_many_blocks"


class TextChangedMeanwhile(Refused):
    """Somebody else saved the same text since the page was opened."""

    code = "text_changed_meanwhile"


class TextNotReadable(Refused):
    """A text of the agreement is too hard, frightens, names money or lost a fact: it cannot be published."""

    code = "text_not_readable"


class DutchFirst(Refused):
    """A text in another language stands beside a Dutch one, and there is none yet."""

    code = "dutch_first"


class NothingToPublish(Refused):
    """Nobody changed anything: this text is the one that families read already."""

    code = "nothing_to_publish"


class NoOwnText(Refused):
    """The organisation has no text of its own at this level and in this language."""

    code = "no_own_text"


class ReadersMissing(Refused):
    """A reading says on which day it was, not ahead, and how many people read."""

    code = "readers_missing"


class AdultSigns(Refused):
    """Only an adult signs, and nobody said that one does."""

    code = "adult_signs"


class DrawingMissing(Refused):
    """A mark on the screen, and nothing was drawn."""

    code = "drawing_missing"


class DrawingUnreadable(Refused):
    """What came as a drawing is something else, is damaged, or is far too large."""

    code = "drawing_unreadable"


class WitnessMissing(Refused):
    """Somebody who signs with a mark has a witness, and nobody said who."""

    code = "witness_missing"


class InstitutionMissing(Refused):
    """An institution signs for a young person, and nobody said which."""

    code = "institution_missing"


class NotOnPaper(Refused):
    """There is no paper of this agreement to keep a photo of: it was signed on the screen, or not at all."""

    code = "not_on_paper"


class NoPaperPhoto(Refused):
    """The file is no photo that we can open."""

    code = "no_paper_photo"


class PaperPhotoTooLarge(Refused):
    """The photo has too many bytes or pixels."""

    code = "paper_photo_too_large"


class PaperPhotoKept(Refused):
    """The photo of this paper was kept so long ago that no other one takes its place."""

    code = "paper_photo_kept"


class PaperPhotoGone(Refused):
    """The photo that was looked at is not there any more: somebody kept it, threw it away, or brought another one."""

    code = "paper_photo_gone"


class PhoneCodeOver(Refused):
    """The code to sign on an own phone was used, withdrawn, replaced, or is too old."""

    code = "phone_code_over"


class NoCertificate(Refused):
    """The file is no PKCS#12 that opens with this password, or has no key and certificate to seal with."""

    code = "no_certificate"


class CounterTaken(Refused):
    """A colleague went on with this family at the counter."""

    code = "counter_taken"


class CounterStepDone(Refused):
    """This step at the counter was done before, or it is all over: an old page asks for it again."""

    code = "counter_step_done"


class FamilyAtCounter(Refused):
    """Somebody of us helps this family at the counter already."""

    code = "family_at_counter"


class OneKeyboard(Refused):
    """A machine has one keyboard: somebody wished for two kinds of letters."""

    code = "one_keyboard"


class CannotComeBack(Refused):
    """The request did not stop, stopped too long ago, or the family asked something else since."""

    code = "cannot_come_back"


class NotOpenForMore(Refused):
    """Nothing can be added: all of it comes back, or the loan is over."""

    code = "not_open_for_more"


class TooManyMachines(Refused):
    """More machines than belong on one loan."""

    code = "too_many_machines"


class NothingComing(Refused):
    """The machine was to be added, and does not lie ready for this loan any more."""

    code = "nothing_coming"


class NothingChosen(Refused):
    """Nobody said what comes back or goes along."""

    code = "nothing_chosen"


class EndInstead(Refused):
    """All machines come back, so there is no rest of the loan to go on."""

    code = "end_instead"


class NotOnThisLoan(Refused):
    """The machine is not with the family on this loan."""

    code = "not_on_this_loan"


class NoSuchCode(Refused):
    """No machine that is free has this code."""

    code = "no_such_code"


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


class HandOutOver(Refused):
    """The code with which a partner hands a machine out was used or taken back, is too old, or there is nothing to hand out."""

    code = "hand_out_over"


class NotSignedYet(Refused):
    """Nobody of the family signed, so the machine stays where it is for now."""

    code = "not_signed_yet"


class PrintedPaperChanged(Refused):
    """What the family would agree to is not what stands on the paper that we printed at the counter."""

    code = "printed_paper_changed"


class PaperOutOfDate(Refused):
    """What the family would agree to is not what stands on the paper that was printed."""

    code = "paper_out_of_date"
