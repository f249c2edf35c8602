"""The words for all that is known of a machine, and for what happened to it."""

from services.inventory.domain.details import Grade, KeyboardLayout
from services.inventory.domain.password import PasswordKind, RevealPurpose
from services.inventory.domain.short_list import ListKind
from shared.contracts.vocabulary import RepairOutcome, TriageDecision
from shared.language.translate import _

KEYBOARD = {
    KeyboardLayout.AZERTY: _("azerty"),
    KeyboardLayout.QWERTY: _("qwerty"),
    KeyboardLayout.QWERTZ: _("qwertz"),
    KeyboardLayout.OTHER: _("andere letters"),
}
LOOKS = {
    Grade.A: (_("A: als nieuw"), _("Geen krassen te zien.")),
    Grade.B: (_("B: netjes"), _("Kleine krassen. Je ziet ze alleen van dichtbij.")),
    Grade.C: (_("C: gebruikt"), _("Krassen of vlekken die je meteen ziet. Niets is stuk.")),
    Grade.D: (_("D: beschadigd"), _("Een barst, een deuk of een los stuk.")),
}
WORKS = {
    Grade.A: (_("A: alles werkt"), _("Ook de batterij, de camera en het geluid. We probeerden het.")),
    Grade.B: (_("B: één klein ding werkt niet"), _("Een gezin merkt er weinig van, zoals bij een trage camera.")),
    Grade.C: (_("C: werkt met hulp"), _("Het werkt alleen met de lader erin, of met een losse muis.")),
    Grade.D: (_("D: werkt niet goed"), _("Het kan zo niet naar een gezin.")),
}
"""Each step of a scale with its anchor, so that two people choose the same one."""
ASK = {
    "maker": _("Merk"),
    "model": _("Model"),
    "serial": _("Serienummer"),
    "chassis": _("Soort"),
    "year": _("Bouwjaar"),
    "processor": _("Processor"),
    "memory": _("Geheugen in GB"),
    "screen": _("Scherm in inch"),
    "battery": _("Batterij in procent"),
    "battery_on": _("Gemeten op"),
    "keyboard": _("Toetsenbord"),
    "charger_connector": _("Stekker van de lader"),
    "charger_tenths": _("Dikte van een ronde stekker in mm"),
    "charger_watt": _("Vermogen van de lader in watt"),
    "operating_system": _("Besturingssysteem"),
    "updated_on": _("Laatste update op"),
    "warranty_until": _("Garantie tot en met"),
    "looks": _("Hoe ziet het eruit?"),
    "works": _("Hoe goed werkt het?"),
    "place": _("Plaats"),
    "labels": _("Labels"),
}
"""What each field of the form is called."""
NAMED = {
    "memory": _("Geheugen"),
    "screen": _("Scherm"),
    "battery": _("Batterij"),
    "battery_on": _("Batterij"),
    "updated_on": _("Laatste update"),
    "looks": _("Hoe het eruitziet"),
    "works": _("Hoe goed het werkt"),
}
"""What a fact is called in the history, where the form asks for it otherwise."""
AND_MORE = _("nog {count}")
WRONG = {
    "maker": _("Vul het merk in"),
    "model": _("Vul het model in"),
    "serial": _("Dit serienummer kunnen we niet lezen"),
    "chassis": _("Kies wat voor toestel het is"),
    "year": _("Vul een jaar in, zoals 2019"),
    "processor": _("Deze processor kunnen we niet lezen"),
    "memory": _("Vul een getal in, zoals 8"),
    "screen": _("Vul de grootte in inch in, zoals 15,6"),
    "battery": _("Vul een getal in van 0 tot 100"),
    "battery_on": _("Vul de dag in waarop je de batterij mat"),
    "keyboard": _("Kies een toetsenbord uit de lijst"),
    "charger_connector": _("Kies een stekker uit de lijst"),
    "charger_tenths": _("Vul de dikte van de ronde stekker in, zoals 5,5"),
    "charger_watt": _("Vul het aantal watt in, zoals 65"),
    "operating_system": _("Dit besturingssysteem kunnen we niet lezen"),
    "updated_on": _("Vul een dag in die voorbij is, zoals 3/2/2026"),
    "warranty_until": _("Vul een dag in, zoals 3/2/2026"),
    "looks": _("Kies een van de vier stappen"),
    "works": _("Kies een van de vier stappen"),
    "place": _("Kies een plaats uit de lijst"),
    "labels": _("Gebruik hoogstens 6 labels van 24 letters"),
}
"""What to say when a field cannot be so."""
FIELD_OF = {
    "memory_mb": "memory",
    "screen_tenths": "screen",
    "battery_percent": "battery",
    "place_id": "place",
}
"""The field of the form that a fact stands in, where it is called otherwise."""
PASSWORD = {
    PasswordKind.ADMINISTRATOR: (_("Beheerder"), _("Om programma’s te zetten en updates te doen.")),
    PasswordKind.BIOS: (_("BIOS"), _("Om het toestel van een stick te starten.")),
}
PURPOSE = {
    RevealPurpose.REPAIR: _("herstellen"),
    RevealPurpose.UPDATE: _("updates doen"),
    RevealPurpose.INSTALL: _("programma’s zetten"),
    RevealPurpose.WITH_THE_FAMILY: _("samen met het gezin iets instellen"),
    RevealPurpose.CHECK: _("nakijken of het klopt"),
}
LIST = {
    ListKind.PLACE: (_("Plaatsen"), _("Rekken, kasten en kamers waar toestellen liggen."), _("Nog een plaats")),
    ListKind.PARTNER: (_("Partners"), _("Organisaties die toestellen herstellen of de garantie doen."), _("Nog een partner")),
    ListKind.RECYCLER: (
        _("Recycleurs"),
        _("Organisaties die meenemen wat niet meer gebruikt wordt. Geen namen van mensen."),
        _("Nog een recycleur"),
    ),
}
TRIAGED = {
    TriageDecision.REPAIR.value: _("Hulp: we herstellen het"),
    TriageDecision.ADVICE.value: _("Hulp: we geven uitleg"),
    TriageDecision.VISIT.value: _("Hulp: we gaan langs"),
}
REPAIRED = {
    RepairOutcome.FIXED.value: _("Hersteld"),
    RepairOutcome.REPAIRABLE.value: _("Nog niet hersteld, het kan wel"),
    RepairOutcome.END_OF_LIFE.value: _("Kan niet meer hersteld worden"),
    RepairOutcome.UNKNOWN.value: _("Nog niet hersteld, oorzaak niet gevonden"),
}
HAPPENED = {
    # What somebody did: the names of the commands.
    "register_device": _("Binnengekomen"),
    "record_wipe": _("Genoteerd hoe een schijf gewist is"),
    "check_wipe": _("Nagekeken dat een schijf leeg is"),
    "make_ready": _("Klaargezet"),
    "take_back_device": _("Teruggenomen"),
    "answer_files_question": _("Gevraagd naar de bestanden van het gezin"),
    "note_files_saved": _("Bestanden van het gezin bewaard"),
    "retire_device": _("Uit gebruik genomen"),
    "describe_end": _("Genoteerd hoe een toestel eindigt"),
    "use_again": _("Toestel weer in gebruik genomen"),
    "give_away_device": _("Toestel weggegeven"),
    "mean_device_for": _("Gezegd waarvoor het dient"),
    "keep_longer": _("Langer apart gehouden voor een gezin"),
    "correct_device": _("Gegevens verbeterd: {facts}"),
    "place_device": _("Op zijn plaats gezet: {name}"),
    "note_update": _("Updates gedaan"),
    "send_to_partner": _("Naar een partner: {name}"),
    "take_from_partner": _("Terug van een partner: {name}"),
    "add_photo": _("Foto toegevoegd"),
    "remove_photo": _("Foto weggehaald"),
    "put_back_photo": _("Foto teruggezet"),
    "keep_password": _("Wachtwoord bewaard: {kind}"),
    "remove_password": _("Wachtwoord weggehaald: {kind}"),
    "reveal_password": _("Wachtwoord bekeken: {kind}"),
    "register_by_hand": _("Binnengekomen"),
    "add_report": _("Verslag toegevoegd"),
    "finish_check": _("Toestel nagekeken"),
    "undo_check": _("Toestel toch niet nagekeken"),
    "finish_installation": _("Toestel geïnstalleerd"),
    "undo_installation": _("Toestel toch niet geïnstalleerd"),
    "attach_wipe_file": _("Wisbewijs bij een schijf bewaard"),
    "take_out_drive": _("Schijf uitgehaald"),
    "put_in_drive": _("Schijf ingebouwd"),
    "add_drive": _("Schijf toegevoegd"),
    "lose_device": _("Genoteerd dat het verloren of gestolen is"),
    "find_device": _("Weer gevonden"),
    "add_remark": _("Iets genoteerd om te onthouden"),
    "finish_remark": _("Iets om te onthouden afgevinkt"),
    "reopen_remark": _("Iets om te onthouden weer geopend"),
    "prepare_along": _("Klaargelegd wat meegaat"),
    "loosen_companion": _("Gaat niet meer mee met een ander toestel"),
    "settle_along": _("Genoteerd wat er terugkwam"),
    # What followed from what others did.
    "reserved": _("Gereserveerd voor een gezin"),
    "loaner_reserved": _("Apart gelegd als leentoestel"),
    "ready_again": _("Staat klaar"),
    "given_out": _("Meegegeven met een gezin"),
    "returned": _("Terug bij ons"),
    "retired_by_repair": _("Uit gebruik na een herstelling"),
    "return_expected": _("Lening voorbij, het komt terug"),
    "back_with_family": _("Hersteld en terug bij het gezin"),
    "new_drives": _("Andere schijf ingebouwd, na te kijken"),
    # What helpdesk told.
    "ticket_opened": _("Vraag om hulp: {symptom}"),
    "ticket_triaged": _("Hulp: bekeken"),
    "repair_finished": _("Herstelling genoteerd"),
    "ticket_closed": _("Vraag om hulp afgerond"),
}
"""What happened, by what the history keeps. A test compares it with the commands."""
SOMETHING_ELSE = _("Er veranderde iets")
NOWHERE = _("geen plaats meer")
