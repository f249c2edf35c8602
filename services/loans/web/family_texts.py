"""The words of loans for families, on their own pages. Some of them staff see as well; what is for staff alone is in `texts.py`."""

from services.loans.domain.consent import ConsentFor, ConsentWay
from services.loans.domain.household import Language, Level
from services.loans.domain.people import TrustedFor
from services.loans.domain.reach import Channel
from services.loans.domain.touch import MessageText, Outcome
from shared.contracts.disclosure import DisclosurePurpose
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose, MachineWish
from shared.language.translate import _, language
from shared.runtime.service import RefusalText
from shared.web.forms import FormProblem

CONSENT = {
    ConsentPurpose.VISITS: _("Mogen we op bezoek komen?"),
    ConsentPurpose.CALLS: _("Mogen we bellen?"),
}
CONSENT_ANSWER = {ConsentAnswer.YES: _("Ja"), ConsentAnswer.NO: _("Nee"), ConsentAnswer.NOT_ASKED: _("Nog niet gevraagd")}
YOU_SAID = {
    ConsentAnswer.YES: _("Jij zei: ja."),
    ConsentAnswer.NO: _("Jij zei: nee."),
    ConsentAnswer.NOT_ASKED: _("We vroegen het nog niet."),
}
FROM_NOW_ON = {ConsentAnswer.YES: _("Ja, dat mag"), ConsentAnswer.NO: _("Nee, liever niet")}
FAMILY_WISH = {
    MachineWish.AZERTY: _("toetsen zoals in België (azerty)"),
    MachineWish.QWERTY: _("toetsen in een andere orde (qwerty)"),
    MachineWish.LARGE_SCREEN: _("een groot scherm"),
    MachineWish.LIGHT: _("licht om mee te nemen"),
    MachineWish.WEBCAM: _("een camera"),
    MachineWish.OTHER: _("iets anders"),
}
LEVEL = {Level.PLAIN: _("gewoon"), Level.SIMPLE: _("heel eenvoudig")}
LOOKED_FOR = {
    DisclosurePurpose.VISIT: _("voor een bezoek"),
    DisclosurePurpose.CALL_BACK: _("om terug te bellen"),
    DisclosurePurpose.ASKED_TO_BE_CALLED: _("om terug te bellen, omdat dat gevraagd was"),
    DisclosurePurpose.FIND: _("om het gezin op te zoeken"),
    DisclosurePurpose.HOW_IT_GOES: _("om te vragen hoe het gaat"),
    DisclosurePurpose.OPEN: _("om het gezin te helpen"),
}
LOOKED_AT = {"call_name": _("naam"), "telephone": _("telefoonnummer")}

NOT_A_CODE = FormProblem(_("Deze code klopt nog niet"), _("Kijk goed naar elke letter op je kaart. Het zijn er zestien."), "code")
NO_PIN = FormProblem(_("Typ eerst je pincode"), _("Dat zijn vier cijfers. Ze staan niet op je kaart."), "pin")
NOT_IN = FormProblem(
    _("Kijk of dit jouw kaart is en typ je pincode nog eens"),
    _("Lukt het niet? Bel ons of kom langs. Na vijf keer gaat een kaart op slot. Wij maken ze weer open."),
    "pin",
)
"""The same for a wrong PIN, a card that is locked or blocked, and a card that does not exist: it tells nobody which."""
TOO_OFTEN = FormProblem(_("Dit waren te veel pogingen"), _("Wacht tien minuten en probeer opnieuw. Er is niets kapot."), "pin")

SIGN_REFUSALS = {
    "adult_signs": RefusalText(
        422, _("Kruis aan dat je 18 jaar of ouder bent"), _("Ben je jonger? Vraag een volwassene om te tekenen.")
    ),
    "signature_missing": RefusalText(422, _("Typ je naam, of teken met je vinger"), _("Eén van de twee is genoeg.")),
    "drawing_unreadable": RefusalText(422, _("Je tekening kwam niet goed aan"), _("Teken nog eens. Of typ je naam.")),
    "wrong_text": RefusalText(
        409, _("De tekst is net veranderd"), _("Lees de tekst nog eens. Teken daarna. Er is nog niets getekend.")
    ),
    "device_not_known_yet": RefusalText(409, _("Het lukt nog niet"), _("Wacht even en probeer het opnieuw.")),
}
"""Why signing on a phone does not work yet. Everything else means that the code is over."""
SIGN_FIELD = {"adult_signs": "adult"}
TOO_MANY_LOOKS = _("Dit waren te veel pogingen. Wacht tien minuten en probeer opnieuw. Er is niets kapot.")
CONSENT_FOR: dict[ConsentFor, str] = {
    ConsentFor.VISITS: CONSENT[ConsentPurpose.VISITS],
    ConsentFor.CALLS: CONSENT[ConsentPurpose.CALLS],
    ConsentFor.MESSAGES: _("Mogen we berichten sturen?"),
    ConsentFor.SHARE_WITH_PARTNER: _("Mogen we met je school of dienst praten?"),
    ConsentFor.PHOTO: _("Mogen we een foto nemen?"),
}
"""Each thing that is asked by itself, in words for the family; staff reads the same."""
CONSENT_FOR_HINT = {
    ConsentFor.MESSAGES: _("Bijvoorbeeld om te zeggen dat je toestel klaar is."),
    ConsentFor.SHARE_WITH_PARTNER: _("Alleen over je toestel. We vragen het je elke keer opnieuw."),
    ConsentFor.PHOTO: _("Bijvoorbeeld op een feest. Je mag altijd nee zeggen."),
}
CONSENT_WAY = {
    ConsentWay.COUNTER: _("bij ons gezegd"),
    ConsentWay.PHONE: _("aan de telefoon gezegd"),
    ConsentWay.PAPER: _("op papier gezet"),
    ConsentWay.OWN_CARD: _("zelf gekozen, met de kaart"),
}
TRUSTED_FOR = {
    TrustedFor.PICK_UP: _("mag iets ophalen of brengen"),
    TrustedFor.TALK: _("mag mee praten"),
    TrustedFor.TRANSLATE: _("vertaalt"),
}
CHANNEL = {
    Channel.CALL: _("Bel mij"),
    Channel.SMS: _("Stuur een sms"),
    Channel.WHATSAPP: _("Stuur een bericht met WhatsApp"),
    Channel.LETTER: _("Stuur een brief"),
    Channel.SCHOOL: _("Geef het mee met school"),
    Channel.IN_PERSON: _("Zeg het als ik langskom"),
}
"""By what somebody would rather hear from us, in the words of the family."""
HEARD = {
    MessageText.COMING: _("een bericht: hoe gaat het?"),
    MessageText.REACHED: _("een bericht: hoe gaat het?"),
    MessageText.INTERNET: _("een bericht: je internet loopt af"),
}
HEARD_CALL = {
    Outcome.REACHED: _("we spraken elkaar"),
    Outcome.BRINGS_BACK: _("je zei dat je het terugbrengt"),
    Outcome.NO_ANSWER: _("we belden, niemand nam op"),
    Outcome.CALL_BACK: _("we belden, je vroeg een andere dag"),
}
REACH_REFUSALS = {
    "address_too_long": FormProblem(_("Dit adres is te lang"), _("Schrijf het in vier korte regels."), "address"),
    "number_missing": FormProblem(
        _("We hebben geen nummer van jou"), _("Geef ons eerst je nummer. Of kies iets anders."), "channel"
    ),
}
"""What a family did not fill in right, by the code of the refusal."""


def page_language() -> Language:
    """The language of the page, where families have it; else Dutch."""
    code = language().code
    return Language(code) if code in list(Language) else Language.NL
