"""What is said about lists that somebody brings, in Dutch."""

from services.inventory.domain.sheets.headings import Field
from services.inventory.domain.sheets.sheet import SheetState
from shared.language.translate import _
from shared.runtime.service import RefusalText

FIELD = {
    Field.KIND: _("Soort"),
    Field.MAKER: _("Merk"),
    Field.MODEL: _("Model"),
    Field.SERIAL: _("Serienummer"),
    Field.ASSET_TAG: _("Nummer van de gever"),
    Field.PROCESSOR: _("Processor"),
    Field.MEMORY: _("Geheugen"),
    Field.DRIVE: _("Grootte van de schijf"),
    Field.MEDIUM: _("Soort schijf"),
    Field.DRIVE_SERIAL: _("Serienummer van de schijf"),
    Field.COUNT: _("Aantal"),
}
"""What a column can say; what is about persons cannot be chosen."""
NOT_USED = _("Niet gebruiken")

PROBLEM = {
    "kind_missing": (
        _("De soort ontbreekt"),
        _("Vul in of het een laptop, een scherm of iets anders is. Of kies één soort voor elke rij waar ze niet staat."),
    ),
    "kind_unknown": (
        _("Deze soort kennen we niet"),
        _("Kies hierboven wat dit woord betekent."),
    ),
    "maker_missing": (
        _("Het merk ontbreekt"),
        _("Vul het merk in de lijst in. Of typ één merk voor elke rij waar het niet staat."),
    ),
    "model_missing": (_("Het model ontbreekt"), _("Vul het model in de lijst in. Is deze rij geen toestel? Sla ze dan over.")),
    "too_long": (_("Deze tekst is te lang"), _("Maak hem korter in de lijst.")),
    "serial_shortened": (
        _("Dit serienummer is afgekort"),
        _("Excel toont een lang nummer soms als 1,2E+11. Maak van de kolom ‘tekst’ en vul het volledige nummer in."),
    ),
    "serial_unclear": (_("Dit is geen serienummer"), _("Kijk op het toestel zelf, of maak de cel leeg.")),
    "memory_unclear": (_("Dit geheugen begrijpen we niet"), _("Schrijf het zoals 8 GB, of maak de cel leeg.")),
    "drive_unclear": (
        _("Deze schijf begrijpen we niet"),
        _("Schrijf het zoals 256 GB of 256 GB SSD: één schijf op een rij. Of maak de cel leeg."),
    ),
    "medium_unclear": (_("Deze soort schijf begrijpen we niet"), _("Schrijf HDD, SSD, NVMe of eMMC. Of maak de cel leeg.")),
    "several": (_("Op deze rij staat meer dan één toestel"), _("Geef elk toestel in de lijst een eigen rij.")),
    "register_number": (
        _("Hier stond een rijksregisternummer, of iets dat er precies op lijkt"),
        _(
            "Zo’n nummer bewaren we nooit. Is het een serienummer? Zet er SN voor. Anders haal je het uit de lijst. "
            "Breng dan de lijst opnieuw, of sla deze rij over."
        ),
    ),
    "twice": (
        _("Dit serienummer staat ook op rij {other}"),
        _("Is het een ander toestel? Verbeter het nummer. Is het hetzelfde? Sla deze rij over."),
    ),
    "here": (_("Dit toestel is hier al: {other}"), _("Je hoeft het niet opnieuw binnen te brengen. Sla deze rij over.")),
}
"""By the name of the problem: what is wrong, and what to do."""

STATE = {
    SheetState.OPEN: (_("wacht op jou"), "next"),
    SheetState.TAKING_IN: (_("wordt binnengebracht"), "care"),
    SheetState.DONE: (_("is binnen"), "good"),
    SheetState.UNDOING: (_("wordt teruggenomen"), "care"),
    SheetState.UNDONE: (_("is teruggenomen"), "quiet"),
    SheetState.DROPPED: (_("is weg"), "quiet"),
}

REFUSALS = {
    "sheet_not_ready": RefusalText(
        409,
        _("De lijst is nog niet klaar"),
        _("Zeg eerst wat er in elke kolom staat. Beslis dan over elke rij met een probleem. Daarna kan de lijst binnen."),
    ),
    "sheet_nothing_left": RefusalText(
        409, _("Er blijft geen rij over"), _("Elke rij heeft een probleem. Verbeter de lijst en breng ze opnieuw.")
    ),
    "sheet_seen_before": RefusalText(
        409,
        _("Deze lijst kwam al eens binnen"),
        _("Precies hetzelfde bestand is al binnen. Vink aan dat dit andere toestellen zijn, of doe deze lijst weg."),
    ),
    "sheet_moved_on": RefusalText(
        409,
        _("De lijst kan niet meer in haar geheel terug"),
        _("Met toestellen uit deze lijst is al iets gebeurd: {devices}. Neem de andere een voor een uit gebruik."),
    ),
    "sheet_wrong_moment": RefusalText(
        409, _("Dit kan nu niet"), _("De lijst is al verder. Laad de pagina opnieuw om te zien hoever ze staat.")
    ),
    "sheet_empty": RefusalText(422, _("De lijst is leeg"), _("Er staat niets in. Kies een andere lijst.")),
    "sheet_only_headings": RefusalText(
        422, _("Er staan alleen koppen in de lijst"), _("Onder de koppen staat geen toestel. Kies een andere lijst.")
    ),
    "sheet_too_large": RefusalText(
        413,
        _("De lijst is te groot"),
        _("Een bestand is hoogstens 10 MB. Haal foto’s eruit of verdeel de lijst."),
    ),
    "sheet_too_many_rows": RefusalText(
        422, _("De lijst heeft te veel rijen"), _("We lezen hoogstens {most} rijen tegelijk. Verdeel de lijst over meer bestanden.")
    ),
    "sheet_too_many_columns": RefusalText(
        422, _("De lijst heeft te veel kolommen"), _("We lezen hoogstens {columns} kolommen. Haal weg wat je niet nodig hebt.")
    ),
    "sheet_not_text": RefusalText(
        422,
        _("Dit is geen lijst"),
        _("Misschien koos je een foto of een ander bestand. Kies een bestand uit Excel, of bewaar je lijst eerst als CSV."),
    ),
    "sheet_unreadable": RefusalText(
        422,
        _("We kunnen de lijst niet lezen"),
        _("Waarschijnlijk staat er ergens een aanhalingsteken te veel. Bewaar de lijst als Excel-bestand (.xlsx) en kies dat."),
    ),
    "sheet_damaged": RefusalText(
        422, _("Het bestand is beschadigd"), _("Open het in Excel of LibreOffice, bewaar het opnieuw als .xlsx en kies dat.")
    ),
    "sheet_password": RefusalText(
        422, _("Er staat een wachtwoord op het bestand"), _("Haal het wachtwoord eraf, bewaar het bestand en kies het opnieuw.")
    ),
    "sheet_macros": RefusalText(
        422,
        _("In dit bestand zitten macro’s"),
        _("Macro’s zijn programma’s in een bestand. Die lezen we niet. Bewaar de lijst als gewoon Excel-bestand (.xlsx)."),
    ),
    "sheet_old_format": RefusalText(
        422, _("Dit is een heel oud Excel-bestand"), _("Open het in Excel of LibreOffice, bewaar het als .xlsx en kies dat.")
    ),
    "sheet_other_format": RefusalText(
        422, _("Dit soort bestand kennen we niet"), _("Open het in Excel of LibreOffice, bewaar het als .xlsx of CSV en kies dat.")
    ),
}
