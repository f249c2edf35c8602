"""What inventory says when a rule says no, in Dutch; it is shown in the language of who reads it."""

from services.inventory.web import sheet_texts
from services.inventory.web.accessory_refusal_texts import ACCESSORY_REFUSALS
from services.inventory.web.end_refusal_texts import END_REFUSALS
from services.inventory.web.intake_refusal_texts import INTAKE_REFUSALS
from services.inventory.web.view_refusal_texts import VIEW_REFUSALS
from shared.language.translate import _
from shared.runtime.service import RefusalText

REFUSALS = {
    **INTAKE_REFUSALS,
    **ACCESSORY_REFUSALS,
    "changed_meanwhile": RefusalText(
        409,
        _("Een collega bewaarde dit op hetzelfde moment"),
        _("Er is niets van jou bewaard. Wat jij koos, staat hieronder nog. Bewaar het opnieuw."),
    ),
    "already_registered": RefusalText(
        409,
        _("Dit toestel kennen we al"),
        _("Dit toestel heeft al een code: {device_code}. Je hoeft het niet opnieuw binnen te brengen."),
    ),
    "not_wiped": RefusalText(
        409,
        _("Nog niet klaar: niet alles is gewist"),
        _("Schijven die nog niet leeg en nagekeken zijn: {drives}. Doe dat eerst. Daarna kan het toestel klaar."),
    ),
    "no_drive_known": RefusalText(
        409,
        _("Nog niet klaar: we kennen geen schijf"),
        _("In het verslag stond geen schijf. Zonder schijf weten we niet of het toestel leeg is. Vraag hulp aan een technieker."),
    ),
    "still_lacks": RefusalText(
        409,
        _("Hier mankeert nog iets"),
        _("Dat noteerde iemand. Ga de lijst van dit toestel zelf af: is het intussen in orde?"),
    ),
    "not_checked": RefusalText(
        409,
        _("Nog niet klaar: niet nagekeken"),
        _("Niemand keek al na of alles aan dit toestel werkt, of er mankeert nog iets. Doe dat eerst."),
    ),
    "not_installed": RefusalText(
        409,
        _("Nog niet klaar: niet geïnstalleerd"),
        _("Het systeem en de programma’s staan er nog niet allemaal op. Doe dat eerst."),
    ),
    "nothing_to_install": RefusalText(
        409,
        _("Hier is niets te installeren"),
        _("Op dit soort toestel draaien geen programma’s. Je kunt het zo klaarzetten."),
    ),
    "is_lost": RefusalText(
        409,
        _("Dit toestel is verloren of gestolen"),
        _("Heb je het in handen? Zeg dan eerst dat het gevonden is."),
    ),
    "text_missing": RefusalText(422, _("Typ eerst iets"), _("Er stond nog niets in het vak.")),
    "line_twice": RefusalText(
        422,
        _("Dit staat al op de lijst"),
        _("Elke regel staat er één keer op. Typ andere woorden."),
    ),
    "checklist_too_long": RefusalText(
        422,
        _("De lijst is te lang"),
        _("Er passen hoogstens {most} regels op. Haal er eerst een weg."),
    ),
    "nothing_chosen": RefusalText(
        422,
        _("Kies eerst een toestel"),
        _("Vink aan met welke toestellen je dit doet."),
    ),
    "too_many_chosen": RefusalText(
        422,
        _("Te veel toestellen in één keer"),
        _("We doen er hoogstens {most} tegelijk. Doe het in delen."),
    ),
    "too_many_remarks": RefusalText(
        409,
        _("Hier past niets meer bij"),
        _("Er staan al {most} dingen om te onthouden. Vink er eerst een af."),
    ),
    "wipe_not_good_enough": RefusalText(
        409,
        _("Zo is de schijf niet leeg"),
        _(
            "Het wissen mislukte, of overschrijven is bij deze soort schijf niet genoeg. Wis een SSD met het "
            "eigen wiscommando van de schijf en noteer dat."
        ),
    ),
    "nothing_to_check": RefusalText(
        409,
        _("Er is nog niet gewist"),
        _("Noteer eerst hoe deze schijf gewist is."),
    ),
    "fact_not_right": RefusalText(
        422,
        _("Er klopt iets niet"),
        _("Kijk dit gegeven na: {field}."),
    ),
    "serial_elsewhere": RefusalText(
        409,
        _("Een ander toestel heeft dit serienummer"),
        _("Het staat bij toestel {device_code}. Kijk op beide toestellen wat er echt staat."),
    ),
    "not_on_list": RefusalText(
        422,
        _("Dit staat niet meer in de lijst"),
        _("Kies iets anders, of zet het terug in de lijst."),
    ),
    "name_missing": RefusalText(422, _("Vul een naam in"), ""),
    "name_taken": RefusalText(
        409,
        _("Deze naam is er al"),
        _("Hij staat op de lijst, of stond er vroeger op. Kies een andere naam, of zet de oude opnieuw op de lijst."),
    ),
    "list_full": RefusalText(
        409,
        _("De lijst is vol"),
        _("Er passen {most} namen in. Haal er eerst een weg die je niet meer gebruikt."),
    ),
    "no_photo": RefusalText(
        422,
        _("Dit is geen foto die we kunnen lezen"),
        _("Kies een foto als JPEG, PNG of WebP."),
    ),
    "photo_too_large": RefusalText(
        413,
        _("De foto is te groot"),
        _("Een foto mag {megabytes} MB zijn. Kies een kleinere, of maak ze opnieuw met je telefoon."),
    ),
    "too_many_photos": RefusalText(
        409,
        _("Er zijn genoeg foto’s"),
        _("Een toestel heeft hoogstens {most} foto’s. Haal er eerst een weg."),
    ),
    "no_password": RefusalText(
        409,
        _("Er is hier geen wachtwoord"),
        _("Een collega haalde het weg, of niemand bewaarde er een."),
    ),
    "wrong_moment": RefusalText(
        409,
        _("Dit kan nu niet"),
        _("Het toestel is al verder. Laad de pagina opnieuw om te zien waar het staat."),
    ),
    "not_new_drive": RefusalText(
        409,
        _("Deze schijf is niet nieuw"),
        _("Alleen een schijf die bij een herstelling nieuw uit een gesloten doos kwam, telt als leeg. Wis deze schijf."),
    ),
    "files_not_asked": RefusalText(
        409,
        _("Vraag eerst: zullen we je bestanden bewaren?"),
        _("Een gezin heeft dit toestel gebruikt. Er kunnen foto’s en papieren op staan. Noteer eerst wat het gezin zei."),
    ),
    "files_not_saved": RefusalText(
        409,
        _("De bestanden zijn nog niet bewaard"),
        _("Het gezin wil zijn bestanden houden. Bewaar ze eerst en noteer dat. Daarna kun je wissen."),
    ),
    "already_wiped": RefusalText(
        409,
        _("Er is al gewist"),
        _("Bij dit toestel staat al dat een schijf gewist is. Aan de bestanden kunnen we niet meer."),
    ),
    "wish_not_right": RefusalText(
        422,
        _("Dit kan niet kloppen"),
        _("Het getal is te klein of te groot, of bij Comfortabel staat minder dan bij Minstens. Kijk het veld na."),
    ),
    "too_much_software": RefusalText(
        422,
        _("Te veel programma’s"),
        _("Meer dan {most} programma’s kijkt niemand na. Laat er enkele weg."),
    ),
    "nothing_kept": RefusalText(
        409,
        _("Dit toestel ligt niet meer apart"),
        _("Het wordt voor geen gezin bewaard. Laad de pagina opnieuw om te zien waar het staat."),
    ),
    "not_by_yourself": RefusalText(
        409,
        _("Vraag een collega om dit te bevestigen"),
        _(
            "Jij zei dat deze schijf leeg is, en geen programma toont het. Laat iemand anders kijken en op de knop drukken. "
            "Op een gedeelde tablet meldt die zich aan met een eigen pincode."
        ),
    ),
    "evidence_too_old": RefusalText(
        409,
        _("Dit bewijs is te oud"),
        _("Na dit wissen is de schijf nog gebruikt, of er is later nog gewist. Wis opnieuw en breng dat bewijs."),
    ),
    "file_is_there": RefusalText(
        409,
        _("Er hangt al een bestand bij"),
        _("Bij dit bewijs hoort al een bestand. Dat blijft bewaard zoals het is."),
    ),
    "nothing_to_certify": RefusalText(
        404,
        _("Nog geen wisbewijs"),
        _("Van deze toestellen is nog geen schijf gewist en nagekeken. Doe dat eerst."),
    ),
    "too_many_to_certify": RefusalText(
        422,
        _("Te veel schijven in één keer"),
        _("We zetten er hoogstens {most} op één wisbewijs. Maak het in delen."),
    ),
    "wipe_file_empty": RefusalText(
        422,
        _("Het bestand is leeg"),
        _("Er staat niets in dit bestand. Kies een ander."),
    ),
    "wipe_file_too_large": RefusalText(
        413,
        _("Het bestand is te groot"),
        _("Wisbewijs is hoogstens 2 MB. Kies het logbestand of het verslag zelf."),
    ),
    "wipe_file_pdf": RefusalText(
        422,
        _("Een pdf lezen we niet"),
        _("Kies het logbestand van nwipe. De naam eindigt op .txt. Of noteer bij de schijf zelf hoe ze gewist is."),
    ),
    "wipe_file_unknown": RefusalText(
        422,
        _("Dit soort bestand kennen we niet"),
        _("We lezen het logbestand van nwipe of ShredOS, en het verslag van een toestel."),
    ),
    "wipe_file_nothing_wiped": RefusalText(
        422,
        _("In dit bestand is niets gewist"),
        _("We vinden geen schijf die gewist is. Misschien is het een bestand van voor het wissen."),
    ),
    "no_public_address": RefusalText(
        409,
        _("Nog geen stickers: het adres ontbreekt"),
        _(
            "Op een sticker staat het adres van Digibank. Dat adres is nog niet ingesteld. Vraag aan wie Digibank "
            "beheert om DIGIBANK_PUBLIC_URL in te stellen, bijvoorbeeld op https://digibank.voorbeeld.be. Daarna "
            "kun je stickers drukken."
        ),
    ),
    "no_stickers": RefusalText(
        404,
        _("Geen toestellen voor deze stickers"),
        _("We vinden geen toestel om een sticker voor te maken. Ga terug en kies opnieuw."),
    ),
    "too_many_stickers": RefusalText(
        422,
        _("Te veel stickers in één keer"),
        _("We maken er hoogstens {most} tegelijk. Druk ze in delen."),
    ),
    "wrong_sticker_settings": RefusalText(
        422,
        _("Dit kan niet voor stickers"),
        _("Kies papier en taal uit de lijst. Schuif hoogstens 10 mm op."),
    ),
    "already_counting": RefusalText(
        409,
        _("Dit wordt al geteld"),
        _("Er is al een telling bezig. Tel daar mee: jullie zien wat de ander telt."),
    ),
    "nothing_to_count": RefusalText(
        409,
        _("Er is niets om te tellen"),
        _("Van wat je koos, is op dit moment geen enkel toestel hier."),
    ),
    "stock_take_closed": RefusalText(
        409,
        _("Deze telling is afgesloten"),
        _("Er kan niets meer bij of af. Begin een nieuwe telling."),
    ),
    "not_a_code": RefusalText(
        422,
        _("Dit is geen code van een sticker"),
        _(
            "Een code heeft zes letters of cijfers, zoals KX4-72M. Er staat nooit een I, O, 0 of 1 in. "
            "Is het een serienummer? Dan kennen we geen toestel met dat nummer."
        ),
    ),
    "report_empty": RefusalText(
        422,
        _("Het verslag is leeg"),
        _("Er staat niets in dit bestand. Staat er nog een ander op de stick? Kies dat. Anders moet er een nieuw verslag komen."),
    ),
    "report_too_large": RefusalText(
        413,
        _("Het bestand is te groot"),
        _("Een verslag is hoogstens 10 MB. Kies het verslag van één toestel."),
    ),
    "report_not_text": RefusalText(
        422,
        _("Dit is geen verslag"),
        _("Misschien koos je een foto of een ander bestand. Kies het bestand met een naam die eindigt op .json."),
    ),
    "report_not_json": RefusalText(
        422,
        _("Het verslag is beschadigd"),
        _("Het bestand is niet volledig of niet goed geschreven. Kopieer het opnieuw van de stick, of maak het verslag opnieuw."),
    ),
    "report_too_complex": RefusalText(
        422,
        _("Dit is geen verslag"),
        _("Dit bestand is te ingewikkeld om een verslag te zijn."),
    ),
    "report_unknown_format": RefusalText(
        422,
        _("Dit soort verslag kennen we niet"),
        _("We lezen verslagen van Workbench en van lshw. Kies een ander bestand, of vraag hulp aan wie de stick maakte."),
    ),
    "report_no_device": RefusalText(
        422,
        _("We zien geen toestel"),
        _("In het verslag staan geen merk en model. Maak het verslag opnieuw, als beheerder."),
    ),
    "report_inconsistent": RefusalText(
        422,
        _("Het verslag spreekt zichzelf tegen"),
        _("Twee stukken van het verslag zeggen iets anders. Maak het verslag opnieuw."),
    ),
}
REFUSALS |= sheet_texts.REFUSALS
REFUSALS |= END_REFUSALS
REFUSALS |= VIEW_REFUSALS
