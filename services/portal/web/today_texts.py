"""The words of the start page and of search about other services' work, as those services say it on their own pages."""

from services.portal.queries.today import Place
from shared.contracts.vocabulary import DeviceState, Symptom, UseProfile
from shared.language.translate import _, translated

PROFILE = {
    UseProfile.PRIMARY_SCHOOL: _("lagere school"),
    UseProfile.SECONDARY_SCHOOL: _("middelbare school"),
    UseProfile.STUDY_GENERAL: _("hogere studie"),
    UseProfile.STUDY_DESIGN: _("studie met tekenen of ontwerpen"),
    UseProfile.DUTCH_LESSONS: _("Nederlands leren"),
    UseProfile.WORK: _("werk of werk zoeken"),
    UseProfile.DAILY_LIFE: _("dagelijks leven"),
}
SYMPTOM = {
    Symptom.SCREEN: _("scherm"),
    Symptom.KEYBOARD: _("toetsen of muis"),
    Symptom.CHARGER: _("lader of batterij"),
    Symptom.SLOW: _("traag"),
    Symptom.INTERNET: _("internet"),
    Symptom.PASSWORD: _("wachtwoord"),
    Symptom.STRANGE_NOTICE: _("vreemd bericht"),
    Symptom.SOMETHING_ELSE: _("iets anders"),
    Symptom.FOUND: _("toestel gevonden"),
    Symptom.NOT_SAID: _("niet gezegd wat"),
}
DEVICE = {
    DeviceState.ARRIVED: _("binnengekomen"),
    DeviceState.READY: _("klaar"),
    DeviceState.RESERVED: _("gereserveerd"),
    DeviceState.GIVEN_OUT: _("bij een gezin"),
    DeviceState.IN_REPAIR: _("in herstelling"),
    DeviceState.REPAIRED: _("hersteld, schijf na te kijken"),
    DeviceState.RETURN_EXPECTED: _("komt terug"),
    DeviceState.RETURNED: _("terug bij ons"),
    DeviceState.RETIRED: _("uit gebruik"),
}
WORK = {
    DeviceState.ARRIVED: _("wissen en nakijken"),
    DeviceState.RETURNED: _("terug, nog te wissen"),
    DeviceState.REPAIRED: _("nieuwe schijf nakijken"),
    DeviceState.IN_REPAIR: _("in herstelling"),
    DeviceState.RETURN_EXPECTED: _("komt terug"),
    DeviceState.READY: _("klaar"),
    DeviceState.RESERVED: _("gereserveerd"),
}
"""What the workbench card counts, in this order."""
TO_DO = frozenset({DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED})
"""States in which somebody has something to do."""
TONE = {
    DeviceState.ARRIVED: "care",
    DeviceState.READY: "good",
    DeviceState.RESERVED: "",
    DeviceState.GIVEN_OUT: "good",
    DeviceState.IN_REPAIR: "care",
    DeviceState.REPAIRED: "care",
    DeviceState.RETURN_EXPECTED: "",
    DeviceState.RETURNED: "care",
    DeviceState.RETIRED: "quiet",
}
TICKET = {
    "open": _("nog te bekijken"),
    "triaged": _("bekeken"),
    "in_repair": _("in herstelling"),
    "closed": _("afgerond"),
}


def who(place: Place) -> str:
    """How a place to learn is called: by household and number, since there are no names."""
    if place.number is None:
        return translated("Een plaats om te leren")
    if place.household_id is None:
        return translated("Persoon {number}, zonder gezin").format(number=place.number)
    if place.household_code is None:
        return translated("Gezin (code volgt), persoon {number}").format(number=place.number)
    return translated("Gezin {code}, persoon {number}").format(code=place.household_code, number=place.number)
