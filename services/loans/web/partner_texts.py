"""The words with which a partner hands a machine out, and with which we let it."""

from services.loans.domain.hand_over import HandOver
from services.loans.domain.partner_hand_out import HandOutState
from shared.language.translate import _
from shared.runtime.service import RefusalText

STATE = {
    HandOutState.TO_SIGN: _("Nog niet getekend"),
    HandOutState.SIGNED: _("Getekend, nog niet meegegeven"),
    HandOutState.GIVEN: _("Meegegeven"),
    HandOutState.OVER: _("De code werkt niet meer"),
}
TONE = {HandOutState.TO_SIGN: "", HandOutState.SIGNED: "care", HandOutState.GIVEN: "good", HandOutState.OVER: "quiet"}
TO_DO = {
    HandOver.CHARGER_TRIED: _("Probeer de lader."),
    HandOver.SWITCHED_ON: _("Zet het toestel samen aan en uit."),
    HandOver.STICKER_SHOWN: _("Toon de sticker onderaan. Daar vraag je hulp."),
    HandOver.HELP_SHOWN: _("Vertel waar er hulp is."),
    HandOver.PAPER_GIVEN: _("Geef het blad met de afspraken mee."),
}
"""What to do when it leaves, as a list to tick."""
PARTNER_REFUSALS = {
    "hand_out_over": RefusalText(
        409, _("Hier is intussen iets veranderd"), _("Er is niets nieuws bewaard. Bel de Digibank als je twijfelt.")
    ),
    "not_ready_to_sign": RefusalText(
        409, _("Hier valt niets meer te tekenen"), _("Misschien is er al getekend. Kijk wat hieronder staat.")
    ),
    "not_signed_yet": RefusalText(
        409, _("Er is nog niet getekend"), _("Laat het gezin eerst tekenen. Daarna geef je het toestel mee.")
    ),
    "paper_out_of_date": RefusalText(
        409,
        _("Het blad klopt niet meer"),
        _("Er veranderde iets sinds het gedrukt is. Laat het gezin op de eigen telefoon tekenen, of bel de Digibank."),
    ),
    "device_not_known_yet": RefusalText(
        409, _("De gegevens van het toestel zijn nog onderweg"), _("Dat duurt meestal maar enkele tellen. Probeer het dan opnieuw.")
    ),
    "adult_signs": RefusalText(422, _("Kruis aan dat een volwassene tekende"), _("Alleen wie 18 jaar of ouder is, tekent.")),
}
HAND_OUT_REFUSALS = {
    "hand_out_over": RefusalText(
        409, _("Dit kan nu niet"), _("Er is intussen iets veranderd, of het was niet vandaag. Kijk na wat er nu staat.")
    ),
    "not_signed_yet": PARTNER_REFUSALS["not_signed_yet"],
    "paper_out_of_date": PARTNER_REFUSALS["paper_out_of_date"],
}
"""The same for staff, and for whoever asks by program."""
NO_CODE = (_("Typ de code van het blad"), _("Het blad ligt bij het toestel. Vind je geen blad? Bel dan naar de Digibank."))
UNKNOWN_CODE = (
    _("Deze code kennen we niet"),
    _("Kijk ze na op het blad bij het toestel. Klopt ze? Bel dan de Digibank."),
)
TOO_MANY_TRIES = _("Je probeerde te veel codes. Wacht tien minuten, en kijk de code intussen na op het blad.")
