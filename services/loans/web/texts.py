"""The words of loans for people."""

from collections.abc import Collection
from uuid import UUID

from services.loans.domain.counter_visit import CounterStep
from services.loans.domain.family_card import CardState
from services.loans.domain.hand_over import HandOver
from services.loans.domain.household import Language
from services.loans.domain.line_count import CountKind, WhyStopped
from services.loans.domain.line_move import MoveReason
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.phone_signing import PhoneState
from services.loans.domain.priority import Internet, PriorityReason
from services.loans.domain.request import RequestStatus
from services.loans.domain.signing import Manner, SignsAs
from services.loans.domain.wishes import HomeOffer, QuietPlace
from services.loans.web.borrower_texts import BORROWER_REFUSALS
from services.loans.web.family_texts import CONSENT, CONSENT_ANSWER, LEVEL, LOOKED_AT, LOOKED_FOR
from services.loans.web.partner_texts import HAND_OUT_REFUSALS
from shared.contracts.vocabulary import Accessory, ConsentAnswer, ConsentPurpose, DeviceState, MachineWish, UseProfile
from shared.language.translate import _
from shared.runtime.service import RefusalText
from shared.web.forms import FormProblem
from shared.web.vocabulary_texts import ACCESSORY

__all__ = ["CONSENT", "CONSENT_ANSWER", "LEVEL", "LOOKED_AT", "LOOKED_FOR"]

REFUSALS = {
    **BORROWER_REFUSALS,
    **HAND_OUT_REFUSALS,
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
    "no_such_block": RefusalText(
        409,
        _("Dit blok kan je niet weghalen of verplaatsen"),
        _("Het staat er niet meer, of een gezin moet het altijd kunnen lezen."),
    ),
    "too_many_blocks": RefusalText(
        409, _("Er passen hoogstens {most} blokken in"), _("Zo blijft de tekst kort. Zet twee blokken samen, of haal er een weg.")
    ),
    "text_changed_meanwhile": RefusalText(
        409,
        _("Een collega bewaarde deze tekst intussen ook"),
        _("Wat jij typte, staat hieronder nog. Bewaar je het, dan is wat de collega typte weg. Vraag het eerst even."),
    ),
    "text_not_readable": RefusalText(
        422, _("Deze tekst kan nog niet naar gezinnen"), _("Hieronder staat wat er nog moet veranderen, en hoe.")
    ),
    "dutch_first": RefusalText(
        409,
        _("Maak eerst jullie eigen Nederlandse tekst"),
        _("Elke taal staat naast het Nederlands en zegt hetzelfde. Publiceer dus eerst de Nederlandse tekst van dit niveau."),
    ),
    "nothing_to_publish": RefusalText(409, _("Gezinnen lezen deze tekst al"), _("Verander eerst iets. Daarna kan je publiceren.")),
    "no_own_text": RefusalText(409, _("Jullie hebben hier nog geen eigen tekst"), _("Gezinnen lezen de tekst van Digibank.")),
    "readers_missing": RefusalText(
        422,
        _("Zeg wanneer het was en hoeveel mensen meelazen"),
        _("Kies een dag die voorbij is, en een getal van 1 tot en met 99."),
    ),
    "wrong_text": RefusalText(
        409,
        _("De tekst is intussen veranderd"),
        _("Lees de tekst hieronder opnieuw samen. Teken daarna. Er is nog niets getekend."),
    ),
    "printed_paper_changed": RefusalText(
        409,
        _("Het gedrukte blad klopt niet meer"),
        _("Er veranderde iets sinds het gedrukt is. Druk het opnieuw af en laat opnieuw tekenen. Er is nog niets getekend."),
    ),
    "signature_missing": RefusalText(
        422, _("Typ de naam van wie tekent"), _("Of laat tekenen met een vinger. Dat is een volwassene van het gezin.")
    ),
    "adult_signs": RefusalText(
        422,
        _("Vraag of wie tekent 18 jaar of ouder is"),
        _("Alleen een volwassene tekent. Kruis het aan. Iemand anders mag ook tekenen."),
    ),
    "drawing_missing": RefusalText(
        422, _("Teken eerst het kruisje op het scherm"), _("Lukt dat niet op dit scherm? Laat dan tekenen op papier.")
    ),
    "drawing_unreadable": RefusalText(
        422, _("De tekening kwam niet goed aan"), _("Teken opnieuw. Of typ een naam, of laat tekenen op papier.")
    ),
    "witness_missing": RefusalText(422, _("Vul in wie het kruisje zag zetten"), _("Dat is iemand die erbij is, bijvoorbeeld jij.")),
    "institution_missing": RefusalText(
        422, _("Vul in welke instelling tekent"), _("Dan weet iedereen wie voor de jongere tekende.")
    ),
    "not_on_paper": RefusalText(
        409, _("Hier hoort geen foto bij"), _("Een foto is er alleen van een blad dat met de pen getekend is.")
    ),
    "no_paper_photo": RefusalText(
        422,
        _("Dit is geen foto die we kunnen openen"),
        _("Kies een foto in JPEG of PNG. Maakt de telefoon HEIC? Kies dan bij de camera: meest compatibel."),
    ),
    "paper_photo_too_large": RefusalText(422, _("Deze foto is te groot"), _("Een foto is hoogstens {megabytes} MB.")),
    "paper_photo_kept": RefusalText(
        409, _("Deze foto blijft zoals ze is"), _("Een andere foto kan tot {days} dagen na het tekenen. Dat is voorbij.")
    ),
    "paper_photo_gone": RefusalText(
        409, _("Deze foto is er niet meer"), _("Een collega was je net voor. Kijk na wat er nu staat.")
    ),
    "phone_code_over": RefusalText(
        409, _("Deze code werkt niet meer"), _("Vraag aan de balie een nieuwe. Er is nog niets getekend.")
    ),
    "no_certificate": RefusalText(
        422,
        _("Dit certificaat kunnen we niet gebruiken"),
        _("Het moet een geldig PKCS#12-bestand zijn (.p12 of .pfx), met de sleutel erin. Kijk ook het wachtwoord na."),
    ),
    "not_running": RefusalText(
        409, _("Deze lening loopt niet"), _("Ze is nog niet getekend, of ze is al voorbij. Kijk na wat er nu staat.")
    ),
    "loan_not_over": RefusalText(
        409,
        _("Deze lening is nog niet voorbij"),
        _("Komt er iets terug? Kijk dan hier na wat terug is. Er is nog niets veranderd."),
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
    "one_keyboard": RefusalText(422, _("Kies één soort toetsenbord"), _("Azerty of qwerty. Maakt het niet uit? Kies dan geen.")),
    "cannot_come_back": RefusalText(
        409, _("Deze vraag kan niet meer terug op haar plaats"), _("Vraag gerust opnieuw. Dat mag altijd.")
    ),
    "counter_taken": RefusalText(
        409, _("Een collega helpt dit gezin nu"), _("Er is niets veranderd. Je kan het hieronder weer overnemen.")
    ),
    "counter_step_done": RefusalText(
        409, _("Deze stap was al gedaan"), _("Er is niets dubbel gebeurd. Hieronder staat de stap die nu komt.")
    ),
    "family_at_counter": RefusalText(
        409, _("Een collega is al bezig met dit gezin"), _("Kijk aan de balie bij ‘Onderweg’. Daar kan je het overnemen.")
    ),
    "not_open_for_more": RefusalText(
        409, _("Bij deze lening kan niets meer bij"), _("Alles komt terug, of ze is al voorbij. Kijk na wat er nu staat.")
    ),
    "too_many_machines": RefusalText(422, _("Dat zijn te veel toestellen"), _("Op één lening staan er hoogstens {most}.")),
    "nothing_coming": RefusalText(
        409, _("Dit toestel ligt niet meer klaar voor dit gezin"), _("Kijk na wat er nu staat, of kies een ander.")
    ),
    "nothing_chosen": RefusalText(422, _("Kruis eerst iets aan"), _("Er is nog niets veranderd.")),
    "end_instead": RefusalText(
        409, _("Dan is er geen toestel meer over"), _("Komt alles terug? Kies dan: kijk na wat terug is. Dan is de lening voorbij.")
    ),
    "not_on_this_loan": RefusalText(409, _("Dit toestel hoort niet bij deze lening"), _("Kijk na wat er nu staat.")),
    "no_such_code": RefusalText(
        422, _("We vinden geen vrij toestel met deze code"), _("Kijk op de sticker, of kies uit de lijst.")
    ),
    "address_too_long": RefusalText(
        422, _("Dit adres is te lang"), _("Het moet in het venster van een omslag passen: hoogstens {most} korte regels.")
    ),
    "number_missing": RefusalText(
        422,
        _("Daarvoor is een telefoonnummer nodig"),
        _("Noteer eerst het nummer bij het gezin. Of kies iets anders."),
    ),
    "answered_meanwhile": RefusalText(
        409,
        _("Dit is niet meer nodig"),
        _("Het gezin gaf al antwoord, vroeg hulp of brengt het toestel terug. Er is niets veranderd."),
    ),
    "call_day_not_near": RefusalText(422, _("Kies een dag die nog komt"), _("Hoogstens {days} dagen ver.")),
    "message_not_there": RefusalText(
        409, _("Dit bericht wacht niet meer"), _("Een collega was je net voor. Kijk na wat er nu staat.")
    ),
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
QUIET = {QuietPlace.YES: _("ja"), QuietPlace.NO: _("nee"), QuietPlace.UNKNOWN: _("nog niet gevraagd")}
MACHINE_WISH = {
    MachineWish.AZERTY: (_("azerty-toetsenbord"), _("Zoals in België: de A staat linksboven.")),
    MachineWish.QWERTY: (_("qwerty-toetsenbord"), _("De Q staat linksboven.")),
    MachineWish.LARGE_SCREEN: (_("groot scherm"), _("Vanaf 15,6 duim.")),
    MachineWish.LIGHT: (_("licht om mee te nemen"), _("Een tablet, of een laptop tot 14 duim.")),
    MachineWish.WEBCAM: (_("camera en microfoon"), _("Om met beeld te bellen.")),
    MachineWish.OTHER: (_("iets anders"), ""),
}
"""What a family may wish of its machine: the words, and what we take it for."""
HOME_OFFER = {
    HomeOffer.HOTSPOT: (_("hotspot van ons"), _("Een kastje waarmee je overal op het internet kunt.")),
    HomeOffer.SOCIAL_TARIFF: (_("hulp met het sociaal tarief"), _("Internet voor minder geld. We vullen het samen in.")),
    HomeOffer.HEADSET: (_("koptelefoon"), _("Om te werken zonder de anderen te horen.")),
    HomeOffer.STUDY_ROOM: (_("plek om te studeren"), _("Bijvoorbeeld in de bibliotheek of op school.")),
    HomeOffer.PRINTING: (_("afdrukken bij ons"), _("Wat het gezin op papier nodig heeft.")),
}
"""What we can offer where internet or a quiet place is missing at home: the words, and what it is."""
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
    MoveReason.LATER_WILL_DO: (
        _("het gezin heeft liever meer tijd"),
        _("Kies dan hierboven achteraan, of een gezin dat verder staat."),
    ),
    MoveReason.OTHER: (_("iets anders"), _("Schrijf dan hieronder kort waarom.")),
}
"""For each reason to put a family elsewhere in line: the words, and an example."""

COUNTER_STEP = {
    CounterStep.WHO: (_("Wie is het?"), _("Gezin gekozen")),
    CounterStep.WHAT_FOR: (_("Waarvoor is het?"), _("Waarvoor, dat weten we")),
    CounterStep.MACHINE: (_("Kies een toestel"), _("Toestel ligt klaar")),
    CounterStep.ALONG: (_("Wat gaat er mee?"), _("Spullen gekozen")),
    CounterStep.SIGN: (_("Samen lezen en tekenen"), _("Getekend")),
    CounterStep.GIVE: (_("Afdrukken en meegeven"), _("Meegegeven")),
}
"""The steps at the counter: the words before and after each."""

WHY_STOPPED = {
    WhyStopped.NOT_NEEDED: _("niet meer nodig"),
    WhyStopped.HAS_ONE: _("heeft zelf een toestel gevonden"),
    WhyStopped.TOO_LONG: _("het duurde te lang"),
    WhyStopped.DID_NOT_FIT: _("het toestel paste niet"),
    WhyStopped.DID_NOT_WORK: _("het toestel werkte niet goed"),
    WhyStopped.MOVED: _("verhuisd"),
    WhyStopped.OTHER: _("iets anders"),
}
COUNTED = {
    CountKind.STOPPED: _("Waarom gezinnen stoppen met wachten"),
    CountKind.TURNED_DOWN: _("Waarom gezinnen een toestel weigeren"),
    CountKind.RETURNED: _("Waarom een lening stopt"),
}

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


HAND_OVER = {
    HandOver.CHARGER_TRIED: _("De lader geprobeerd"),
    HandOver.SWITCHED_ON: _("Samen aangezet en uitgezet"),
    HandOver.STICKER_SHOWN: _("De sticker onderaan getoond"),
    HandOver.HELP_SHOWN: _("Verteld waar er hulp is"),
    HandOver.PAPER_GIVEN: _("De afspraken op papier meegegeven"),
    HandOver.CARD_GIVEN: _("Een kaart met pincode gegeven"),
}
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
MANNER = {
    Manner.TYPED: _("op het scherm, naam getypt"),
    Manner.DRAWN: _("op het scherm, met de hand"),
    Manner.MARK: _("op het scherm, met een kruisje"),
    Manner.PAPER: _("op papier"),
    Manner.PAPER_MARK: _("op papier, met een kruisje"),
}
SIGNS_AS = {
    SignsAs.FAMILY: _("iemand van het gezin"),
    SignsAs.GUARDIAN: _("een voogd, voor een jongere"),
    SignsAs.INSTITUTION: _("een instelling, voor een jongere"),
}
SIGNERS = [
    (SignsAs.FAMILY.value, _("Iemand van het gezin"), ""),
    (SignsAs.GUARDIAN.value, _("Een voogd, voor een jongere"), _("De jongere krijgt ook een blad.")),
    (SignsAs.INSTITUTION.value, _("Een instelling, voor een jongere"), _("De jongere krijgt ook een blad.")),
]
PHONE_STATE = {
    PhoneState.WAITS: _("Nog niet geopend"),
    PhoneState.OPENED: _("Het gezin leest nu"),
    PhoneState.USED: _("Getekend"),
    PhoneState.OVER: _("De code is verlopen"),
}
PHONE_TONE = {PhoneState.WAITS: "", PhoneState.OPENED: "care", PhoneState.USED: "good", PhoneState.OVER: "quiet"}
WRONG_FIELD = {
    "signature_missing": "signature_name",
    "drawing_missing": "signature_name",
    "drawing_unreadable": "signature_name",
    "adult_signs": "adult",
    "witness_missing": "witness",
    "institution_missing": "institution",
}
"""The field that a refusal of a signature is about."""
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
