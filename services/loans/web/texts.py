"""The words of loans for people, in Dutch."""

from services.loans.documents.agreement_text import words_of
from services.loans.domain.household import Language
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.priority import Internet, PriorityReason
from services.loans.domain.request import RequestStatus
from shared.contracts.disclosure import DisclosurePurpose
from shared.contracts.vocabulary import Accessory, ConsentAnswer, ConsentPurpose, DeviceState, SigningWay, Symptom, UseProfile
from shared.runtime.service import RefusalText

REFUSALS = {
    "already_withdrawn": RefusalText(409, "Deze vraag is al gestopt", "Er is niets veranderd."),
    "already_lent": RefusalText(
        409, "Het toestel is al meegegeven", "Brengt het gezin alles terug? Open dan de lening en druk daar op Alles is terug."
    ),
    "name_missing": RefusalText(422, "Vul in hoe we het gezin mogen noemen", "Een voornaam of een roepnaam is genoeg."),
    "not_a_telephone_number": RefusalText(
        422, "Dit is geen telefoonnummer", "Gebruik cijfers. Een plusteken, spaties, punten, haakjes en streepjes mogen ook."
    ),
    "not_ready_to_sign": RefusalText(
        409, "Hier valt niets meer te tekenen", "Het is al getekend, of de vraag is gestopt. Kijk na wat er nu staat."
    ),
    "device_not_known_yet": RefusalText(
        409, "De gegevens van het toestel zijn nog onderweg", "Dat duurt meestal maar enkele tellen. Probeer het dan opnieuw."
    ),
    "wrong_text": RefusalText(
        409, "De tekst is intussen veranderd", "Lees de tekst hieronder opnieuw samen. Teken daarna. Er is nog niets getekend."
    ),
    "signature_missing": RefusalText(422, "Typ de naam van wie tekent", "Dat is een volwassene van het gezin."),
    "not_running": RefusalText(
        409, "Deze lening loopt niet", "Ze is nog niet getekend, of ze is al voorbij. Kijk na wat er nu staat."
    ),
    "nothing_to_keep": RefusalText(409, "Deze lening loopt gewoon verder", "Er was niets om terug te draaien."),
    "date_not_ahead": RefusalText(422, "Kies een dag die nog komt", "De dag ligt in de toekomst, hoogstens drie jaar ver."),
    "too_many_people": RefusalText(422, "Dat zijn te veel mensen", "Vul een getal in van 0 tot {most}."),
}

PROFILE = {
    UseProfile.PRIMARY_SCHOOL: "lagere school",
    UseProfile.SECONDARY_SCHOOL: "middelbare school",
    UseProfile.STUDY_GENERAL: "hogere studie",
    UseProfile.STUDY_DESIGN: "studie met tekenen of ontwerpen",
    UseProfile.DUTCH_LESSONS: "Nederlands leren",
    UseProfile.WORK: "werk of werk zoeken",
    UseProfile.DAILY_LIFE: "dagelijks leven",
}
PROFILE_HINT = {
    UseProfile.STUDY_GENERAL: "Hogeschool of universiteit: lezen, schrijven, opzoeken.",
    UseProfile.STUDY_DESIGN: "Architectuur, beeld, techniek: vraagt een sterk toestel.",
    UseProfile.DAILY_LIFE: "Schoolplatform, bank, gemeente, bellen met familie.",
}
STATUS = {
    RequestStatus.WAITING: "wacht",
    RequestStatus.CLAIMED: "toestel gevonden",
    RequestStatus.RESERVED: "toestel ligt klaar",
    RequestStatus.LENT: "meegegeven",
    RequestStatus.ENDED: "afgerond",
    RequestStatus.WITHDRAWN: "gestopt",
}
TAB = {
    RequestStatus.WAITING: "Wachten",
    RequestStatus.CLAIMED: "Toestel gevonden",
    RequestStatus.RESERVED: "Ligt klaar",
    RequestStatus.LENT: "Meegegeven",
    RequestStatus.ENDED: "Afgerond",
    RequestStatus.WITHDRAWN: "Gestopt",
}
TONE = {
    RequestStatus.WAITING: "",
    RequestStatus.CLAIMED: "care",
    RequestStatus.RESERVED: "good",
    RequestStatus.LENT: "good",
    RequestStatus.ENDED: "quiet",
    RequestStatus.WITHDRAWN: "quiet",
}
INTERNET = {Internet.YES: "ja", Internet.NO: "nee", Internet.UNKNOWN: "nog niet gevraagd"}
REASON = {
    PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: "schoolkind zonder toestel",
    PriorityReason.NO_INTERNET: "geen internet thuis",
}

LOAN_STATUS = {
    LoanStatus.READY_TO_SIGN: "klaar om te tekenen",
    LoanStatus.RUNNING: "loopt",
    LoanStatus.RETURNING: "komt terug",
    LoanStatus.ENDED: "voorbij",
    LoanStatus.CANCELLED: "niet doorgegaan",
}
LOAN_TAB = {
    LoanStatus.READY_TO_SIGN: "Klaar om te tekenen",
    LoanStatus.RUNNING: "Lopen",
    LoanStatus.RETURNING: "Komen terug",
    LoanStatus.ENDED: "Voorbij",
}
LOAN_TONE = {
    LoanStatus.READY_TO_SIGN: "care",
    LoanStatus.RUNNING: "good",
    LoanStatus.RETURNING: "care",
    LoanStatus.ENDED: "quiet",
    LoanStatus.CANCELLED: "quiet",
}
ACCESSORY = {Accessory(code): words for code, words in words_of(Language.NL)["accessory"].items()}
ACCESSORY_HINT = {
    Accessory.HOTSPOT: "Een kastje waarmee je overal op het internet kunt.",
    Accessory.HEADSET: "Om te bellen en te luisteren zonder de anderen te storen.",
}
ACCESSORIES = [(accessory.value, ACCESSORY[accessory], ACCESSORY_HINT.get(accessory, "")) for accessory in Accessory]
LANGUAGE = {
    Language.NL: "Nederlands",
    Language.FR: "Frans",
    Language.EN: "Engels",
    Language.AR: "Arabisch",
    Language.TR: "Turks",
    Language.UK: "Oekraïens",
}
CONSENT = {
    ConsentPurpose.VISITS: "Mogen we op bezoek komen?",
    ConsentPurpose.CALLS: "Mogen we bellen?",
}
CONSENT_HINT = {
    ConsentPurpose.VISITS: "Een vrijwilliger komt kijken of alles nog werkt. Waar, dat kiest het gezin.",
    ConsentPurpose.CALLS: "Bijvoorbeeld om te vragen hoe het gaat.",
}
CONSENT_ANSWER = {ConsentAnswer.YES: "Ja", ConsentAnswer.NO: "Nee", ConsentAnswer.NOT_ASKED: "Nog niet gevraagd"}
CONSENT_TONE = {ConsentAnswer.YES: "good", ConsentAnswer.NO: "quiet", ConsentAnswer.NOT_ASKED: "care"}
WAY = {SigningWay.TYPED: "op het scherm", SigningWay.PAPER: "op papier"}
PLACE = {
    DeviceState.IN_REPAIR: "in herstelling",
    DeviceState.REPAIRED: "hersteld, nog bij ons",
    DeviceState.RETIRED: "buiten gebruik",
}
"""Where a machine on loan is, when it is not simply with the family."""
SYMPTOM = {
    Symptom.SCREEN: "scherm",
    Symptom.KEYBOARD: "toetsenbord",
    Symptom.CHARGER: "lader",
    Symptom.SLOW: "traag",
    Symptom.INTERNET: "internet",
    Symptom.PASSWORD: "wachtwoord",
    Symptom.STRANGE_NOTICE: "vreemde melding",
    Symptom.SOMETHING_ELSE: "iets anders",
    Symptom.FOUND: "gevonden",
    Symptom.NOT_SAID: "nog niet gezegd",
}
LOOKED_FOR = {
    DisclosurePurpose.VISIT: "voor een bezoek",
    DisclosurePurpose.CALL_BACK: "om terug te bellen",
    DisclosurePurpose.ASKED_TO_BE_CALLED: "om terug te bellen, omdat dat gevraagd was",
}
LOOKED_AT = {"call_name": "naam", "telephone": "telefoonnummer"}
SERVICE = {"helpdesk": "de helpdesk", "skills": "wie les geeft"}
