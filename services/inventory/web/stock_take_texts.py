"""The words of a stock take, in Dutch; they are shown in the language of who reads them."""

from dataclasses import dataclass

from services.inventory.domain.stock_take import LIST, STRANGE, WHOLE, Result
from services.inventory.queries.stock_takes import Line
from shared.language.translate import _

SCOPE = {
    WHOLE: (_("Alles wat hier is"), _("De werkbank, wat klaarstaat en wat gereserveerd is.")),
    "bench": (_("De werkbank"), _("Wat gewist, nagekeken of hersteld wordt.")),
    "ready": (_("Wat klaarstaat"), ""),
    "reserved": (_("Wat gereserveerd is"), ""),
    LIST: (_("Een lijst"), ""),
}
RESULT = {
    Result.FOUND: _("gevonden"),
    Result.MISSING: _("niet gezien"),
    Result.LEFT: _("intussen vertrokken"),
    Result.JOINED: _("erbij gekomen"),
    Result.ELSEWHERE: _("hoort in een andere groep"),
    Result.WITH_FAMILY: _("hoort bij een gezin te zijn"),
    Result.RETIRED: _("uit gebruik"),
    Result.UNKNOWN: _("kennen we niet"),
}
TONE = {
    Result.FOUND: "good",
    Result.MISSING: "care",
    Result.LEFT: "quiet",
    Result.JOINED: "good",
    Result.ELSEWHERE: "care",
    Result.WITH_FAMILY: "stop",
    Result.RETIRED: "stop",
    Result.UNKNOWN: "stop",
}
ADVICE = {
    Result.MISSING: _(
        "Kijk nog eens op de plank en op de werkbank. Op de pagina van het toestel staat wat er het laatst mee gebeurde."
    ),
    Result.ELSEWHERE: _("Het is hier, maar het hoort niet bij wat je telt. Zet het terug waar het hoort."),
    Result.WITH_FAMILY: _("Volgens ons is het bij een gezin. Kwam het terug? Open het toestel en neem het terug."),
    Result.RETIRED: _("Dit toestel is uit gebruik. Leg het bij wat weggaat."),
    Result.UNKNOWN: _("Geen toestel van ons heeft deze code. Is de sticker van een andere Digibank? Bel dan daar."),
    Result.LEFT: _("Het ging naar een gezin of uit gebruik terwijl er geteld werd. Je hoeft niets te doen."),
    Result.JOINED: _("Het kwam hier aan nadat het tellen begon. Je hoeft niets te doen."),
}
"""What to do with each; nothing with what was found."""
NOT_ON_LIST = _("staat niet op deze lijst")
WAS_LOST = _("stond als verloren of gestolen")
AT_PARTNER = _("hoort bij een partner te zijn")
WAS_LOST_ADVICE = _("Mooi, je hebt het gevonden. Open het toestel en zeg daar dat het hier is.")
AT_PARTNER_ADVICE = _("Volgens ons is het nog bij een partner. Is het terug? Open het toestel en zeg het daar.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of one device or code: what comes of it, in which colour, and what to do, if there is something to do."""

    words: str
    tone: str
    advice: str = ""


def say(line: Line, scope: str) -> Said:
    """The same for a line of a stock take of this scope. What was not expected because it is lost or with a partner, is told as
    that: somebody has to say that it is here."""
    if line.result in (Result.JOINED, Result.ELSEWHERE, Result.WITH_FAMILY):
        if line.is_lost:
            return Said(WAS_LOST, "care", WAS_LOST_ADVICE)
        if line.is_at_partner:
            return Said(AT_PARTNER, "care", AT_PARTNER_ADVICE)
    words = NOT_ON_LIST if line.result is Result.ELSEWHERE and scope == LIST else RESULT[line.result]
    return Said(words, TONE[line.result], ADVICE.get(line.result, ""))


MISREAD = _("Deze code klopt niet. Waarschijnlijk is een letter verkeerd gelezen. Lees de sticker nog eens.")
SHOWN = {
    "missing": (_("Niet gezien"), (Result.MISSING,)),
    "strange": (_("Vreemd"), STRANGE),
    "found": (_("Gevonden"), (Result.FOUND,)),
    "moved": (_("Vertrokken of erbij"), (Result.LEFT, Result.JOINED)),
}
"""The lists of a stock take, and which results each of them shows."""
NOTHING_IN = {
    "missing": _("Alles wat we verwachtten is gezien."),
    "strange": _("Niets vreemds gevonden."),
    "found": _("Er is nog niets gevonden."),
    "moved": _("Niets vertrok of kwam erbij terwijl er geteld werd."),
}
