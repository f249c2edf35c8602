"""The words of inventory for people, in Dutch."""

from services.inventory.domain.device import DeviceStatus
from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.hardware_report import MAX_REPORT_BYTES
from shared.contracts.vocabulary import Chassis, Medium
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

STATUS = {DeviceStatus.ARRIVED: "binnengekomen", DeviceStatus.READY: "klaar", DeviceStatus.RESERVED: "gereserveerd"}
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
TAB = {
    None: "Alle",
    DeviceStatus.ARRIVED: "Wissen en nakijken",
    DeviceStatus.READY: "Klaar",
    DeviceStatus.RESERVED: "Gereserveerd",
}
TONE = {DeviceStatus.ARRIVED: "care", DeviceStatus.READY: "good", DeviceStatus.RESERVED: ""}
NEXT = {DeviceStatus.ARRIVED: "Ga verder", DeviceStatus.READY: "Bekijk", DeviceStatus.RESERVED: "Bekijk"}
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
}
