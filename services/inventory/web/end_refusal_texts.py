"""What inventory says when a rule about the end of machines says no."""

from shared.language.translate import _
from shared.runtime.service import RefusalText

END_REFUSALS = {
    "has_left": RefusalText(409, _("Dit toestel is al weg"), _("Het is niet meer bij ons. Hieraan kun je niets meer veranderen.")),
    "end_impossible": RefusalText(
        422,
        _("Dit past niet samen"),
        _("Kies een reden en een plaats die bij elkaar horen. Wat iemand mag houden, gaat naar die persoon."),
    ),
    "still_holds_data": RefusalText(
        409,
        _("Een toestel is nog niet leeg"),
        _("In {device_code} zijn er schijven die nog niet leeg en nagekeken zijn: {drives}. Wis ze eerst."),
    ),
    "drive_not_seen": RefusalText(
        409,
        _("Kijk eerst of er een schijf in zit"),
        _("We kennen geen schijf van toestel {device_code}. Maak het open en kijk. Zet dan een vinkje."),
    ),
    "nothing_to_hand_over": RefusalText(
        422, _("Kies wat er meegaat"), _("Kies minstens één toestel. Er gaan er hoogstens {most} tegelijk.")
    ),
    "hand_over_impossible": RefusalText(
        422,
        _("Deze dag kan niet"),
        _("Kies vandaag of een dag die voorbij is. Elk toestel moet die dag al uit gebruik geweest zijn."),
    ),
    "hand_over_settled": RefusalText(
        409, _("Dit kun je niet meer terugdraaien"), _("Het bewijs van de recycleur is er al. De toestellen zijn weg.")
    ),
    "paper_unreadable": RefusalText(
        422,
        _("Dit bestand kunnen we niet lezen"),
        _("Kies een pdf, of een foto van het papier (jpg, png of webp)."),
    ),
    "paper_too_large": RefusalText(
        413, _("Het bestand is te groot"), _("Het mag hoogstens {megabytes} MB zijn. Maak een kleinere scan of foto.")
    ),
    "weight_impossible": RefusalText(
        422,
        _("Dit gewicht kan niet"),
        _("Vul een gewicht in tussen 1 gram en 100 kilo, en zeg waar dat getal vandaan komt."),
    ),
}
