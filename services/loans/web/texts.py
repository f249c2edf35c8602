"""The words of loans for people."""

from collections.abc import Collection
from uuid import UUID

from services.loans.domain.family_card import CardState
from services.loans.domain.household import Language
from services.loans.domain.line_move import MoveReason
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.priority import Internet, PriorityReason
from services.loans.domain.request import RequestStatus
from services.loans.web.family_texts import CONSENT, CONSENT_ANSWER, LEVEL, LOOKED_AT, LOOKED_FOR
from shared.contracts.vocabulary import Accessory, ConsentAnswer, ConsentPurpose, DeviceState, SigningWay, UseProfile
from shared.language.translate import _
from shared.runtime.service import RefusalText
from shared.web.forms import FormProblem
from shared.web.vocabulary_texts import ACCESSORY

__all__ = ["CONSENT", "CONSENT_ANSWER", "LEVEL", "LOOKED_AT", "LOOKED_FOR"]

REFUSALS = {
    "already_withdrawn": RefusalText(409, _("Deze vraag is al gestopt"), _("Er is niets veranderd.")),
    "already_lent": RefusalText(
        409,
        _("Het toestel is al meegegeven"),
        _("Brengt het gezin alles terug? Open dan de lening en kijk daar na wat terug is."),
    ),
    "name_missing": RefusalText(422, _("Vul in hoe we het gezin mogen noemen"), _("Een voornaam of een roepnaam is genoeg.")),
    "not_a_telephone_number": RefusalText(
        422, _("Dit is geen telefoonnummer"), _("Gebruik cijfers. Een plusteken, spaties, punten, haakjes en streepjes mogen ook.")
    ),
    "not_ready_to_sign": RefusalText(
        409, _("Hier valt niets meer te tekenen"), _("Het is al getekend, of de vraag is gestopt. Kijk na wat er nu staat.")
    ),
    "device_not_known_yet": RefusalText(
        409, _("De gegevens van het toestel zijn nog onderweg"), _("Dat duurt meestal maar enkele tellen. Probeer het dan opnieuw.")
    ),
    "wrong_text": RefusalText(
        409,
        _("De tekst is intussen veranderd"),
        _("Lees de tekst hieronder opnieuw samen. Teken daarna. Er is nog niets getekend."),
    ),
    "signature_missing": RefusalText(422, _("Typ de naam van wie tekent"), _("Dat is een volwassene van het gezin.")),
    "not_running": RefusalText(
        409, _("Deze lening loopt niet"), _("Ze is nog niet getekend, of ze is al voorbij. Kijk na wat er nu staat.")
    ),
    "nothing_to_keep": RefusalText(409, _("Deze lening loopt gewoon verder"), _("Er was niets om terug te draaien.")),
    "date_not_ahead": RefusalText(422, _("Kies een dag die nog komt"), _("De dag ligt in de toekomst, hoogstens drie jaar ver.")),
    "pin_not_four_digits": RefusalText(422, _("Een pincode heeft vier cijfers"), _("Kies vier cijfers, zonder letters.")),
    "pin_too_easy": RefusalText(
        422,
        _("Deze pincode is te makkelijk te raden"),
        _("Kies geen rijtje, geen twee keer hetzelfde en geen geboortejaar."),
    ),
    "no_such_person": RefusalText(422, _("Dat zijn te veel kaarten"), _("Een gezin heeft hoogstens {most} kaarten.")),
    "nothing_to_show": RefusalText(422, _("Kies wat de kaart toont"), _("Kies minstens één lening van dit gezin, of kies alles.")),
    "card_changed": RefusalText(
        409,
        _("Deze persoon kreeg net een andere kaart"),
        _("Er is nu niets veranderd. Kijk bij het gezin welke kaart er is."),
    ),
    "not_in_line": RefusalText(
        409,
        _("Dit gezin wacht niet meer"),
        _("Er is intussen een toestel gevonden, of de vraag is gestopt. Kijk na wat er nu staat."),
    ),
    "talk_first": RefusalText(
        409, _("Praat eerst met dit gezin"), _("Er lag al een toestel klaar. Noteer eerst dat je met het gezin sprak.")
    ),
    "device_not_free": RefusalText(
        409, _("Dit toestel is niet meer vrij"), _("Een collega was je net voor, of het past niet. Kies een ander.")
    ),
    "somebody_ahead": RefusalText(
        409,
        _("Volgens de regel is dit toestel voor een ander gezin"),
        _("Gezin {household_code} staat op plaats {number} in de rij."),
    ),
    "other_not_in_line": RefusalText(409, _("Het andere gezin wacht niet meer"), _("Kies een ander gezin uit de lijst.")),
    "already_there": RefusalText(409, _("Het gezin staat daar al"), _("Er is niets veranderd.")),
    "no_room_in_line": RefusalText(
        409, _("Voor dit gezin is geen plaats meer"), _("Er zijn er te veel net voor gezet. Kies een ander gezin, of kies vooraan.")
    ),
    "move_reason_missing": RefusalText(
        422, _("Kies waarom het gezin een andere plaats krijgt"), _("Dan begrijpt elke collega het.")
    ),
    "move_words_missing": RefusalText(422, _("Schrijf kort waarom"), _("Je koos voor iets anders. Een paar woorden zijn genoeg.")),
    "too_many_people": RefusalText(422, _("Dat zijn te veel mensen"), _("Vul een getal in van 0 tot {most}.")),
}

PROFILE_HINT = {
    UseProfile.STUDY_GENERAL: _("Hogeschool of universiteit: lezen, schrijven, opzoeken."),
    UseProfile.STUDY_DESIGN: _("Architectuur, beeld, techniek: vraagt een sterk toestel."),
    UseProfile.DAILY_LIFE: _("Schoolplatform, bank, gemeente, bellen met familie."),
}
STATUS = {
    RequestStatus.WAITING: _("wacht"),
    RequestStatus.CLAIMED: _("toestel gevonden"),
    RequestStatus.RESERVED: _("toestel ligt klaar"),
    RequestStatus.LENT: _("meegegeven"),
    RequestStatus.ENDED: _("afgerond"),
    RequestStatus.WITHDRAWN: _("gestopt"),
}
TAB = {
    RequestStatus.WAITING: _("Wie wacht"),
    RequestStatus.CLAIMED: _("Toestel gevonden"),
    RequestStatus.RESERVED: _("Ligt klaar"),
    RequestStatus.LENT: _("Meegegeven"),
    RequestStatus.ENDED: _("Afgerond"),
    RequestStatus.WITHDRAWN: _("Gestopt"),
}
TONE = {
    RequestStatus.WAITING: "",
    RequestStatus.CLAIMED: "care",
    RequestStatus.RESERVED: "good",
    RequestStatus.LENT: "good",
    RequestStatus.ENDED: "quiet",
    RequestStatus.WITHDRAWN: "quiet",
}
INTERNET = {Internet.YES: _("ja"), Internet.NO: _("nee"), Internet.UNKNOWN: _("nog niet gevraagd")}
REASON = {
    PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: _("schoolkind zonder toestel"),
    PriorityReason.NO_INTERNET: _("geen internet thuis"),
}
MOVE_REASON = {
    MoveReason.NEEDED_BY_A_DAY: (
        _("het toestel is nodig tegen een vaste dag"),
        _("Bijvoorbeeld een examen, een opleiding of een nieuwe job."),
    ),
    MoveReason.NEED_GREW: (_("de nood is groter geworden"), _("Bijvoorbeeld: een toestel thuis ging stuk.")),
    MoveReason.OUR_MISTAKE: (_("wij maakten een fout"), _("Bijvoorbeeld: we noteerden de vraag te laat.")),
    MoveReason.LATER_WILL_DO: (_("het gezin heeft liever meer tijd"), _("Kies dan hierboven een gezin dat verder staat.")),
    MoveReason.OTHER: (_("iets anders"), _("Schrijf dan hieronder kort waarom.")),
}
"""For each reason to put a family elsewhere in line: the words, and an example."""

LOAN_STATUS = {
    LoanStatus.READY_TO_SIGN: _("klaar om te tekenen"),
    LoanStatus.RUNNING: _("loopt"),
    LoanStatus.RETURNING: _("komt terug"),
    LoanStatus.ENDED: _("voorbij"),
    LoanStatus.CANCELLED: _("niet doorgegaan"),
}
LOAN_TAB = {
    LoanStatus.READY_TO_SIGN: _("Klaar om te tekenen"),
    LoanStatus.RUNNING: _("Lopen"),
    LoanStatus.RETURNING: _("Komen terug"),
    LoanStatus.ENDED: _("Voorbij"),
}
LOAN_TONE = {
    LoanStatus.READY_TO_SIGN: "care",
    LoanStatus.RUNNING: "good",
    LoanStatus.RETURNING: "care",
    LoanStatus.ENDED: "quiet",
    LoanStatus.CANCELLED: "quiet",
}
ACCESSORY_HINT = {
    Accessory.HOTSPOT: _("Een kastje waarmee je overal op het internet kunt."),
    Accessory.HEADSET: _("Om te bellen en te luisteren zonder de anderen te storen."),
}
ACCESSORIES = [(accessory.value, ACCESSORY[accessory], ACCESSORY_HINT.get(accessory, "")) for accessory in Accessory]
WITH_A_CODE = (Accessory.HOTSPOT, Accessory.SCREEN, Accessory.PRINTER)
"""Devices of their own: which one goes along, only inventory can say. All else it counts when the family signs."""


def not_ready(accessory: Accessory, lies_ready: Collection[Accessory]) -> str:
    """What stands beside its tick when it does not lie ready with the machine; empty when it does, or when nothing does and it is
    said once for all of them."""
    if accessory in lies_ready:
        return ""
    if accessory in WITH_A_CODE:
        return str(_("Ligt niet klaar bij dit toestel: de voorraad telt dit niet. Leg het eerst klaar."))
    return str(_("Ligt niet klaar bij dit toestel. Neem er een van het rek.")) if lies_ready else ""


LANGUAGE = {
    Language.NL: _("Nederlands"),
    Language.FR: _("Frans"),
    Language.EN: _("Engels"),
    Language.AR: _("Arabisch"),
    Language.TR: _("Turks"),
    Language.UK: _("Oekraïens"),
}
CONSENT_HINT = {
    ConsentPurpose.VISITS: _("Een vrijwilliger komt kijken of alles nog werkt. Waar, dat kiest het gezin."),
    ConsentPurpose.CALLS: _("Bijvoorbeeld om te vragen hoe het gaat."),
}
CONSENT_TONE = {ConsentAnswer.YES: "good", ConsentAnswer.NO: "quiet", ConsentAnswer.NOT_ASKED: "care"}
WAY = {SigningWay.TYPED: _("op het scherm"), SigningWay.PAPER: _("op papier")}
PLACE = {
    DeviceState.IN_REPAIR: _("in herstelling"),
    DeviceState.REPAIRED: _("hersteld, nog bij ons"),
    DeviceState.RETIRED: _("buiten gebruik"),
}
"""Where a machine on loan is, when it is not simply with the family."""
SERVICE = {"loans": _("de balie"), "helpdesk": _("de helpdesk"), "skills": _("wie les geeft"), "portal": _("de balie")}
CARD_STATE = {CardState.WORKS: _("werkt"), CardState.LOCKED: _("op slot"), CardState.BLOCKED: _("geblokkeerd")}
CARD_TONE = {CardState.WORKS: "good", CardState.LOCKED: "care", CardState.BLOCKED: "stop"}

LOOK_TWICE = FormProblem(
    _("Dit gezin leent al veel toestellen"),
    _("Mag er nog een mee? Kruis het dan aan. Wat je koos, is bewaard."),
    "looked_twice",
)
"""Asked once more; it refuses nothing."""
LOST_MEANWHILE = FormProblem(
    _("Iets wat je aankruiste, is intussen verloren of buiten gebruik"),
    _("Dat kruisje is weg. De rest van wat je koos, is bewaard. Kijk het na en ga verder."),
    "accessory",
)
"""The same, for who had the page open before that was known."""


def colleague(person_id: UUID | None, me: UUID) -> str:
    """Somebody of staff. Names of colleagues are not known here: the last letters of a number stand for one."""
    if person_id is None:
        return ""
    return _("jij") if person_id == me else _("medewerker {number}").format(number=person_id.hex[-6:].upper())
