"""The words of helpdesk for people, in Dutch."""

from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.repair import DriveFate, FilesAnswer
from services.helpdesk.domain.ticket import TicketStatus
from services.helpdesk.domain.visit import VisitStatus
from services.helpdesk.queries.tickets import Show
from shared.contracts.vocabulary import (
    Channel,
    Chassis,
    ConsentAnswer,
    DeviceState,
    LoanerRefusalReason,
    Medium,
    RepairOutcome,
    Symptom,
    TicketResolution,
    TriageDecision,
    VisitFinding,
    VisitOutcome,
    VisitPurpose,
)
from shared.runtime.service import RefusalText

REFUSALS = {
    "unknown_code": RefusalText(
        422, "Deze code kennen we niet", "Kijk nog eens op de sticker. Is het een eigen toestel? Laat de code dan leeg."
    ),
    "text_missing": RefusalText(422, "Typ eerst iets", "Er stond nog niets in het vak."),
    "too_many_notes": RefusalText(409, "Hier passen geen notities meer bij", "Er staan er al {most}. Open een nieuwe vraag."),
    "ticket_is_closed": RefusalText(
        409, "Deze vraag is afgerond", "Er is niets veranderd. Is het toch niet in orde? Open ze dan opnieuw."
    ),
    "ticket_is_open": RefusalText(409, "Deze vraag staat al open", "Er is niets veranderd."),
    "in_repair": RefusalText(409, "Dit toestel wordt hersteld", "Noteer eerst hoe de herstelling afliep. Beslis dan opnieuw."),
    "not_in_repair": RefusalText(
        409, "Dit toestel wordt niet hersteld", "Misschien rondde een collega dit al af. Kijk na wat er nu staat."
    ),
    "repair_needs_device": RefusalText(
        409, "We weten niet welk toestel dit is", "Zonder toestel van ons kunnen we niet herstellen. Kies uitleg of een bezoek."
    ),
    "nobody_to_visit": RefusalText(
        409, "We weten niet bij wie we langsgaan", "Bij deze vraag hoort geen gezin. Kies herstellen of uitleg."
    ),
    "visits_are_for_others": RefusalText(
        403,
        "Laat een collega dit beslissen",
        "Een bezoek beslist wie het gezin kent. Noteer wat je zag, of kies iets anders.",
    ),
    "no_visits_wanted": RefusalText(409, "Dit gezin wil geen bezoek", "Dat respecteren we. Kies herstellen of uitleg."),
    "no_callback_wanted": RefusalText(409, "Er wacht niemand meer op telefoon", "Misschien belde een collega al."),
    "not_on_loan": RefusalText(409, "Dit toestel is niet uitgeleend", "Er is dus geen leentoestel nodig."),
    "loaner_is_there": RefusalText(409, "Er is al een leentoestel", "Een tweede is niet nodig."),
    "files_not_asked": RefusalText(
        409,
        "Vraag eerst: zullen we je bestanden bewaren?",
        "Er gaat geen schijf weg voor het gezin dat gezegd heeft. Bel of vraag het even, en kies dan het antwoord.",
    ),
    "new_drive_missing": RefusalText(
        422, "De nieuwe schijf klopt niet", "Is er een schijf vervangen? Kies dan de soort. Anders laat je de soort leeg."
    ),
    "handover_not_accepted": RefusalText(
        422, "Nog niet doorgegeven", "Schrijf wie het overneemt, en vink aan dat die ja zei. Zo valt niemand tussen twee stoelen."
    ),
    "visit_is_over": RefusalText(409, "Dit bezoek is voorbij", "Kijk na wat er nu staat. Er is niets veranderd."),
    "somebody_goes": RefusalText(409, "Een collega gaat al", "Wil jij gaan? Laat het bezoek dan eerst los."),
    "day_has_passed": RefusalText(422, "Die dag is al voorbij", "Kies een dag vanaf morgen."),
    "no_next_visit": RefusalText(
        409, "Een volgend bezoek kan nu niet", "De lening is voorbij, of het gezin zei geen ja. Laat de dag leeg."
    ),
}

TAP = {
    Symptom.SCREEN: "Scherm",
    Symptom.KEYBOARD: "Toetsen of muis",
    Symptom.CHARGER: "Lader of batterij",
    Symptom.SLOW: "Traag",
    Symptom.INTERNET: "Internet",
    Symptom.PASSWORD: "Wachtwoord",
    Symptom.STRANGE_NOTICE: "Vreemd bericht",
    Symptom.SOMETHING_ELSE: "Iets anders",
}
"""What somebody may tap on the page behind the sticker."""

SYMPTOM = {
    Symptom.SCREEN: "scherm",
    Symptom.KEYBOARD: "toetsen of muis",
    Symptom.CHARGER: "lader of batterij",
    Symptom.SLOW: "traag",
    Symptom.INTERNET: "internet",
    Symptom.PASSWORD: "wachtwoord",
    Symptom.STRANGE_NOTICE: "vreemd bericht",
    Symptom.SOMETHING_ELSE: "iets anders",
    Symptom.FOUND: "toestel gevonden",
    Symptom.NOT_SAID: "niet gezegd wat",
}
CHANNEL = {
    Channel.STICKER: "via de sticker",
    Channel.COUNTER: "aan de balie",
    Channel.CALL: "telefoon",
    Channel.VISIT: "tijdens een bezoek",
    Channel.PAPER: "op papier of via een bericht",
}
STATUS = {
    TicketStatus.OPEN: "nog te bekijken",
    TicketStatus.TRIAGED: "bekeken",
    TicketStatus.IN_REPAIR: "in herstelling",
    TicketStatus.CLOSED: "afgerond",
}
TONE = {TicketStatus.OPEN: "care", TicketStatus.TRIAGED: "", TicketStatus.IN_REPAIR: "", TicketStatus.CLOSED: "quiet"}
TAB = {Show.OPEN: "Te doen", Show.IN_REPAIR: "In herstelling", Show.CLOSED: "Afgerond"}
DECISION = {
    TriageDecision.REPAIR: ("Herstellen", "Het toestel komt bij ons. Het staat dan als ‘in herstelling’."),
    TriageDecision.ADVICE: ("Uitleg geven", "Bellen, of samen kijken aan de balie."),
    TriageDecision.VISIT: ("Langsgaan", "Er komt een bezoek deze week op de lijst."),
}
DECIDED = {
    TriageDecision.REPAIR: "We herstellen het",
    TriageDecision.ADVICE: "We geven uitleg",
    TriageDecision.VISIT: "We gaan langs",
}
RESOLUTION = {
    TicketResolution.REPAIRED: "hersteld",
    TicketResolution.ADVICE_GIVEN: "uitleg gegeven",
    TicketResolution.REPLACED: "vervangen door een ander toestel",
    TicketResolution.HANDED_OVER: "doorgegeven",
    TicketResolution.SOLVED_ITSELF: "vanzelf in orde",
}
CLOSE = {
    TicketResolution.ADVICE_GIVEN: ("Uitleg gegeven", "Het lukt nu."),
    TicketResolution.SOLVED_ITSELF: ("Vanzelf in orde", "Het gezin zegt dat het weer werkt."),
    TicketResolution.REPAIRED: ("Hersteld zonder werkbank", "Ter plaatse in orde gemaakt."),
    TicketResolution.REPLACED: ("Vervangen", "Het gezin heeft iets anders dat werkt."),
    TicketResolution.HANDED_OVER: ("Doorgegeven", "Iemand anders neemt het over en zei ja."),
}
OUTCOME = {
    RepairOutcome.FIXED: ("Hersteld", "Het werkt weer."),
    RepairOutcome.REPAIRABLE: ("Kan nog hersteld worden", "Niet vandaag: er is een onderdeel of meer kennis nodig."),
    RepairOutcome.END_OF_LIFE: ("Niet meer te redden", "Het gezin krijgt een ander toestel."),
    RepairOutcome.UNKNOWN: ("Weet ik niet", "Iemand anders kijkt nog eens."),
}
DRIVES = {
    DriveFate.STAYED: ("Nee", "De schijf zit er nog in."),
    DriveFate.REPLACED: ("Ja, en er zit een nieuwe in", ""),
    DriveFate.TAKEN_OUT: ("Ja, en er kwam geen nieuwe", ""),
}
FILES = {
    FilesAnswer.YES_SAVED: ("Ja, en ze zijn bewaard", ""),
    FilesAnswer.NOTHING_TO_KEEP: ("Nee, er staat niets op", ""),
    FilesAnswer.NOT_ASKED: ("Nog niet gevraagd", "Dan blijft de schijf in het toestel."),
}
MEDIUM = {Medium.SSD: "SSD", Medium.NVME: "NVMe-SSD", Medium.HDD: "harde schijf", Medium.EMMC: "eMMC", Medium.UNKNOWN: "andere"}
KIND = {NoteKind.FAMILY_SAID: "Gezegd door het gezin", NoteKind.SEEN: "Zelf gezien"}
CHASSIS = {
    Chassis.LAPTOP: "laptop",
    Chassis.DESKTOP: "vaste computer",
    Chassis.TABLET: "tablet",
    Chassis.ALL_IN_ONE: "alles-in-één",
    Chassis.SERVER: "server",
    Chassis.OTHER: "toestel",
}
DEVICE = {
    DeviceState.ARRIVED: "bij ons, nog niet klaar",
    DeviceState.READY: "staat klaar",
    DeviceState.RESERVED: "gereserveerd",
    DeviceState.GIVEN_OUT: "bij een gezin",
    DeviceState.IN_REPAIR: "in herstelling",
    DeviceState.REPAIRED: "hersteld, ligt bij ons",
    DeviceState.RETURN_EXPECTED: "komt terug",
    DeviceState.RETURNED: "terug bij ons",
    DeviceState.RETIRED: "uit gebruik",
}
NO_LOANER = {
    LoanerRefusalReason.NONE_READY: "Er is nu geen toestel klaar.",
    LoanerRefusalReason.NOT_ON_LOAN: "Dit toestel is niet uitgeleend, dus er is geen leentoestel nodig.",
}

PURPOSE = {VisitPurpose.FOLLOW_UP: "kijken of alles werkt", VisitPurpose.HELP: "helpen", VisitPurpose.GOODBYE: "afscheid"}
WHY = {
    VisitPurpose.FOLLOW_UP: "We gaan uit onszelf kijken. Niet iedereen merkt dat iets stuk is, of durft het te vragen.",
    VisitPurpose.HELP: "Dit gezin vroeg hulp. Kijk samen wat er aan de hand is.",
    VisitPurpose.GOODBYE: "De lening is voorbij. Vraag hoe het was, en of er nog iets nodig is.",
}
ANNOUNCE = {
    VisitPurpose.FOLLOW_UP: "Ik kom graag even langs, om te horen of alles goed werkt.",
    VisitPurpose.HELP: "Ik kom graag langs om te helpen.",
    VisitPurpose.GOODBYE: "De laptop is terug. Ik hoor graag hoe het was.",
}
VISIT_STATUS = {VisitStatus.PLANNED: "gepland", VisitStatus.DONE: "gebeurd", VisitStatus.CALLED_OFF: "gaat niet door"}
VISIT_TONE = {VisitStatus.PLANNED: "care", VisitStatus.DONE: "good", VisitStatus.CALLED_OFF: "quiet"}
WISH = {
    ConsentAnswer.YES: "Dit gezin wil graag bezoek.",
    ConsentAnswer.NOT_ASKED: "Nog niet gevraagd. Bel één keer kort aan en laat een kaartje achter.",
    ConsentAnswer.NO: "Dit gezin wil geen bezoek. Ga niet langs.",
}
VISIT_OUTCOME = {
    VisitOutcome.WENT_AHEAD: "Het ging door",
    VisitOutcome.INFORMAL_TALK: "Een los gesprek, op straat of aan de poort",
    VisitOutcome.NOT_AT_HOME: "Niet thuis",
    VisitOutcome.DID_NOT_OPEN: "Niemand deed open",
    VisitOutcome.FAMILY_CANCELLED: "Het gezin zegde af",
    VisitOutcome.FAMILY_MOVED_IT: "Het gezin koos een ander moment",
    VisitOutcome.WE_CANCELLED: "Wij zegden af",
    VisitOutcome.REFUSED_TODAY: "Vandaag liever niet",
    VisitOutcome.NO_ANSWER: "Geen antwoord op telefoon of bericht",
    VisitOutcome.ASKED_TO_CALL_BACK: "Vroeg om later te bellen",
}
FINDING = {
    VisitFinding.BROKEN: ("Er is iets stuk", "Dan maken we er meteen een vraag van."),
    VisitFinding.WANTS_TO_LEARN: ("Iemand wil iets leren", "Dan hoort de trainer het."),
    VisitFinding.NEED_IS_OVER: ("Het toestel is niet meer nodig", "Dan regelen we dat het terugkomt."),
}
COMPETENCE = {
    "1.1": "informatie zoeken",
    "1.2": "zien of informatie klopt",
    "1.3": "informatie bewaren en terugvinden",
    "2.1": "contact met anderen",
    "2.2": "iets delen met anderen",
    "2.3": "zaken regelen met school, gemeente of bank",
    "2.4": "samen aan iets werken",
    "2.5": "omgangsvormen op internet",
    "2.6": "je eigen accounts en profielen",
    "3.1": "zelf iets maken: tekst, foto, filmpje",
    "3.2": "iets aanpassen dat al bestaat",
    "3.3": "weten wat je mag overnemen",
    "3.4": "een computer stappen laten doen",
    "4.1": "toestellen veilig houden",
    "4.2": "je gegevens beschermen",
    "4.3": "je goed voelen bij schermen",
    "4.4": "zuinig met stroom en toestellen",
    "5.1": "problemen met het toestel oplossen",
    "5.2": "kiezen wat je nodig hebt",
    "5.3": "nieuwe dingen uitproberen",
    "5.4": "weten wat je nog wil leren",
}
"""The 21 competences of DigComp 3.0 by id, in words for at the kitchen table."""
