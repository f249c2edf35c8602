"""The words of helpdesk for colleagues; those of the page behind a sticker are in `sticker_texts.py`."""

from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.repair import DriveFate, FilesAnswer
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
    TicketResolution,
    TriageDecision,
    VisitFinding,
    VisitOutcome,
    VisitPurpose,
)
from shared.language.translate import _
from shared.runtime.service import RefusalText

REFUSALS = {
    "unknown_code": RefusalText(
        422, _("Deze code kennen we niet"), _("Kijk nog eens op de sticker. Is het een eigen toestel? Laat de code dan leeg.")
    ),
    "text_missing": RefusalText(422, _("Typ eerst iets"), _("Er stond nog niets in het vak.")),
    "too_many_notes": RefusalText(409, _("Hier passen geen notities meer bij"), _("Er staan er al {most}. Open een nieuwe vraag.")),
    "ticket_is_closed": RefusalText(
        409, _("Deze vraag is afgerond"), _("Er is niets veranderd. Is het toch niet in orde? Open ze dan opnieuw.")
    ),
    "ticket_is_open": RefusalText(409, _("Deze vraag staat al open"), _("Er is niets veranderd.")),
    "in_repair": RefusalText(
        409, _("Dit toestel wordt hersteld"), _("Noteer eerst hoe de herstelling afliep. Beslis dan opnieuw.")
    ),
    "not_in_repair": RefusalText(
        409, _("Dit toestel wordt niet hersteld"), _("Misschien rondde een collega dit al af. Kijk na wat er nu staat.")
    ),
    "repair_needs_device": RefusalText(
        409,
        _("We weten niet welk toestel dit is"),
        _("Zonder toestel van ons kunnen we niet herstellen. Kies uitleg of een bezoek."),
    ),
    "nobody_to_visit": RefusalText(
        409, _("We weten niet bij wie we langsgaan"), _("Bij deze vraag hoort geen gezin. Kies herstellen of uitleg.")
    ),
    "visits_are_for_others": RefusalText(
        403,
        _("Laat een collega dit beslissen"),
        _("Een bezoek beslist wie het gezin kent. Noteer wat je zag, of kies iets anders."),
    ),
    "no_visits_wanted": RefusalText(409, _("Dit gezin wil geen bezoek"), _("Dat respecteren we. Kies herstellen of uitleg.")),
    "no_callback_wanted": RefusalText(409, _("Er wacht niemand meer op telefoon"), _("Misschien belde een collega al.")),
    "not_on_loan": RefusalText(409, _("Dit toestel is niet uitgeleend"), _("Er is dus geen leentoestel nodig.")),
    "loaner_is_there": RefusalText(409, _("Er is al een leentoestel"), _("Een tweede is niet nodig.")),
    "files_not_asked": RefusalText(
        409,
        _("Vraag eerst: zullen we je bestanden bewaren?"),
        _("Er gaat geen schijf en geen toestel weg voor het gezin antwoordt. Bel of vraag het even, en kies dan het antwoord."),
    ),
    "new_drive_missing": RefusalText(
        422, _("De nieuwe schijf klopt niet"), _("Is er een schijf vervangen? Kies dan de soort. Anders laat je de soort leeg.")
    ),
    "handover_not_accepted": RefusalText(
        422,
        _("Nog niet doorgegeven"),
        _("Schrijf wie het overneemt, en vink aan dat die ja zei. Zo valt niemand tussen twee stoelen."),
    ),
    "visit_is_over": RefusalText(409, _("Dit bezoek is voorbij"), _("Kijk na wat er nu staat. Er is niets veranderd.")),
    "somebody_goes": RefusalText(409, _("Een collega gaat al"), _("Wil jij gaan? Laat het bezoek dan eerst los.")),
    "day_has_passed": RefusalText(422, _("Die dag is al voorbij"), _("Kies een dag vanaf morgen.")),
    "no_next_visit": RefusalText(
        409, _("Een volgend bezoek kan nu niet"), _("De lening is voorbij, of het gezin zei geen ja. Laat de dag leeg.")
    ),
}

CHANNEL = {
    Channel.STICKER: _("via de sticker"),
    Channel.COUNTER: _("aan de balie"),
    Channel.CALL: _("telefoon"),
    Channel.VISIT: _("tijdens een bezoek"),
    Channel.PAPER: _("op papier of via een bericht"),
}
TAB = {Show.OPEN: _("Te doen"), Show.IN_REPAIR: _("In herstelling"), Show.CLOSED: _("Afgerond")}
DECISION = {
    TriageDecision.REPAIR: (_("Herstellen"), _("Het toestel komt bij ons. Het staat dan als ‘in herstelling’.")),
    TriageDecision.ADVICE: (_("Uitleg geven"), _("Bellen, of samen kijken aan de balie.")),
    TriageDecision.VISIT: (_("Langsgaan"), _("Er komt een bezoek deze week op de lijst.")),
}
DECIDED = {
    TriageDecision.REPAIR: _("We herstellen het"),
    TriageDecision.ADVICE: _("We geven uitleg"),
    TriageDecision.VISIT: _("We gaan langs"),
}
RESOLUTION = {
    TicketResolution.REPAIRED: _("hersteld"),
    TicketResolution.ADVICE_GIVEN: _("uitleg gegeven"),
    TicketResolution.REPLACED: _("vervangen door een ander toestel"),
    TicketResolution.HANDED_OVER: _("doorgegeven"),
    TicketResolution.SOLVED_ITSELF: _("vanzelf in orde"),
}
CLOSE = {
    TicketResolution.ADVICE_GIVEN: (_("Uitleg gegeven"), _("Het lukt nu.")),
    TicketResolution.SOLVED_ITSELF: (_("Vanzelf in orde"), _("Het gezin zegt dat het weer werkt.")),
    TicketResolution.REPAIRED: (_("Hersteld zonder werkbank"), _("Ter plaatse in orde gemaakt.")),
    TicketResolution.REPLACED: (_("Vervangen"), _("Het gezin heeft iets anders dat werkt.")),
    TicketResolution.HANDED_OVER: (_("Doorgegeven"), _("Iemand anders neemt het over en zei ja.")),
}
OUTCOME = {
    RepairOutcome.FIXED: (_("Hersteld"), _("Het werkt weer.")),
    RepairOutcome.REPAIRABLE: (_("Kan nog hersteld worden"), _("Niet vandaag: er is een onderdeel of meer kennis nodig.")),
    RepairOutcome.END_OF_LIFE: (_("Niet meer te redden"), _("Het gezin krijgt een ander toestel.")),
    RepairOutcome.UNKNOWN: (_("Weet ik niet"), _("Iemand anders kijkt nog eens.")),
}
DRIVES = {
    DriveFate.STAYED: (_("Nee"), _("De schijf zit er nog in.")),
    DriveFate.REPLACED: (_("Ja, en er zit een nieuwe in"), ""),
    DriveFate.TAKEN_OUT: (_("Ja, en er kwam geen nieuwe"), ""),
}
FILES = {
    FilesAnswer.YES_SAVED: (_("Ja, en ze zijn bewaard"), ""),
    FilesAnswer.NOTHING_TO_KEEP: (_("Nee, er staat niets op"), ""),
    FilesAnswer.NOT_ASKED: (_("Nog niet gevraagd"), _("Dan blijft de schijf in het toestel.")),
}
MEDIUM = {
    Medium.SSD: "SSD",
    Medium.NVME: "NVMe-SSD",
    Medium.HDD: _("harde schijf"),
    Medium.EMMC: "eMMC",
    Medium.UNKNOWN: _("andere"),
}
KIND = {NoteKind.FAMILY_SAID: _("Gezegd door het gezin"), NoteKind.SEEN: _("Zelf gezien")}
CHASSIS = {
    Chassis.LAPTOP: _("laptop"),
    Chassis.DESKTOP: _("vaste computer"),
    Chassis.TABLET: _("tablet"),
    Chassis.ALL_IN_ONE: _("alles-in-één"),
    Chassis.SERVER: _("server"),
    Chassis.SCREEN: _("scherm"),
    Chassis.PHONE: _("telefoon"),
    Chassis.PRINTER: _("printer"),
    Chassis.HOTSPOT: _("hotspot"),
    Chassis.ACCESSORY: _("toebehoren"),
    Chassis.OTHER: _("toestel"),
}
PLACE = {
    DeviceState.ARRIVED: _("bij ons, nog niet klaar"),
    DeviceState.READY: _("staat klaar"),
    DeviceState.RESERVED: _("gereserveerd"),
    DeviceState.GIVEN_OUT: _("uitgeleend aan een gezin"),
    DeviceState.IN_REPAIR: _("in herstelling"),
    DeviceState.REPAIRED: _("hersteld, ligt bij ons"),
    DeviceState.RETURN_EXPECTED: _("komt terug"),
    DeviceState.RETURNED: _("terug bij ons"),
    DeviceState.RETIRED: _("uit gebruik"),
}
"""Where a machine is, as far as we know: of one that is lent nobody says whether it lies at home, on a counter or in a car."""
NO_LOANER = {
    LoanerRefusalReason.NONE_READY: _("Er is nu geen toestel klaar."),
    LoanerRefusalReason.NOT_ON_LOAN: _("Dit toestel is niet uitgeleend, dus er is geen leentoestel nodig."),
}

PURPOSE = {VisitPurpose.FOLLOW_UP: _("kijken of alles werkt"), VisitPurpose.HELP: _("helpen"), VisitPurpose.GOODBYE: _("afscheid")}
PICTURE = {VisitPurpose.FOLLOW_UP: "visit", VisitPurpose.HELP: "help", VisitPurpose.GOODBYE: "return"}
"""The pictogram of each purpose, by its name."""
WHY = {
    VisitPurpose.FOLLOW_UP: _("We gaan uit onszelf kijken. Niet iedereen merkt dat iets stuk is, of durft het te vragen."),
    VisitPurpose.HELP: _("Dit gezin vroeg hulp. Kijk samen wat er aan de hand is."),
    VisitPurpose.GOODBYE: _("De lening is voorbij. Vraag hoe het was, en of er nog iets nodig is."),
}
ANNOUNCE = {
    VisitPurpose.FOLLOW_UP: _("Ik kom graag even langs, om te horen of alles goed werkt."),
    VisitPurpose.HELP: _("Ik kom graag langs om te helpen."),
    VisitPurpose.GOODBYE: _("De laptop is terug. Ik hoor graag hoe het was."),
}
VISIT_STATUS = {VisitStatus.PLANNED: _("gepland"), VisitStatus.DONE: _("gebeurd"), VisitStatus.CALLED_OFF: _("gaat niet door")}
VISIT_TONE = {VisitStatus.PLANNED: "care", VisitStatus.DONE: "good", VisitStatus.CALLED_OFF: "quiet"}
WISH = {
    ConsentAnswer.YES: _("Dit gezin wil graag bezoek."),
    ConsentAnswer.NOT_ASKED: _("Nog niet gevraagd. Bel één keer kort aan en laat een kaartje achter."),
    ConsentAnswer.NO: _("Dit gezin wil geen bezoek. Ga niet langs."),
}
VISIT_OUTCOME = {
    VisitOutcome.WENT_AHEAD: _("Het ging door"),
    VisitOutcome.INFORMAL_TALK: _("Een los gesprek, op straat of aan de poort"),
    VisitOutcome.NOT_AT_HOME: _("Niet thuis"),
    VisitOutcome.DID_NOT_OPEN: _("Niemand deed open"),
    VisitOutcome.FAMILY_CANCELLED: _("Het gezin zegde af"),
    VisitOutcome.FAMILY_MOVED_IT: _("Het gezin koos een ander moment"),
    VisitOutcome.WE_CANCELLED: _("Wij zegden af"),
    VisitOutcome.REFUSED_TODAY: _("Vandaag liever niet"),
    VisitOutcome.NO_ANSWER: _("Geen antwoord op telefoon of bericht"),
    VisitOutcome.ASKED_TO_CALL_BACK: _("Vroeg om later te bellen"),
}
FINDING = {
    VisitFinding.BROKEN: (_("Er is iets stuk"), _("Dan maken we er meteen een vraag van.")),
    VisitFinding.WANTS_TO_LEARN: (_("Iemand wil iets leren"), _("Dan hoort de trainer het.")),
    VisitFinding.NEED_IS_OVER: (_("Het toestel is niet meer nodig"), _("Dan regelen we dat het terugkomt.")),
}
COMPETENCE = {
    "1.1": _("informatie zoeken"),
    "1.2": _("zien of informatie klopt"),
    "1.3": _("informatie bewaren en terugvinden"),
    "2.1": _("contact met anderen"),
    "2.2": _("iets delen met anderen"),
    "2.3": _("zaken regelen met school, gemeente of bank"),
    "2.4": _("samen aan iets werken"),
    "2.5": _("omgangsvormen op internet"),
    "2.6": _("je eigen accounts en profielen"),
    "3.1": _("zelf iets maken: tekst, foto, filmpje"),
    "3.2": _("iets aanpassen dat al bestaat"),
    "3.3": _("weten wat je mag overnemen"),
    "3.4": _("een computer stappen laten doen"),
    "4.1": _("toestellen veilig houden"),
    "4.2": _("je gegevens beschermen"),
    "4.3": _("je goed voelen bij schermen"),
    "4.4": _("zuinig met stroom en toestellen"),
    "5.1": _("problemen met het toestel oplossen"),
    "5.2": _("kiezen wat je nodig hebt"),
    "5.3": _("nieuwe dingen uitproberen"),
    "5.4": _("weten wat je nog wil leren"),
}
"""The 21 competences of DigComp 3.0 by id, in words for at the kitchen table."""
