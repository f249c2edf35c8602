"""The list of pictograms: what each is called, where it belongs, and what it says to who does not see it.

The drawings are files beside this one, by name. All are drawn on 48 by 48 with one line of 2.5, round at its ends. In a drawing
`warm` marks the one area with a colour of its own, and `dot` an ornament. Neither carries the meaning: in black and white
the lines alone say it. A cross below to the right means "not".
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    "parts": "Delen van een toestel",
    "actions": "Wat je doet",
    "states": "Hoe het is, hoe het voelt",
    "places": "Plaatsen",
    "agreements": "Wat we afspreken",
    "competences": "Wat je kan leren",
}

TURNING = frozenset(
    {"undo", "return", "stop_any_time", "share", "taken_over", "visit", "road", "slow"}  # go somewhere
    | {"read_aloud", "message", "communication", "agreement", "print", "your_data"}  # have lines of text, or speak
    | {"ask", "lost", "something_else", "stolen_or_lost"}  # ask: the Arabic question mark is ours in a mirror
)
"""Drawings that are mirrored where people read from right to left."""

_ALTERNATIVES: dict[str, dict[str, str]] = {
    "parts": {
        "laptop": "Laptop",
        "screen": "Scherm met een barst",
        "monitor": "Los scherm",
        "desktop": "Vaste computer",
        "keyboard": "Toetsenbord",
        "mouse": "Muis",
        "touchpad": "Vlak voor je vinger",
        "charger": "Stekker van de lader",
        "battery": "Batterij",
        "drive": "Schijf",
        "memory": "Geheugen",
        "camera": "Camera",
        "speaker": "Luidspreker",
        "microphone": "Microfoon",
        "headset": "Koptelefoon met microfoon",
        "printer": "Printer",
        "hotspot": "Kastje dat internet geeft",
        "wifi": "Wifi",
        "no_wifi": "Geen wifi",
        "internet": "Geen internet",
        "tablet": "Tablet",
        "phone": "Telefoon",
        "bag": "Tas voor een laptop",
        "usb_stick": "Usb-stick",
        "cable": "Kabel",
        "sim_card": "Simkaart",
        "power_button": "Knop om aan te zetten",
        "sticker": "Sticker met een code",
    },
    "actions": {
        "callback": "Bel mij terug",
        "search": "Zoeken",
        "scan": "De code scannen",
        "sign": "Tekenen met een pen",
        "print": "Afdrukken",
        "read_aloud": "Voorlezen",
        "pause": "Even wachten",
        "stop": "Stoppen",
        "undo": "Een stap terug",
        "save": "Bewaren",
        "wipe": "Wissen",
        "repair": "Herstellen",
        "swap": "Ruilen",
        "return": "Een toestel terugbrengen",
        "bring_along": "Iets meebrengen",
        "visit": "Iemand bezoeken",
        "wait": "Wachten",
        "plan": "Een dag kiezen",
        "write": "Iets opschrijven",
        "ask": "Iets vragen",
        "explain": "Iets uitleggen",
        "learn": "Leren",
        "choose": "Kiezen",
        "share": "Iets laten zien aan iemand",
        "hide": "Voor jezelf houden",
        "password": "Slot met een wachtwoord",
        "update": "Vernieuwen",
        "photo": "Een foto maken",
        "message": "Een bericht",
        "email": "Een mail",
        "pay_nothing": "Je betaalt niets",
        "help": "Hulp",
    },
    "states": {
        "done": "Klaar",
        "lost": "Niet gevonden",
        "strange_notice": "Let op",
        "slow": "Traag, als een slak",
        "something_else": "Iets anders",
        "found": "Gevonden",
        "calm": "Rustig",
        "happy": "Blij",
        "unsure": "Niet zeker",
        "difficult": "Moeilijk, als een steile berg",
        "on_my_own": "Zelf gedaan",
        "together": "Samen gedaan",
        "taken_over": "Een ander deed het",
        "win": "Gelukt",
    },
    "places": {
        "house": "Thuis",
        "doorstep": "Aan de voordeur",
        "library": "In de bibliotheek",
        "school": "Op school",
        "square": "Op het plein",
        "counter": "Bij ons, aan de balie",
        "workshop": "In het atelier",
        "road": "Onderweg",
    },
    "agreements": {
        "agreement": "Onze afspraak op papier",
        "who": "Wie",
        "what_you_lend": "Wat je leent",
        "until_when": "Tot wanneer",
        "what_we_do": "Wat wij doen",
        "what_you_do": "Wat jij doet",
        "broken": "Stuk",
        "stolen_or_lost": "Gestolen of kwijt",
        "stop_any_time": "Stoppen mag altijd",
        "your_data": "Wat we over jou weten",
    },
    "competences": {
        "information": "Dingen opzoeken",
        "communication": "Met anderen praten",
        "content": "Zelf iets maken",
        "safety": "Veilig zijn",
        "problem_solving": "Problemen oplossen",
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
