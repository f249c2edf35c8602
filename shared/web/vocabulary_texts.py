"""The words and tones of what several services show on pages for staff: states, symptoms, purposes, what goes along.

Whoever says it in words of its own, for other readers, keeps those beside its pages: what a family reads is not here.
"""

from shared.contracts.vocabulary import Accessory, DeviceState, LossKind, Symptom, UseProfile
from shared.language.translate import _

DEVICE_STATE = {
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
DEVICE_TONE = {
    DeviceState.ARRIVED: "care",
    DeviceState.READY: "good",
    DeviceState.RESERVED: "good",
    DeviceState.GIVEN_OUT: "good",
    DeviceState.IN_REPAIR: "care",
    DeviceState.REPAIRED: "care",
    DeviceState.RETURN_EXPECTED: "care",
    DeviceState.RETURNED: "care",
    DeviceState.RETIRED: "quiet",
}
"""Of the mark of a state and of the card about it, on every page: `good` is where it should be, `care` waits for one of us."""
LOST = {LossKind.LOST: _("verloren"), LossKind.STOLEN: _("gestolen")}
"""Said beside the state of a machine: who has it on loan keeps that loan."""
TICKET_STATE = {
    "open": _("nog te bekijken"),
    "triaged": _("bekeken"),
    "in_repair": _("in herstelling"),
    "closed": _("afgerond"),
}
TICKET_TONE = {"open": "care", "triaged": "", "in_repair": "", "closed": "quiet"}
"""By the states that the events of helpdesk tell."""
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
PROFILE = {
    UseProfile.PRIMARY_SCHOOL: _("lagere school"),
    UseProfile.SECONDARY_SCHOOL: _("middelbare school"),
    UseProfile.STUDY_GENERAL: _("hogere studie"),
    UseProfile.STUDY_DESIGN: _("studie met tekenen of ontwerpen"),
    UseProfile.DUTCH_LESSONS: _("Nederlands leren"),
    UseProfile.WORK: _("werk of werk zoeken"),
    UseProfile.DAILY_LIFE: _("dagelijks leven"),
}
ACCESSORY = {
    Accessory.CHARGER: _("lader"),
    Accessory.MOUSE: _("muis"),
    Accessory.BAG: _("tas"),
    Accessory.HEADSET: _("koptelefoon"),
    Accessory.HOTSPOT: _("hotspot"),
    Accessory.PRINTER: _("printer"),
    Accessory.SCREEN: _("scherm"),
    Accessory.KEYBOARD: _("toetsenbord"),
    Accessory.WEBCAM: _("webcam"),
}
