"""The list of pictograms: what each is called, where it belongs, and what it says to who does not see it.

The drawings are files beside this one, by name. All are drawn on 48 by 48 with one line of 2.5, round at its ends. In a drawing
`warm` marks the one area with a colour of its own, and `dot` an ornament. Neither carries the meaning: in black and white
the lines alone say it. A cross below to the right means "not".
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.language.translate import _

DRAWINGS = Path(__file__).parent / "drawings"


@dataclass(frozen=True, slots=True)
class Pictogram:
    """One drawing.

    Attributes:
        name: of its file, and in the code.
        group: one of `GROUPS`.
        alternative: what it says, for who does not see it; never longer than a few words.
    """

    name: str
    group: str
    alternative: str

    @property
    def turns(self) -> bool:
        """Whether it points the way one reads, so that it is mirrored where people read from right to left."""
        return self.name in TURNING


GROUPS = {
    "parts": _("Delen van een toestel"),
    "actions": _("Wat je doet"),
    "states": _("Hoe het is, hoe het voelt"),
    "places": _("Plaatsen"),
    "agreements": _("Wat we afspreken"),
    "competences": _("Wat je kan leren"),
}

TURNING = frozenset(
    {"undo", "return", "stop_any_time", "share", "taken_over", "visit", "road", "slow"}  # go somewhere
    | {"read_aloud", "message", "communication", "agreement", "print", "your_data"}  # have lines of text, or speak
    | {"ask", "lost", "something_else", "stolen_or_lost"}  # ask: the Arabic question mark is ours in a mirror
)
"""Drawings that are mirrored where people read from right to left."""

_ALTERNATIVES: dict[str, dict[str, str]] = {
    "parts": {
        "laptop": _("Laptop"),
        "screen": _("Scherm met een barst"),
        "monitor": _("Los scherm"),
        "desktop": _("Vaste computer"),
        "keyboard": _("Toetsenbord"),
        "mouse": _("Muis"),
        "touchpad": _("Vlak voor je vinger"),
        "charger": _("Stekker van de lader"),
        "battery": _("Batterij"),
        "drive": _("Schijf"),
        "memory": _("Geheugen"),
        "camera": _("Camera"),
        "speaker": _("Luidspreker"),
        "microphone": _("Microfoon"),
        "headset": _("Koptelefoon met microfoon"),
        "printer": _("Printer"),
        "hotspot": _("Kastje dat internet geeft"),
        "wifi": _("Wifi"),
        "no_wifi": _("Geen wifi"),
        "internet": _("Geen internet"),
        "tablet": _("Tablet"),
        "phone": _("Telefoon"),
        "bag": _("Tas voor een laptop"),
        "usb_stick": _("Usb-stick"),
        "cable": _("Kabel"),
        "sim_card": _("Simkaart"),
        "power_button": _("Knop om aan te zetten"),
        "sticker": _("Sticker met een code"),
    },
    "actions": {
        "callback": _("Bel mij terug"),
        "search": _("Zoeken"),
        "scan": _("De code scannen"),
        "sign": _("Tekenen met een pen"),
        "print": _("Afdrukken"),
        "read_aloud": _("Voorlezen"),
        "pause": _("Even wachten"),
        "stop": _("Stoppen"),
        "undo": _("Een stap terug"),
        "save": _("Bewaren"),
        "wipe": _("Wissen"),
        "repair": _("Herstellen"),
        "swap": _("Ruilen"),
        "return": _("Een toestel terugbrengen"),
        "bring_along": _("Iets meebrengen"),
        "visit": _("Iemand bezoeken"),
        "wait": _("Wachten"),
        "plan": _("Een dag kiezen"),
        "write": _("Iets opschrijven"),
        "ask": _("Iets vragen"),
        "explain": _("Iets uitleggen"),
        "learn": _("Leren"),
        "choose": _("Kiezen"),
        "share": _("Iets laten zien aan iemand"),
        "hide": _("Voor jezelf houden"),
        "password": _("Slot met een wachtwoord"),
        "update": _("Vernieuwen"),
        "photo": _("Een foto maken"),
        "message": _("Een bericht"),
        "email": _("Een mail"),
        "pay_nothing": _("Je betaalt niets"),
        "help": _("Hulp"),
    },
    "states": {
        "done": _("Klaar"),
        "lost": _("Niet gevonden"),
        "strange_notice": _("Let op"),
        "slow": _("Traag, als een slak"),
        "something_else": _("Iets anders"),
        "found": _("Gevonden"),
        "calm": _("Rustig"),
        "happy": _("Blij"),
        "unsure": _("Niet zeker"),
        "difficult": _("Moeilijk, als een steile berg"),
        "on_my_own": _("Zelf gedaan"),
        "together": _("Samen gedaan"),
        "taken_over": _("Een ander deed het"),
        "win": _("Gelukt"),
    },
    "places": {
        "house": _("Thuis"),
        "doorstep": _("Aan de voordeur"),
        "library": _("In de bibliotheek"),
        "school": _("Op school"),
        "square": _("Op het plein"),
        "counter": _("Bij ons, aan de balie"),
        "workshop": _("In het atelier"),
        "road": _("Onderweg"),
    },
    "agreements": {
        "agreement": _("Onze afspraak op papier"),
        "who": _("Wie"),
        "what_you_lend": _("Wat je leent"),
        "until_when": _("Tot wanneer"),
        "what_we_do": _("Wat wij doen"),
        "what_you_do": _("Wat jij doet"),
        "broken": _("Stuk"),
        "stolen_or_lost": _("Gestolen of kwijt"),
        "stop_any_time": _("Stoppen mag altijd"),
        "your_data": _("Wat we over jou weten"),
    },
    "competences": {
        "information": _("Dingen opzoeken"),
        "communication": _("Met anderen praten"),
        "content": _("Zelf iets maken"),
        "safety": _("Veilig zijn"),
        "problem_solving": _("Problemen oplossen"),
    },
}

PICTOGRAMS = {
    name: Pictogram(name, group, alternative)
    for group, alternatives in _ALTERNATIVES.items()
    for name, alternative in alternatives.items()
}
"""Every pictogram by its name, in the order in which people are shown them."""


def pictogram_of(name: str) -> Pictogram:
    """What there is to say about a pictogram. Raises `KeyError`, with the names that exist, when there is no such one."""
    if name not in PICTOGRAMS:
        raise KeyError(f"There is no pictogram {name!r}. There are: {', '.join(sorted(PICTOGRAMS))}.")
    return PICTOGRAMS[name]


@cache
def svg_of(name: str) -> str:
    """The drawing as an SVG element, in the colour of the text around it. Raises `KeyError` as `pictogram_of` does."""
    return (DRAWINGS / f"{pictogram_of(name).name}.svg").read_text(encoding="utf-8").replace("\n", "")
