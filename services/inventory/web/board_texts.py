"""The words of the board, the two lists, what is lost and the remarks, in Dutch; shown in the language of who reads them."""

from services.inventory.domain.checklist import Phase
from services.inventory.domain.stage import Stage
from shared.contracts.vocabulary import LossKind
from shared.language.translate import _

ITEM = {
    "screen": (_("Scherm"), _("Heel, helder en zonder strepen.")),
    "keyboard": (_("Toetsenbord"), _("Elke toets doet wat erop staat.")),
    "touchpad": (_("Touchpad"), _("De pijl volgt je vinger en klikken lukt.")),
    "battery": (_("Batterij"), _("Ze houdt het minstens een uur vol.")),
    "camera": (_("Camera"), _("Je ziet jezelf.")),
    "microphone": (_("Microfoon"), _("Je stem wordt opgenomen.")),
    "sound": (_("Geluid"), _("Je hoort een filmpje.")),
    "wifi": (_("Wifi"), _("Een website opent.")),
    "charger": (_("Lader of kabel"), _("De juiste ligt erbij en werkt.")),
    "clean": (_("Netjes"), _("Schoon, en zonder oude stickers of namen.")),
    "system": (_("Systeem"), _("Het start zonder fouten.")),
    "updates": (_("Updates"), _("Alles is bijgewerkt.")),
    "language": (_("Taal en toetsen"), _("De taal staat goed. De toetsen geven wat erop staat.")),
    "office": (_("Kantoorprogramma’s"), _("Om te schrijven en te rekenen, bijvoorbeeld LibreOffice.")),
    "browser": (_("Browser"), _("Om op internet te gaan.")),
    "account": (_("Account van de gebruiker"), _("Gemaakt, zonder de naam van een gezin.")),
    "no_password": (_("Geen wachtwoord meer"), _("Niet van ons en niet van vroeger.")),
}
"""Each line that is ours, with how one sees that it is fine. A line of the organisation is shown as it was typed."""
LACKING = {"clean": _("een poetsbeurt"), "no_password": _("het wachtwoord weghalen")}
"""What lacks, where that is not what the line is called."""

COLUMN = {
    Stage.TO_EMPTY: _("Leegmaken"),
    Stage.WIPED: _("Nakijken"),
    Stage.CHECKED: _("Installeren"),
    Stage.INSTALLED: _("Klaarzetten"),
}
"""A column of the board is called after what has to be done with what lies in it."""
READY_COLUMN = _("Staat klaar")
COLUMN_EMPTY = {
    Stage.TO_EMPTY.value: _("Niets om te wissen."),
    Stage.WIPED.value: _("Niets om na te kijken."),
    Stage.CHECKED.value: _("Niets om te installeren."),
    Stage.INSTALLED.value: _("Niets om klaar te zetten."),
    "ready": _("Nog niets staat klaar."),
}
COLUMN_HELP = {
    Stage.TO_EMPTY: _("Eerst de bestanden van het gezin. Dan elke schijf wissen en nakijken."),
    Stage.WIPED: _("De schijven zijn leeg. Kijk of alles aan het toestel werkt."),
    Stage.CHECKED: _("Het toestel werkt. Zet er een systeem en programma’s op."),
    Stage.INSTALLED: _("Alles is gedaan. Zet het klaar voor een gezin."),
}
PHASE = {Phase.CHECK: _("Nakijken"), Phase.INSTALL: _("Installeren")}
PHASE_LIST = {Phase.CHECK: _("De lijst om na te kijken"), Phase.INSTALL: _("De lijst om te installeren")}
PHASE_TITLE = {Phase.CHECK: _("Kijk toestel {code} na"), Phase.INSTALL: _("Installeer toestel {code}")}
PHASE_TICK = {
    Phase.CHECK: _("Wat is in orde?"),
    Phase.INSTALL: _("Wat is gedaan?"),
}
PHASE_HINT = {
    Phase.CHECK: _("Vink aan wat werkt. Wat je niet aanvinkt, mankeert: dat zie je op de werkbank."),
    Phase.INSTALL: _("Vink aan wat klaar is. Ben je nog niet rond? Bewaar. Later ga je verder."),
}
PHASE_SAVE = {Phase.CHECK: _("Bewaar wat ik zag"), Phase.INSTALL: _("Bewaar wat ik deed")}
PHASE_ANYWAY = {
    Phase.CHECK: (
        _("Hoeft niet alles in orde te zijn?"),
        _("Het mag zo mee"),
        _("Een gezin kan zonder wat mankeert. We zeggen het er eerlijk bij."),
    ),
    Phase.INSTALL: (
        _("Hoeft niet alles gedaan te zijn?"),
        _("Het is klaar zo"),
        _("Wat niet aangevinkt is, hoeft op dit toestel niet."),
    ),
}
LOST_CHOICE = {
    LossKind.LOST.value: (_("We vinden het niet meer"), _("Het kan nog terugkomen. Niemand hoeft te zeggen hoe het kwam.")),
    LossKind.STOLEN.value: (_("Het is gestolen"), _("Doe ook aangifte bij de politie. Het nummer van het toestel helpt daarbij.")),
}
BULK = {
    "check": _("Nagekeken: alles is in orde"),
    "install": _("Geïnstalleerd: alles is klaar"),
    "ready": _("Zet klaar voor een gezin"),
    "undo_check": _("Toch niet nagekeken"),
    "undo_install": _("Toch niet geïnstalleerd"),
}
BULK_DONE = {
    "check": _("Nagekeken"),
    "install": _("Geïnstalleerd"),
    "ready": _("Staat klaar"),
    "undo_check": _("Moet opnieuw nagekeken worden"),
    "undo_install": _("Moet opnieuw geïnstalleerd worden"),
}
BULK_OF_STAGE = {Stage.WIPED: "check", Stage.CHECKED: "install", Stage.INSTALLED: "ready"}
"""The one step that can be done with several machines of a column at once. Emptying is done drive by drive."""
BULK_UNDO = {"check": "undo_check", "install": "undo_install"}
BULK_THEN = {"check": Stage.CHECKED, "install": Stage.INSTALLED}
"""The column that machines lie in after a step, where the next one can be done with all of them."""
MISSING_ON_BOARD = 3
"""So many things that lack are named on a card; the others are counted."""


def item_words(name: str) -> str:
    """What a line is called, in the language of who reads it."""
    return ITEM[name][0] if name in ITEM else name


def lacking_words(name: str) -> str:
    """What lacks when a line is not fine, for the middle of a sentence: "toetsenbord". What was typed stays as it was typed."""
    if name not in ITEM:
        return name
    words = str(LACKING.get(name, item_words(name)))
    return words[:1].lower() + words[1:]
