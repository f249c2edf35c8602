"""The words of the page behind a sticker. More languages have them than have the words for staff."""

from shared.contracts.vocabulary import Symptom
from shared.language.translate import _
from shared.runtime.service import RefusalText

TAP = {
    Symptom.SCREEN: _("Scherm is stuk of zwart"),
    Symptom.CHARGER: _("Laadt niet of gaat niet aan"),
    Symptom.INTERNET: _("Internet werkt niet"),
    Symptom.SLOW: _("Is heel traag"),
    Symptom.PASSWORD: _("Wachtwoord vergeten"),
    Symptom.STRANGE_NOTICE: _("Vreemd bericht op het scherm"),
    Symptom.KEYBOARD: _("Toetsen of muis werken niet"),
    Symptom.SOMETHING_ELSE: _("Iets anders"),
}
"""What somebody may tap, in the order of the page: what happens most comes first."""

REFUSALS = {
    "text_missing": RefusalText(422, _("Typ eerst iets"), _("Er stond nog niets in het vak.")),
    "too_many_notes": RefusalText(409, _("Hier past geen tekst meer bij"), _("Je schreef al veel. Bel ons, of kom langs.")),
    "ticket_is_closed": RefusalText(
        409, _("Deze vraag is afgerond"), _("Is het toch niet in orde? Vraag dan opnieuw hulp. Dat mag altijd.")
    ),
}
"""What is said differently here than to a colleague."""

TAP_FIRST = _("Tik op wat er is")
UNKNOWN_CODE = _("Deze code kennen we niet. Kijk nog eens goed")
TOO_MANY = _("Er kwamen net heel veel vragen van hier. Wacht een minuut en probeer dan opnieuw. Bellen mag ook altijd.")
