"""What inventory says when machines cannot come in like this, in Dutch; it is shown in the language of who reads it."""

from shared.language.translate import _
from shared.runtime.service import RefusalText

INTAKE_REFUSALS = {
    "donor_needs_name": RefusalText(
        422,
        _("Wie geeft de toestellen?"),
        _("Typ de naam van het bedrijf, de school of de vereniging. Van een particulier noteren we geen naam."),
    ),
    "person_has_no_name": RefusalText(
        422,
        _("Van een particulier noteren we geen naam"),
        _("Maak het vak met de naam leeg. We hebben die niet nodig."),
    ),
    "lot_impossible": RefusalText(
        422,
        _("Dit aantal kan niet"),
        _("Typ een getal van 1 tot {most}, of laat het vak leeg als je het niet weet."),
    ),
    "looks_known": RefusalText(
        409,
        _("Dit lijkt op een toestel dat hier al is"),
        _("Toestel {device_code} heeft hetzelfde nummer of dezelfde schijf. Kijk eerst of het hetzelfde toestel is."),
    ),
    "other_machine": RefusalText(
        409,
        _("Dit verslag is van een ander toestel"),
        _("Het serienummer in het verslag is een ander. Zoek het toestel met dat nummer, of breng het verslag binnen als nieuw."),
    ),
    "no_serial": RefusalText(
        422,
        _("Dit is geen serienummer"),
        _("Scan de streepjescode bij ‘S/N’ of ‘Serial’, of typ het nummer."),
    ),
    "serial_like_register_number": RefusalText(
        422,
        _("Dit lijkt op een rijksregisternummer"),
        _(
            "Zo’n nummer bewaren we nergens. Staat het op het toestel zelf, bij ‘S/N’? Typ dan eerst SN, en daarna het nummer. "
            "Of breng het verslag van het toestel binnen."
        ),
    ),
    "serial_is_ours": RefusalText(
        422,
        _("Dat is een sticker van een Digibank"),
        _("Dit toestel heeft al een code. Scan het serienummer van de maker."),
    ),
    "waits_elsewhere": RefusalText(
        409,
        _("Dit nummer staat bij een andere schenking"),
        _("Iemand scande het daar al. Haal het daar weg als dat een vergissing was."),
    ),
    "too_many_at_once": RefusalText(
        422,
        _("Dit aantal kan niet"),
        _("Je brengt hoogstens {most} gelijke toestellen tegelijk binnen. Typ een getal van 1 tot {most}."),
    ),
    "serial_for_many": RefusalText(
        422,
        _("Een serienummer is van één toestel"),
        _("Breng toestellen met een nummer één voor één binnen. Of laat het nummer leeg en kies een aantal."),
    ),
    "machine_needs_name": RefusalText(
        422,
        _("Typ het merk en het model"),
        _("Het staat op het toestel, meestal aan de onderkant of achteraan."),
    ),
    "too_many_reports": RefusalText(
        422,
        _("Te veel verslagen in één keer"),
        _("Kies er hoogstens {most} tegelijk. Breng de andere daarna binnen."),
    ),
    "report_is_decided": RefusalText(
        409,
        _("Hierover is al beslist"),
        _("Iemand koos al wat met dit verslag gebeurt. Laad de pagina opnieuw."),
    ),
}
