"""The words of loans for families, on their own pages. Some of them staff see as well; what is for staff alone is in `texts.py`."""

from services.loans.domain.household import Level
from shared.contracts.disclosure import DisclosurePurpose
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.language.translate import _
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
LEVEL = {Level.PLAIN: _("gewoon"), Level.SIMPLE: _("heel eenvoudig")}
LOOKED_FOR = {
    DisclosurePurpose.VISIT: _("voor een bezoek"),
    DisclosurePurpose.CALL_BACK: _("om terug te bellen"),
    DisclosurePurpose.ASKED_TO_BE_CALLED: _("om terug te bellen, omdat dat gevraagd was"),
    DisclosurePurpose.FIND: _("om het gezin op te zoeken"),
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
