"""The words about the end of machines and about figures, in Dutch; they are shown in the language of who reads them."""

from services.inventory.domain.retirement import Destination, PartKind, RetireReason
from services.inventory.queries.reuse import Outcome
from shared.language.translate import _

REASON = {
    RetireReason.BROKEN: _("Te stuk om te herstellen"),
    RetireReason.TOO_OLD: _("Te oud"),
    RetireReason.FOR_PARTS: _("Dient voor onderdelen"),
    RetireReason.GIVEN_AWAY: _("Iemand mag het houden"),
    RetireReason.LOST: _("Verloren of gestolen"),
}
ABOUT_REASON = {
    RetireReason.BROKEN: _("Herstellen lukt niet of loont niet."),
    RetireReason.TOO_OLD: _("Het werkt nog, maar er kan niemand goed mee werken."),
    RetireReason.FOR_PARTS: _("Wat nog goed is, gaat in een ander toestel."),
    RetireReason.GIVEN_AWAY: _("Een gezin of een vereniging krijgt het voor altijd."),
}
"""What a person may choose; that something is lost has a page of its own."""
DESTINATION = {
    Destination.RECYCLER: _("Naar een recycleur"),
    Destination.PARTS_BOX: _("In de bak met onderdelen"),
    Destination.GIVEN_AWAY: _("Naar wie het mag houden"),
}
UNDECIDED = _("Dat weten we nog niet")
PART = {
    PartKind.MEMORY: _("Geheugen"),
    PartKind.BATTERY: _("Batterij"),
    PartKind.CHARGER: _("Lader"),
    PartKind.SCREEN: _("Scherm"),
    PartKind.KEYBOARD: _("Toetsenbord"),
    PartKind.WIRELESS: _("Wifi-kaart"),
    PartKind.FAN: _("Ventilator"),
    PartKind.OTHER: _("Iets anders"),
}
OUTCOME = {
    Outcome.LENT: _("Bij een gezin"),
    Outcome.IN_STOCK: _("Bij ons, om uit te lenen"),
    Outcome.TO_LEAVE: _("Uit gebruik, nog bij ons"),
    Outcome.RECYCLED: _("Naar een recycleur"),
    Outcome.PARTS: _("Gebruikt voor onderdelen"),
    Outcome.GIVEN_AWAY: _("Weggegeven, voor altijd"),
    Outcome.LOST: _("Verloren of gestolen"),
}
AGE = {
    0: _("Minder dan 1 maand"),
    1: _("1 tot 3 maanden"),
    3: _("3 tot 6 maanden"),
    6: _("6 tot 12 maanden"),
    12: _("1 tot 2 jaar"),
    24: _("Meer dan 2 jaar"),
}
"""By the month in which a group of ages begins, as `queries.figures.AGES`."""
