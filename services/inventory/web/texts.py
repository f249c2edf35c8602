"""The words of inventory for people, in Dutch; they are shown in the language of who reads them."""

from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.machine import FilesAnswer
from shared.contracts.vocabulary import Chassis, DeviceState, Medium
from shared.language.translate import _

MEDIUM = {
    Medium.HDD: _("Harde schijf"),
    Medium.SSD: _("SSD"),
    Medium.NVME: _("NVMe-SSD"),
    Medium.EMMC: _("eMMC"),
    Medium.UNKNOWN: _("Onbekende soort"),
}
CHASSIS = {
    Chassis.LAPTOP: _("Laptop"),
    Chassis.DESKTOP: _("Vaste computer"),
    Chassis.TABLET: _("Tablet"),
    Chassis.ALL_IN_ONE: _("Alles-in-één"),
    Chassis.SERVER: _("Server"),
    Chassis.SCREEN: _("Scherm"),
    Chassis.PHONE: _("Telefoon"),
    Chassis.PRINTER: _("Printer"),
    Chassis.HOTSPOT: _("Hotspot"),
    Chassis.ACCESSORY: _("Toebehoren"),
    Chassis.OTHER: _("Toestel"),
}
TAB = {
    "": _("Alle"),
    "bench": _("Werkbank"),
    "ready": _("Staat klaar"),
    "reserved": _("Gereserveerd"),
    "out": _("Bij gezinnen"),
    "retired": _("Uit gebruik"),
}
GO_ON, LOOK = _("Ga verder"), _("Bekijk")
NEXT = {
    state: GO_ON if state in (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED) else LOOK for state in DeviceState
}
STEP = {
    "ask_files": _("Vraag naar de bestanden"),
    "save_files": _("Bewaar de bestanden"),
    "wipe": _("Wis de schijf"),
    "new_drive": _("Noteer de nieuwe schijf"),
    "check": _("Kijk de schijf na"),
    "ask_colleague": _("Vraag een collega"),
    "no_drive": _("Noteer de schijf"),
    "look_over": _("Kijk het na"),
    "install": _("Installeer"),
    "make_ready": _("Zet het klaar"),
    "to_bench": _("Leg het op de werkbank"),
    "lost": _("Gevonden?"),
    "back_to_family": _("Breng het terug naar het gezin"),
    "back_apart": _("Leg het weer apart"),
    "return_expected": _("Neem het terug"),
}
"""The one next step with a machine, where there is one; what is not named here, one can only look at."""
TO_DO = {
    "ask_files": _("naar de bestanden vragen"),
    "save_files": _("de bestanden bewaren"),
    "wipe": _("de schijf wissen"),
    "new_drive": _("de nieuwe schijf noteren"),
    "check": _("de schijf nakijken"),
    "ask_colleague": _("de schijf nakijken"),
    "no_drive": _("de schijf noteren"),
    "look_over": _("het toestel nakijken"),
    "install": _("installeren"),
    "make_ready": _("klaarzetten"),
}
"""What still has to be done with what lies on the workbench, for who does not do it."""
PICTOGRAM = {
    "ask_files": "ask",
    "save_files": "save",
    "wipe": "wipe",
    "new_drive": "drive",
    "check": "search",
    "ask_colleague": "ask",
    "look_over": "search",
    "install": "update",
    "make_ready": "done",
    "to_bench": "return",
    "lost": "stolen_or_lost",
    "back_to_family": "house",
    "back_apart": "done",
    "no_drive": "drive",
    "ready": "done",
    "loaner": "swap",
    "reserved": "done",
    "given_out": "house",
    "return_expected": "return",
    "in_repair": "repair",
    "at_partner": "repair",
    "retired": "stop",
}
"""What stands beside the words of a step."""
EMPTY = {
    "": (
        "laptop",
        _("Nog geen toestellen"),
        _("Heb je een verslag van een toestel, op een stick bijvoorbeeld? Breng dat hier binnen. Het toestel krijgt dan een code."),
    ),
    "bench": ("done", _("Alles is gewist en nagekeken"), _("Er wacht geen toestel op werk. Goed gedaan.")),
    "ready": (
        "laptop",
        _("Geen enkel toestel staat klaar"),
        _("Een toestel is klaar als van elke schijf nagekeken is dat ze leeg is."),
    ),
    "reserved": (
        "laptop",
        _("Niets gereserveerd"),
        _("Past een toestel dat klaar is bij een gezin op de wachtlijst, dan staat het hier."),
    ),
    "out": ("house", _("Geen toestel bij een gezin"), _("Tekent een gezin, dan staat zijn toestel hier.")),
    "return_expected": (
        "house",
        _("Niets verwacht"),
        _("Stopt een gezin met lenen, dan staat het toestel hier tot je het terug hebt."),
    ),
    "in_repair": (
        "done",
        _("Niets in herstelling"),
        _("Beslist iemand bij Hulp om een toestel te herstellen, dan staat het hier."),
    ),
    "repaired": (
        "done",
        _("Geen nieuwe schijf na te kijken"),
        _("Kreeg een toestel een nieuwe schijf, dan kijk je die hier na."),
    ),
    "returned": (
        "done",
        _("Niets terug"),
        _("Komt een toestel terug van een gezin, dan wis je het hier. Eerst vragen we naar de bestanden."),
    ),
    "retired": (
        "done",
        _("Niets uit gebruik"),
        _("Kan een toestel naar geen enkel gezin meer, dan staat het hier."),
    ),
}
"""What an empty list says, by what it would show: a picture, a heading, a sentence."""
EMPTY |= {"arrived": EMPTY["bench"], "given_out": EMPTY["out"]}
RETIRABLE = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.READY, DeviceState.REPAIRED)
FILES = {
    FilesAnswer.KEEP_FIRST.value: (_("Ja, bewaar eerst de bestanden"), _("Zet ze op een stick voor het gezin. Wis daarna pas.")),
    FilesAnswer.NOTHING_TO_KEEP.value: (_("Nee, er staat niets meer op dat we nodig hebben"), ""),
}
FILES_NOW = {
    FilesAnswer.KEEP_FIRST: _("Eerst bewaren"),
    FilesAnswer.SAVED: _("Bewaard"),
    FilesAnswer.NOTHING_TO_KEEP: _("Niets te bewaren"),
}
HOW = {
    WipeMethod.SECURE_ERASE: (
        _("Met het wiscommando van de schijf zelf"),
        _("Heet ook secure erase of sanitize. Goed voor elke schijf."),
    ),
    WipeMethod.CRYPTO_ERASE: (
        _("De sleutel van een versleutelde schijf gewist"),
        _("Heet ook crypto erase. Goed voor elke schijf."),
    ),
    WipeMethod.OVERWRITE: (_("Overschreven"), _("Goed voor een harde schijf. Niet genoeg voor een SSD of eMMC.")),
}
TOOLS = {
    "hdparm": "hdparm",
    "nvme-cli": "nvme-cli",
    "nwipe": _("nwipe of ShredOS"),
    "blancco": "Blancco",
    "firmware": _("het BIOS van het toestel"),
    "maker": _("het programma van de maker"),
    "other": _("een ander programma"),
}
"""With what a drive is wiped: a closed list, so that nothing personal can be typed. The keys are kept as the evidence; a report or
another program may name a tool that is not here."""
WIPED = {
    WipeMethod.OVERWRITE: _("Overschreven, met {tool}."),
    WipeMethod.SECURE_ERASE: _("Gewist met het wiscommando van de schijf, met {tool}."),
    WipeMethod.CRYPTO_ERASE: _("Sleutel van de schijf gewist, met {tool}."),
    WipeMethod.DESTROYED: _("Stukgemaakt: {tool}."),
}
NEW_DRIVE_TOOL = "box"
"""Stands where the program stands for a drive that was wiped."""
