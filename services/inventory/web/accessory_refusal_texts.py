"""What inventory says when a rule about accessories or internet says no."""

from shared.language.translate import _
from shared.runtime.service import RefusalText

ACCESSORY_REFUSALS = {
    "thing_known": RefusalText(409, _("Dit staat al op de lijst"), _("Er is al iets van deze soort met die naam. Verander dat.")),
    "thing_not_right": RefusalText(422, _("Dit kan niet kloppen"), _("Kijk na wat je invulde.")),
    "too_many_things": RefusalText(409, _("De lijst is vol"), _("Er passen {most} dingen op. Haal er eerst een weg.")),
    "not_enough": RefusalText(409, _("Zoveel liggen er niet"), _("Er liggen er nu {there}. Liggen er meer? Tel ze dan opnieuw.")),
    "number_not_right": RefusalText(422, _("Dit aantal kan niet"), _("Vul een getal in van 1 tot {most}. Tellen mag vanaf 0.")),
    "nothing_to_undo": RefusalText(409, _("Dit kun je niet terugzetten"), _("Het is al teruggezet, of het hoort bij een lening.")),
    "back_already": RefusalText(409, _("Dit is al terug"), _("Een collega noteerde dat het terugkwam. Kijk na wat er nu staat.")),
    "still_on_shelf": RefusalText(
        409,
        _("Dit is nog niet op"),
        _("Er liggen er nog, of er zijn er mee met een gezin. Zet het aantal op nul, of zeg wat niet meer terugkomt."),
    ),
    "lies_ready": RefusalText(
        409, _("Dit ligt nog klaar bij een toestel"), _("Kies bij toestel {device_code} iets anders. Dan kan dit weg.")
    ),
    "kit_not_right": RefusalText(
        422, _("Dit setje is nog niet af"), _("Geef het een naam die nog niet bestaat, en kruis minstens één ding aan.")
    ),
    "too_many_kits": RefusalText(409, _("Er zijn genoeg setjes"), _("Je kunt er {most} maken. Haal er eerst een weg.")),
    "cannot_go_along": RefusalText(
        409, _("Dit kan niet mee"), _("Het ligt niet meer klaar. Iemand anders nam het, of het is weg. Kies iets anders.")
    ),
    "sim_not_right": RefusalText(422, _("Dit kan niet kloppen"), _("Kijk na wat je invulde.")),
    "sim_known": RefusalText(409, _("Deze kaart staat er al"), _("Zoek ze in de lijst en verander ze daar.")),
    "no_place_for_sim": RefusalText(
        422,
        _("Dit toestel kennen we niet, of er past geen simkaart in"),
        _("Typ de code van een hotspot, tablet, laptop of telefoon die nog in gebruik is."),
    ),
    "sim_is_over": RefusalText(409, _("Deze kaart werkt niet meer"), _("Zeg eerst dat ze weer werkt.")),
}
