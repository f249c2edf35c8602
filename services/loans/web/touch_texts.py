"""The words of staff for keeping in touch with families; what families read too is in `family_texts.py`."""

from services.loans.domain.reach import Channel
from services.loans.domain.touch import About, MessageText, Outcome, Sending
from services.loans.queries.touches import WhyNotCall
from services.loans.web.family_texts import CHANNEL
from shared.language.translate import _

__all__ = ["CHANNEL"]

HOW = {
    Channel.SMS: _("sms"),
    Channel.WHATSAPP: _("WhatsApp"),
    Channel.LETTER: _("brief"),
    Channel.SCHOOL: _("brief, mee te geven met school"),
    Channel.IN_PERSON: _("brief, te geven als het gezin langskomt"),
}
"""By what a message goes; a call is no message."""
ABOUT = {About.LOOK_AGAIN: _("vraag hoe het gaat"), About.INTERNET: _("het internet loopt af")}
NOT_TO_CALL = {
    WhyNotCall.ASKED_HELP: _("Vroeg hulp. Bel pas als dat rond is."),
    WhyNotCall.NO_CALLS: _("Wil geen telefoon: schrijf een brief."),
    WhyNotCall.NO_NUMBER: _("Geen nummer: schrijf een brief."),
    WhyNotCall.NO_WAY: _("Bel of schrijf niet. Vraag het als het gezin langskomt."),
}
"""Beside a family near its day, why nobody calls it."""
TO_WRITE = (WhyNotCall.NO_CALLS, WhyNotCall.NO_NUMBER)
MESSAGE = {
    MessageText.COMING: _("eerste bericht: hoe gaat het?"),
    MessageText.REACHED: _("tweede bericht: hoe gaat het?"),
    MessageText.INTERNET: _("bericht: het internet loopt af"),
}
NOT_SENT = {
    Sending.REFUSED: _("Versturen lukte niet. Doe jij het?"),
    Sending.NO_ANSWER: _("Versturen lukte niet, of we weten het niet. Misschien kwam het toch aan. Doe jij het?"),
}
OUTCOME = {
    Outcome.REACHED: _("gesproken"),
    Outcome.BRINGS_BACK: _("brengt het terug"),
    Outcome.NO_ANSWER: _("geen antwoord"),
    Outcome.CALL_BACK: _("belt liever een andere dag"),
}
