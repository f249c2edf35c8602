"""The words of skills for people, in Dutch."""

from services.skills.domain.items import Response
from services.skills.domain.learner import Sharing
from services.skills.queries.learners import LearnerLine, Which
from shared.runtime.service import RefusalText

REFUSALS = {
    "unknown_household_code": RefusalText(
        422,
        "Deze code van een gezin kennen we hier niet",
        "Kijk de code na, zoals KIWI-42. Leent het gezin nog niets? Laat het vak dan leeg: leren kan ook zo.",
    ),
    "unknown_question": RefusalText(404, "Deze vraag is er niet", "Ga verder met de vraag die nu komt."),
    "nothing_to_repeat": RefusalText(409, "Je bent al aan het begin", "Geef eerst een antwoord."),
    "too_many_goals": RefusalText(422, "Kies er hoogstens drie", "Je koos er {chosen}. De rest kan later nog."),
    "nobody_visits": RefusalText(422, "Er komt niemand op bezoek", "Kies alleen jij, of jij en je trainer."),
}

SUBJECT = {
    "1.1": "iets opzoeken",
    "1.2": "weten of iets klopt",
    "1.3": "bewaren en terugvinden",
    "2.1": "berichten en bellen",
    "2.2": "iets doorsturen",
    "2.3": "gemeente en belastingen",
    "2.4": "samen aan iets werken",
    "2.5": "praten in een groep",
    "2.6": "aanmelden met itsme",
    "3.1": "typen en schrijven",
    "3.2": "iets aanpassen",
    "3.3": "wat van iemand anders is",
    "3.4": "stap voor stap denken",
    "4.1": "wachtwoorden en de bank",
    "4.2": "valse berichten en jouw gegevens",
    "4.3": "rust en geld bij het scherm",
    "4.4": "zuinig met toestellen",
    "5.1": "starten en hulp bij pech",
    "5.2": "weten wat je nodig hebt",
    "5.3": "een slimme oplossing vinden",
    "5.4": "verder leren",
}
"""What a competence is called for a learner. The framework's own names are for those who know them."""

LEVEL = ("nog nieuw", "eerste stap", "op weg", "goed", "heel goed")
"""The levels 0 to 4, as a learner reads them."""

RATING = {
    Response.NOT_YET: "nog niet",
    Response.WITH_HELP: "met hulp",
    Response.ALONE: "alleen",
    Response.CAN_SHOW: "alleen, en ik kan het tonen",
}
"""The four steps in general; each question has words of its own as well."""

CAN_DO = {
    Response.CAN_SHOW: "Dit kan je aan anderen tonen",
    Response.ALONE: "Dit kan je alleen",
    Response.WITH_HELP: "Dit lukt met hulp",
    Response.NOT_YET: "Dit kan je nog leren",
    Response.NOT_NEEDED: "Dit hoef je niet te kunnen",
}
CAN_DO_TONE = {
    Response.CAN_SHOW: "good",
    Response.ALONE: "good",
    Response.WITH_HELP: "",
    Response.NOT_YET: "care",
    Response.NOT_NEEDED: "quiet",
}

SHARING = {
    Sharing.ONLY_ME: ("Alleen ik", "Niemand anders ziet wat jij antwoordt."),
    Sharing.TRAINER: ("Ik en mijn trainer", "Je trainer ziet wat je al kan en wat je wilt leren."),
    Sharing.TRAINER_AND_VISITS: (
        "Ik, mijn trainer en wie op bezoek komt",
        "Wie bij jou op bezoek komt, ziet waarover je wilt leren. Wat je antwoordde, ziet die niet.",
    ),
}

TAB = {Which.ALL: "Iedereen", Which.WAITING: "Nog te geven", Which.SHARED: "Deelt met trainer"}


def who(learner: LearnerLine) -> str:
    """How a learner is called: by household and number, since there are no names."""
    if learner.household_id is None:
        return f"Persoon {learner.number}, zonder gezin"
    return f"Gezin {learner.household_code or '(code volgt)'}, persoon {learner.number}"
