"""The words of loans for people, in Dutch."""

from services.loans.domain.priority import Internet, PriorityReason
from services.loans.domain.request import RequestStatus
from shared.contracts.vocabulary import UseProfile
from shared.runtime.service import RefusalText

REFUSALS = {
    "already_withdrawn": RefusalText(409, "Deze vraag is al gestopt", "Er is niets veranderd."),
}

PROFILE = {
    UseProfile.PRIMARY_SCHOOL: "lagere school",
    UseProfile.SECONDARY_SCHOOL: "middelbare school",
    UseProfile.STUDY_GENERAL: "hogere studie",
    UseProfile.STUDY_DESIGN: "studie met tekenen of ontwerpen",
    UseProfile.DUTCH_LESSONS: "Nederlands leren",
    UseProfile.WORK: "werk of werk zoeken",
    UseProfile.DAILY_LIFE: "dagelijks leven",
}
PROFILE_HINT = {
    UseProfile.STUDY_GENERAL: "Hogeschool of universiteit: lezen, schrijven, opzoeken.",
    UseProfile.STUDY_DESIGN: "Architectuur, beeld, techniek: vraagt een sterk toestel.",
    UseProfile.DAILY_LIFE: "Schoolplatform, bank, gemeente, bellen met familie.",
}
STATUS = {
    RequestStatus.WAITING: "wacht",
    RequestStatus.CLAIMED: "toestel gevonden",
    RequestStatus.RESERVED: "toestel ligt klaar",
    RequestStatus.WITHDRAWN: "gestopt",
}
TAB = {
    RequestStatus.WAITING: "Wachten",
    RequestStatus.CLAIMED: "Toestel gevonden",
    RequestStatus.RESERVED: "Ligt klaar",
    RequestStatus.WITHDRAWN: "Gestopt",
}
TONE = {
    RequestStatus.WAITING: "",
    RequestStatus.CLAIMED: "care",
    RequestStatus.RESERVED: "good",
    RequestStatus.WITHDRAWN: "quiet",
}
INTERNET = {Internet.YES: "ja", Internet.NO: "nee", Internet.UNKNOWN: "nog niet gevraagd"}
REASON = {
    PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: "schoolkind zonder toestel",
    PriorityReason.NO_INTERNET: "geen internet thuis",
}
