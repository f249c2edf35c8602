"""The words of the editor of agreements for people."""

from services.loans.domain.wording import SAID_AS
from services.loans.domain.wording_check import Fault, Lack, Measured
from shared.language.translate import _
from shared.web.forms import FormProblem

PLACE = {
    "organisation": _("hoe jullie Digibank heet"),
    "family": _("hoe het gezin heet"),
    "machine": _("welk toestel het is"),
    "code": _("de code op het toestel"),
    "accessories": _("een hele zin: wat er meegaat"),
    "look_again": _("de dag waarop jullie vragen hoe het gaat"),
    "help": _("een hele zin: waar het gezin hulp vindt"),
    "ask": _("een hele zin: waar het gezin vraagt wat jullie opschrijven"),
}
"""What is filled in at each place."""
LACK = {
    Lack.TITLE: (_("Geef de tekst een titel"), _("Zonder woorden tussen accolades.")),
    Lack.EMPTY_BLOCK: (_("Dit blok heeft nog geen titel of geen tekst"), _("Vul het aan, of laat het blok weg.")),
    Lack.PLACE: (_("In de tekst staat nergens {place}"), _("Daar vullen we in: {words}. Elk gezin moet dat kunnen lezen.")),
    Lack.UNKNOWN_PLACE: (
        _("Tussen accolades staat iets wat we niet kennen: {place}"),
        _("Neem een woord uit de lijst ‘Wat we invullen’. Gebruik geen andere accolades. In een titel kan het niet."),
    ),
    Lack.PLACE_ALONE: (
        _("{place} staat niet alleen op een regel"),
        _("We vullen er een hele zin in. Zet het dus op een eigen regel."),
    ),
    Lack.PAYS_NOTHING: (
        _("Hier staat niet dat het gezin niets betaalt"),
        _("Zet het in één zin, bijvoorbeeld: ‘Je betaalt niets.’ Dat moet elk gezin kunnen lezen."),
    ),
    Lack.MONEY: (
        _("Hier staat een bedrag of een waarde: ‘{words}’"),
        _("Haal het weg. Staat er een waarde bij, dan kan een gezin voor een ongeluk moeten opdraaien."),
    ),
    Lack.OTHER_BLOCKS: (
        _("Dit zegt niet hetzelfde als het Nederlands"),
        _("Elk blok heeft dezelfde woorden tussen accolades als in de Nederlandse tekst."),
    ),
}
"""What a text may not be without: what to say, and how to mend it."""


def fault_told(fault: Fault) -> FormProblem:
    """A fault with where to mend it."""
    title, detail = LACK[fault.lack]
    place = "{" + SAID_AS.get(fault.words, fault.words) + "}"
    given = {"place": place, "words": PLACE.get(fault.words, fault.words)}
    return FormProblem(title.format(**given), detail.format(**given), field_of(fault.block, fault.lack))


def field_of(key: str, lack: Lack | None = None) -> str:
    """The id of the field to go to for a block, or for the title."""
    if not key:
        return ""
    return "title" if key == "title" else f"heading-{key}" if lack is Lack.EMPTY_BLOCK else f"text-{key}"


def problems_of(measured: Measured) -> list[FormProblem]:
    """Everything for which a text cannot be published, as the summary on top of the page says it."""
    told = [fault_told(fault) for fault in measured.faults]
    told += [FormProblem(one.why, one.advice) for one in measured.whole]
    for key, one in measured.against:
        told.append(FormProblem(f"{one.why} “{one.sentence}”", one.advice, field_of(key)))
    return told
