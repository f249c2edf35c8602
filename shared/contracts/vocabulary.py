"""Words with a closed list of meanings that more than one service uses."""

from enum import StrEnum
from typing import Any, Self

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class OpenEnum(StrEnum):
    """An enum that may get more values: a reader of an older release takes a value it does not know for `other`.

    A class of this kind has a member `OTHER`. Its schema says `x-open` (`compatibility.py`), so that a new value breaks nobody.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls("other") if isinstance(value, str) and value != "other" else None

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core_schema)
        handler.resolve_ref_schema(schema)["x-open"] = True
        return schema


class UseProfile(StrEnum):
    """What a family wants the machine for. Asked as a need; never more than this."""

    PRIMARY_SCHOOL = "primary_school"
    SECONDARY_SCHOOL = "secondary_school"
    STUDY_GENERAL = "study_general"
    STUDY_DESIGN = "study_design"
    DUTCH_LESSONS = "dutch_lessons"
    WORK = "work"
    DAILY_LIFE = "daily_life"


class Chassis(OpenEnum):
    """What kind of device it is. A report tells the shape of a computer; the others are taken in by hand."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    TABLET = "tablet"
    ALL_IN_ONE = "all_in_one"
    SERVER = "server"
    SCREEN = "screen"
    PHONE = "phone"
    PRINTER = "printer"
    HOTSPOT = "hotspot"
    ACCESSORY = "accessory"
    OTHER = "other"


class FitAspect(OpenEnum):
    """What of a device is held against what a use wishes. `camera` is a camera and a microphone."""

    KIND = "kind"
    MEMORY = "memory"
    PORTABLE = "portable"
    DRIVE_SIZE = "drive_size"
    FAST_DRIVE = "fast_drive"
    SCREEN = "screen"
    CAMERA = "camera"
    KEYBOARD = "keyboard"
    YEAR = "year"
    OTHER = "other"


class FitVerdict(OpenEnum):
    """How it holds: below the minimum, at the minimum, comfortable, more than needed, or not known."""

    LACKING = "lacking"
    ENOUGH = "enough"
    COMFORTABLE = "comfortable"
    MORE_THAN_NEEDED = "more_than_needed"
    UNKNOWN = "unknown"
    OTHER = "other"


class Medium(StrEnum):
    """What a drive stores on: it decides which way of wiping is good enough."""

    HDD = "hdd"
    SSD = "ssd"
    NVME = "nvme"
    EMMC = "emmc"
    UNKNOWN = "unknown"


class RefusalReason(StrEnum):
    """Why inventory did not reserve a device that was claimed."""

    ALREADY_RESERVED = "already_reserved"
    NOT_READY = "not_ready"
    UNKNOWN_DEVICE = "unknown_device"


class Role(StrEnum):
    """What somebody does in one organisation; a person can have several."""

    STAFF = "staff"
    REPAIRER = "repairer"
    OUTREACH = "outreach"
    TRAINER = "trainer"
    PARTNER = "partner"
    COORDINATOR = "coordinator"


class Accessory(StrEnum):
    """What goes along with a machine."""

    CHARGER = "charger"
    MOUSE = "mouse"
    BAG = "bag"
    HEADSET = "headset"
    HOTSPOT = "hotspot"
    PRINTER = "printer"
    SCREEN = "screen"
    KEYBOARD = "keyboard"
    WEBCAM = "webcam"


class MachineWish(OpenEnum):
    """What a family may wish of a machine itself, beside what it is for. What each means for a machine, inventory says."""

    AZERTY = "azerty"
    QWERTY = "qwerty"
    LARGE_SCREEN = "large_screen"
    LIGHT = "light"
    WEBCAM = "webcam"
    OTHER = "other"


class DeviceState(StrEnum):
    """Where a machine is in our hands, for other services."""

    ARRIVED = "arrived"
    READY = "ready"
    RESERVED = "reserved"
    GIVEN_OUT = "given_out"
    IN_REPAIR = "in_repair"
    REPAIRED = "repaired"
    RETURN_EXPECTED = "return_expected"
    RETURNED = "returned"
    RETIRED = "retired"


class LossKind(StrEnum):
    """Why a machine is not where it should be. Nobody is asked whose fault that is."""

    LOST = "lost"
    STOLEN = "stolen"


class VoidReason(StrEnum):
    """Why evidence of a wipe says nothing any more."""

    USED_BY_A_FAMILY = "used_by_a_family"
    DRIVE_REPLACED = "drive_replaced"


class LoanerRefusalReason(StrEnum):
    """Why no machine goes along during a repair."""

    NONE_READY = "none_ready"
    NOT_ON_LOAN = "not_on_loan"


class SigningWay(StrEnum):
    """How an agreement was signed."""

    TYPED = "typed"
    PAPER = "paper"


class ConsentPurpose(StrEnum):
    """What a family may say yes or no to."""

    VISITS = "visits"
    CALLS = "calls"


class ConsentAnswer(StrEnum):
    """What the family said. `not_asked` is not a no."""

    YES = "yes"
    NOT_ASKED = "not_asked"
    NO = "no"


class Symptom(StrEnum):
    """What is wrong, as somebody without words for it can tell by a picture."""

    SCREEN = "screen"
    KEYBOARD = "keyboard"
    CHARGER = "charger"
    SLOW = "slow"
    INTERNET = "internet"
    PASSWORD = "password"  # noqa: S105
    STRANGE_NOTICE = "strange_notice"
    SOMETHING_ELSE = "something_else"
    FOUND = "found"
    NOT_SAID = "not_said"


class Channel(StrEnum):
    """How a question reached us."""

    STICKER = "sticker"
    COUNTER = "counter"
    CALL = "call"
    VISIT = "visit"
    PAPER = "paper"


class TriageDecision(StrEnum):
    """What a person decided to do about a ticket."""

    REPAIR = "repair"
    ADVICE = "advice"
    VISIT = "visit"


class RepairOutcome(StrEnum):
    """How a repair ended, in the words of the Open Repair Data Standard v0.3."""

    FIXED = "fixed"
    REPAIRABLE = "repairable"
    END_OF_LIFE = "end_of_life"
    UNKNOWN = "unknown"


class TicketResolution(StrEnum):
    """How a ticket ended. It never ends on "not us"."""

    REPAIRED = "repaired"
    ADVICE_GIVEN = "advice_given"
    REPLACED = "replaced"
    HANDED_OVER = "handed_over"
    SOLVED_ITSELF = "solved_itself"


class VisitPurpose(StrEnum):
    """What a visit is for."""

    FOLLOW_UP = "follow_up"
    HELP = "help"
    GOODBYE = "goodbye"


class VisitOutcome(StrEnum):
    """What came of an attempt to visit. An attempt that failed is work too."""

    NOT_AT_HOME = "not_at_home"
    DID_NOT_OPEN = "did_not_open"
    FAMILY_CANCELLED = "family_cancelled"
    FAMILY_MOVED_IT = "family_moved_it"
    WE_CANCELLED = "we_cancelled"
    REFUSED_TODAY = "refused_today"
    NO_ANSWER = "no_answer"
    ASKED_TO_CALL_BACK = "asked_to_call_back"
    WENT_AHEAD = "went_ahead"
    INFORMAL_TALK = "informal_talk"


class VisitFinding(StrEnum):
    """What a visit brought to light that somebody else has to act on."""

    NEED_IS_OVER = "need_is_over"
    BROKEN = "broken"
    WANTS_TO_LEARN = "wants_to_learn"
