"""The words of inventory for people, in Dutch."""

from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.hardware_report import MAX_REPORT_BYTES
from services.inventory.domain.machine import FilesAnswer
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, Medium
from shared.runtime.service import RefusalText

MEGABYTES = MAX_REPORT_BYTES // 1_000_000

REFUSALS = {
    "already_registered": RefusalText(
        409,
        "Dit toestel kennen we al",
        "Dit toestel heeft al een code: {device_code}. Je hoeft het niet opnieuw binnen te brengen.",
    ),
    "not_wiped": RefusalText(
        409,
        "Nog niet klaar: niet alles is gewist",
        "Schijven die nog niet leeg en nagekeken zijn: {drives}. Doe dat eerst. Daarna kan het toestel klaar.",
    ),
    "no_drive_known": RefusalText(
        409,
        "Nog niet klaar: we kennen geen schijf",
        "In het verslag stond geen schijf. Zonder schijf weten we niet of het toestel leeg is. Vraag hulp aan een technieker.",
    ),
    "wipe_not_good_enough": RefusalText(
        409,
        "Zo is de schijf niet leeg",
        "Het wissen mislukte, of overschrijven is bij deze soort schijf niet genoeg. "
        "Wis een SSD met het eigen wiscommando van de schijf en noteer dat.",
    ),
    "nothing_to_check": RefusalText(409, "Er is nog niet gewist", "Noteer eerst hoe deze schijf gewist is."),
    "wrong_moment": RefusalText(
        409, "Dit kan nu niet", "Het toestel is al verder. Laad de pagina opnieuw om te zien waar het staat."
    ),
    "not_new_drive": RefusalText(
        409,
        "Deze schijf is niet nieuw",
        "Alleen een schijf die bij een herstelling nieuw uit een gesloten doos kwam, telt als leeg. Wis deze schijf.",
    ),
    "files_not_asked": RefusalText(
        409,
        "Vraag eerst: zullen we je bestanden bewaren?",
        "Een gezin heeft dit toestel gebruikt. Er kunnen foto's en papieren op staan. Noteer eerst wat het gezin zei.",
    ),
    "files_not_saved": RefusalText(
        409,
        "De bestanden zijn nog niet bewaard",
        "Het gezin wil zijn bestanden houden. Bewaar ze eerst en noteer dat. Daarna kun je wissen.",
    ),
    "already_wiped": RefusalText(
        409, "Er is al gewist", "Bij dit toestel staat al dat een schijf gewist is. Aan de bestanden kunnen we niet meer."
    ),
    "no_public_address": RefusalText(
        409,
        "Nog geen stickers: het adres ontbreekt",
        "Op een sticker staat het adres van Digibank. Dat adres is nog niet ingesteld. Vraag aan wie Digibank beheert om "
        "DIGIBANK_PUBLIC_URL in te stellen, bijvoorbeeld op https://digibank.voorbeeld.be. Daarna kun je stickers drukken.",
    ),
    "no_stickers": RefusalText(
        404, "Geen toestellen voor deze stickers", "We vinden geen toestel om een sticker voor te maken. Ga terug en kies opnieuw."
    ),
    "too_many_stickers": RefusalText(
        422, "Te veel stickers in één keer", "We maken er hoogstens {most} tegelijk. Druk ze in delen."
    ),
    "report_empty": RefusalText(
        422,
        "Het verslag is leeg",
        "Er staat niets in dit bestand. Staat er nog een ander op de stick? Kies dat. Anders moet er een nieuw verslag komen.",
    ),
    "report_too_large": RefusalText(
        413, "Het bestand is te groot", f"Een verslag is hoogstens {MEGABYTES} MB. Kies het verslag van één toestel."
    ),
    "report_not_text": RefusalText(
        422,
        "Dit is geen verslag",
        "Misschien koos je een foto of een ander bestand. Kies het bestand met een naam die eindigt op .json.",
    ),
    "report_not_json": RefusalText(
        422,
        "Het verslag is beschadigd",
        "Het bestand is niet volledig of niet goed geschreven. Kopieer het opnieuw van de stick, of maak het verslag opnieuw.",
    ),
    "report_too_complex": RefusalText(422, "Dit is geen verslag", "Dit bestand is te ingewikkeld om een verslag te zijn."),
    "report_unknown_format": RefusalText(
        422,
        "Dit soort verslag kennen we niet",
        "We lezen alleen verslagen van Workbench. Kies een ander bestand, of vraag hulp aan wie de stick maakte.",
    ),
    "report_no_device": RefusalText(
        422, "We zien geen toestel", "In het verslag staan geen merk en model. Maak het verslag opnieuw, als beheerder."
    ),
    "report_inconsistent": RefusalText(
        422, "Het verslag spreekt zichzelf tegen", "Twee stukken van het verslag zeggen iets anders. Maak het verslag opnieuw."
    ),
}

STATUS = {
    DeviceState.ARRIVED: "binnengekomen",
    DeviceState.READY: "klaar",
    DeviceState.RESERVED: "gereserveerd",
    DeviceState.GIVEN_OUT: "bij een gezin",
    DeviceState.IN_REPAIR: "in herstelling",
    DeviceState.REPAIRED: "hersteld, schijf na te kijken",
    DeviceState.RETURN_EXPECTED: "komt terug",
    DeviceState.RETURNED: "terug bij ons",
    DeviceState.RETIRED: "uit gebruik",
}
MEDIUM = {
    Medium.HDD: "harde schijf",
    Medium.SSD: "SSD",
    Medium.NVME: "NVMe-SSD",
    Medium.EMMC: "eMMC",
    Medium.UNKNOWN: "onbekende soort",
}
CHASSIS = {
    Chassis.LAPTOP: "laptop",
    Chassis.DESKTOP: "vaste computer",
    Chassis.TABLET: "tablet",
    Chassis.ALL_IN_ONE: "alles-in-één",
    Chassis.SERVER: "server",
    Chassis.OTHER: "toestel",
}
GROUPS = {
    "bench": (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED, DeviceState.IN_REPAIR),
    "ready": (DeviceState.READY,),
    "reserved": (DeviceState.RESERVED,),
    "out": (DeviceState.GIVEN_OUT, DeviceState.RETURN_EXPECTED),
    "retired": (DeviceState.RETIRED,),
}
"""The tabs of the list, and the states that each of them shows."""
TAB = {
    "": "Alle",
    "bench": "Werkbank",
    "ready": "Klaar",
    "reserved": "Gereserveerd",
    "out": "Bij gezinnen",
    "retired": "Uit gebruik",
}
TODAY = {
    DeviceState.ARRIVED: "wissen en nakijken",
    DeviceState.RETURNED: "terug, nog te wissen",
    DeviceState.REPAIRED: "nieuwe schijf nakijken",
    DeviceState.IN_REPAIR: "in herstelling",
    DeviceState.RETURN_EXPECTED: "komt terug",
    DeviceState.READY: "klaar",
    DeviceState.RESERVED: "gereserveerd",
}
"""What the start page counts, in this order."""
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
NEXT = {
    state: "Ga verder" if state in (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED) else "Bekijk"
    for state in DeviceState
}
RETIRABLE = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.READY, DeviceState.REPAIRED)
FILES = {
    FilesAnswer.KEEP_FIRST.value: ("Ja, bewaar eerst de bestanden", "Zet ze op een stick voor het gezin. Wis daarna pas."),
    FilesAnswer.NOTHING_TO_KEEP.value: ("Nee, er staat niets meer op dat we nodig hebben", ""),
}
ACCESSORY = {
    Accessory.CHARGER: "lader",
    Accessory.MOUSE: "muis",
    Accessory.BAG: "tas",
    Accessory.HEADSET: "koptelefoon",
    Accessory.HOTSPOT: "hotspot",
    Accessory.PRINTER: "printer",
    Accessory.SCREEN: "scherm",
    Accessory.KEYBOARD: "toetsenbord",
    Accessory.WEBCAM: "webcam",
}
HOW = {
    WipeMethod.SECURE_ERASE: (
        "Met het wiscommando van de schijf zelf",
        "Heet ook secure erase of sanitize. Goed voor elke schijf.",
    ),
    WipeMethod.CRYPTO_ERASE: ("De sleutel van een versleutelde schijf gewist", "Heet ook crypto erase. Goed voor elke schijf."),
    WipeMethod.OVERWRITE: ("Overschreven", "Goed voor een harde schijf. Niet genoeg voor een SSD of eMMC."),
}
TOOLS = {
    "hdparm": "hdparm",
    "nvme-cli": "nvme-cli",
    "nwipe": "nwipe of ShredOS",
    "blancco": "Blancco",
    "firmware": "het BIOS van het toestel",
    "maker": "het programma van de maker",
    "other": "een ander programma",
}
"""With what a drive is wiped: a closed list, so that nothing personal can be typed. The words are kept as the evidence."""
METHOD = {
    WipeMethod.OVERWRITE: "overschreven",
    WipeMethod.SECURE_ERASE: "gewist met het wiscommando van de schijf",
    WipeMethod.CRYPTO_ERASE: "sleutel van de schijf gewist",
    WipeMethod.NEW_DRIVE: "nieuw",
}
NEW_DRIVE_TOOL = "een gesloten doos"
"""Stands where the program stands for a drive that was wiped."""
