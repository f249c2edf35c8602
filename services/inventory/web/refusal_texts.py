"""What inventory says when a rule says no, in Dutch; it is shown in the language of who reads it."""

from shared.language.translate import _
from shared.runtime.service import RefusalText

REFUSALS = {
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
        _("We lezen alleen verslagen van Workbench. Kies een ander bestand, of vraag hulp aan wie de stick maakte."),
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
