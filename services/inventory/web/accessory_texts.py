"""The words for counted stock, kits, what goes along, and SIM cards."""

from datetime import date

from services.inventory.domain.charger import Connector, Plug
from services.inventory.domain.sim import Sim, SimPlace, SimState
from services.inventory.domain.thing import Reason, ThingKind
from shared.language.formats import number
from shared.language.translate import _, translated

KIND = {
    ThingKind.CHARGER: _("lader"),
    ThingKind.MOUSE: _("muis"),
    ThingKind.BAG: _("tas"),
    ThingKind.HEADSET: _("koptelefoon"),
    ThingKind.KEYBOARD: _("toetsenbord"),
    ThingKind.WEBCAM: _("webcam"),
    ThingKind.CABLE: _("kabel"),
    ThingKind.ADAPTER: _("verloopstuk"),
    ThingKind.OTHER: _("iets anders"),
}
CONNECTOR = {
    Connector.USB_C: _("USB-C"),
    Connector.MICRO_USB: _("micro-USB"),
    Connector.ROUND: _("rond"),
    Connector.LENOVO_SLIM: _("plat en geel, van Lenovo"),
    Connector.MAGSAFE: _("MagSafe, van Apple"),
    Connector.SURFACE: _("Surface, van Microsoft"),
    Connector.OTHER: _("een andere stekker"),
}
REASON = {
    Reason.BOUGHT: _("Gekocht"),
    Reason.DONATED: _("Gekregen"),
    Reason.FOUND: _("Teruggevonden"),
    Reason.TAKEN: _("Gebruikt"),
    Reason.BROKEN: _("Stuk"),
    Reason.GIVEN: _("Weggegeven"),
    Reason.COUNTED: _("Geteld"),
    Reason.GONE_ALONG: _("Meegegeven met een toestel"),
    Reason.CAME_BACK: _("Teruggekomen met een toestel"),
    Reason.STAYS_AWAY: _("Komt niet meer terug"),
    Reason.STAYS_BROKEN: _("Komt niet meer terug: stuk"),
    Reason.STAYS_LOST: _("Komt niet meer terug: niemand vindt het nog"),
    Reason.STAYS_KEPT: _("Komt niet meer terug: het gezin houdt het"),
    Reason.UNDONE: _("Ongedaan gemaakt"),
}
STAYS = {
    Reason.STAYS_AWAY: _("Dat noteren we niet"),
    Reason.STAYS_BROKEN: _("Het is stuk"),
    Reason.STAYS_LOST: _("Niemand vindt het nog"),
    Reason.STAYS_KEPT: _("Het gezin houdt het"),
}
"""Why it stays away, as somebody chooses it; nobody has to."""
SIM_STATE = {SimState.ACTIVE: _("werkt"), SimState.BLOCKED: _("geblokkeerd"), SimState.ENDED: _("stopgezet")}
SIM_MARK = {
    SimState.ACTIVE: _("De kaart werkt weer"),
    SimState.BLOCKED: _("De kaart is geblokkeerd"),
    SimState.ENDED: _("De kaart is stopgezet"),
}
SIM_TO_DO = {
    SimPlace.LOOSE: _(
        "De kaart ligt los bij ons. Geen gezin gebruikt ze nu. Wil je ze nog meegeven? Verleng ze dan. Anders zet je ze stop."
    ),
    SimPlace.HERE: _("Het toestel is niet bij een gezin. Verleng de kaart voor het meegaat, of haal ze eruit."),
    SimPlace.WITH_FAMILY: _("Verleng de kaart. Kan dat niet? Bel het gezin voor het internet stopt."),
    SimPlace.REPAIRED_FOR_FAMILY: _("Het toestel is in herstelling. Verleng de kaart voor het terug naar het gezin gaat."),
    SimPlace.COMING_BACK: _("De lening is voorbij en het toestel komt terug. Verleng de kaart pas als je ze weer wil meegeven."),
    SimPlace.LOST: _("Het toestel is verloren of gestolen. Vraag de provider om de kaart te blokkeren."),
    SimPlace.OUT_OF_USE: _("Het toestel is uit gebruik. Haal de kaart eruit, of zet ze stop."),
}
"""What to do with a card that ends soon, or ended; it depends on where it is."""
SIM_STOPPED = _("Het internet van het gezin werkt niet meer. Verleng de kaart. Kan dat niet? Bel het gezin.")
"""The same for a card that ended while it is with a family."""
SIM_TONE = {SimState.ACTIVE: "good", SimState.BLOCKED: "stop", SimState.ENDED: "quiet"}
THING_WRONG = {
    "name": _("Vul een naam in van hoogstens 60 letters"),
    "lowest": _("Vul een getal in van 0 tot 500"),
    "count": _("Vul een getal in van 0 tot 1000"),
    "plug": _("Deze stekker of dit vermogen kan niet"),
    "kind": _("Kies wat het is"),
    "place": _("Kies een plaats uit de lijst"),
    "reason": _("Kies waarom"),
}
SIM_WRONG = {
    "provider": _("Vul in van wie de kaart is"),
    "iccid": _("Er is een cijfer verkeerd of te weinig. Op de kaart staan er 19 of 20, en ze beginnen met 89"),
    "data": _("Vul een getal in, zoals 20"),
    "valid_until": _("Vul een dag in, zoals 3/2/2026"),
    "state": _("Kies hoe het met de kaart is"),
}


def needs_somebody(one: Sim, place: SimPlace, today: date) -> bool:
    """Whether there is something to do with a card: it ends soon, or it works and nobody knows where it is."""
    return one.is_soon(today) or (one.state is SimState.ACTIVE and place is SimPlace.LOST)


def sim_to_do(one: Sim, place: SimPlace, today: date) -> str:
    """What to do with a card that ends soon, or ended."""
    stopped = one.valid_until is not None and one.valid_until < today
    return SIM_STOPPED if stopped and place is SimPlace.WITH_FAMILY else SIM_TO_DO[place]


def say_plug(plug: Plug | None) -> str:
    """A charger's plug and power in one line, such as `rond 5,5 mm, 65 W`; empty where nobody said."""
    if plug is None:
        return ""
    said = str(CONNECTOR[plug.connector])
    if plug.tenths is not None:
        said += " " + translated("{size} mm").format(size=number(plug.tenths / 10))
    return said + (", " + translated("{watt} W").format(watt=plug.watt) if plug.watt is not None else "")
