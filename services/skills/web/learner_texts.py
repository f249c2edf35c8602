"""The words of skills for who learns. A few of them staff see as well; what is for staff alone is in `texts.py`."""

from services.skills.domain.items import Response
from services.skills.domain.learner import Sharing
from shared.language.translate import _
from shared.runtime.service import RefusalText

LEARNER_REFUSALS = {
    "unknown_question": RefusalText(404, _("Deze vraag is er niet"), _("Ga verder met de vraag die nu komt.")),
    "nothing_to_repeat": RefusalText(409, _("Je bent al aan het begin"), _("Geef eerst een antwoord.")),
    "too_many_goals": RefusalText(422, _("Kies er hoogstens drie"), _("Je koos er {chosen}. De rest kan later nog.")),
    "nobody_visits": RefusalText(422, _("Er komt niemand op bezoek"), _("Kies alleen jij, of jij en je trainer.")),
}

SUBJECT = {
    "1.1": _("iets opzoeken"),
    "1.2": _("weten of iets klopt"),
    "1.3": _("bewaren en terugvinden"),
    "2.1": _("berichten en bellen"),
    "2.2": _("iets doorsturen"),
    "2.3": _("gemeente en belastingen"),
    "2.4": _("samen aan iets werken"),
    "2.5": _("praten in een groep"),
    "2.6": _("aanmelden met itsme"),
    "3.1": _("typen en schrijven"),
    "3.2": _("iets aanpassen"),
    "3.3": _("wat van iemand anders is"),
    "3.4": _("stap voor stap denken"),
    "4.1": _("wachtwoorden en de bank"),
    "4.2": _("valse berichten en jouw gegevens"),
    "4.3": _("rust en geld bij het scherm"),
    "4.4": _("zuinig met toestellen"),
    "5.1": _("starten en hulp bij pech"),
    "5.2": _("weten wat je nodig hebt"),
    "5.3": _("een slimme oplossing vinden"),
    "5.4": _("verder leren"),
}
"""What a competence is called for a learner. The framework's own names are for those who know them."""

LEVEL = (_("nog nieuw"), _("eerste stap"), _("op weg"), _("goed"), _("heel goed"))
"""The levels 0 to 4, as a learner reads them."""

CAN_DO = {
    Response.CAN_SHOW: _("Dit kan je aan anderen tonen"),
    Response.ALONE: _("Dit kan je alleen"),
    Response.WITH_HELP: _("Dit lukt met hulp"),
    Response.NOT_YET: _("Dit kan je nog leren"),
    Response.NOT_NEEDED: _("Dit hoef je niet te kunnen"),
}

PICTURE = {
    Response.CAN_SHOW: "explain",
    Response.ALONE: "on_my_own",
    Response.WITH_HELP: "together",
    Response.NOT_YET: "learn",
}
"""The pictogram of each step, the same at every question. `NOT_NEEDED` is no step and has none."""

SHARING = {
    Sharing.ONLY_ME: (_("Alleen ik"), _("Niemand anders ziet wat jij antwoordt.")),
    Sharing.TRAINER: (_("Ik en mijn trainer"), _("Je trainer ziet wat je al kan en wat je wilt leren.")),
    Sharing.TRAINER_AND_VISITS: (
        _("Ik, mijn trainer en wie op bezoek komt"),
        _("Wie bij jou op bezoek komt, ziet waarover je wilt leren. Wat je antwoordde, ziet die niet."),
    ),
}
