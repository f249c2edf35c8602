"""What inventory says about evidence of wipes: levels, reasons, what came of a file. In Dutch; shown in the reader's language."""

from services.inventory.domain.sanitization import EvidenceSource, Level, Reason, WipeMethod
from services.inventory.domain.wipe_file import ErasureProblem
from shared.language.translate import _

LEVEL = {
    Level.NONE: _("nog niets bewezen"),
    Level.CLEAR: _("gewist (clear)"),
    Level.PURGE: _("grondig gewist (purge)"),
    Level.DESTROY: _("vernietigd (destroy)"),
}
"""The levels of NIST SP 800-88, with their own name behind ours: a donor may know only that one."""
LEVEL_TONE = {Level.NONE: "stop", Level.CLEAR: "good", Level.PURGE: "good", Level.DESTROY: "good"}
REASON = {
    Reason.NOTHING_KNOWN: _("Er is nog geen bewijs."),
    Reason.FAILED: _("Het wissen is niet gelukt."),
    Reason.FLASH_OVERWRITTEN: _("Deze soort schijf houdt stukjes achter die je niet overschrijft. Wis met haar eigen wiscommando."),
    Reason.NEVER_USED: _("De schijf kwam nieuw uit de doos. Er stond niets op."),
    Reason.DISK_OVERWRITTEN: _("Een harde schijf is leeg als alles overschreven is."),
    Reason.OWN_COMMAND: _("De schijf wiste zichzelf, ook de stukjes die je anders niet bereikt."),
    Reason.KEY_GONE: _("De sleutel is weg. Wat er nog op staat, kan niemand lezen."),
    Reason.DESTROYED: _("De schijf is stukgemaakt. Niemand kan ze nog lezen."),
}
SOURCE = {
    EvidenceSource.REPORT: _("verslag van het toestel"),
    EvidenceSource.LOG: _("logbestand van het wisprogramma"),
    EvidenceSource.STATEMENT: _("verklaring van twee mensen"),
}
PROBLEM = {
    ErasureProblem.FAILED: _("Het wissen is niet gelukt. Wis opnieuw, of maak de schijf stuk."),
    ErasureProblem.STOPPED: _("Iemand stopte het wissen. Wis opnieuw."),
    ErasureProblem.NO_END: _("Het bestand stopt voor het wissen klaar is. Wacht tot het einde, en neem dan het bestand."),
    ErasureProblem.ONLY_READ: _("Het programma keek alleen of de schijf leeg is. Het wiste niets."),
}
OUTCOME = {
    "good": _("kan bewaard worden"),
    "failed": _("mislukt"),
    "no_serial": _("geen serienummer"),
    "not_found": _("niet gevonden"),
    "ambiguous": _("niet zeker welke"),
    "known": _("hebben we al"),
    "not_now": _("kan nu niet"),
    "not_enough": _("niet genoeg"),
}
OUTCOME_TONE = {"good": "good", "known": "good", "failed": "stop", "not_enough": "stop"}
WHY = {
    "no_serial": _("In het bestand staat geen serienummer van deze schijf. Noteer het bij de schijf zelf."),
    "not_found": _("We kennen geen schijf met dit serienummer. Breng eerst het toestel binnen."),
    "ambiguous": _("Meer dan één schijf heeft dit serienummer. Noteer het bij de schijf zelf."),
    "known": _("Dit staat al bij de schijf. Je hoeft niets te doen."),
}
DESTROYED_HOW = {
    "drilled": _("doorboord"),
    "shredded": _("versnipperd"),
    "broken": _("kapotgeslagen of gebroken"),
    "recycler": _("door de verwerker vernietigd"),
}
"""How a drive is destroyed: a closed list, so that nothing personal can be typed. The keys are kept as the tool."""
DISK_RULES = {
    Level.CLEAR.value: (
        _("Overschrijven is genoeg voor een harde schijf"),
        _("Dat raadt NIST aan voor toestellen die opnieuw gebruikt worden. Dit is wat we meestal doen."),
    ),
    Level.PURGE.value: (
        _("Ook een harde schijf wist zichzelf"),
        _("Strenger: alleen het eigen wiscommando van de schijf telt. Kies dit als een gever dat vraagt."),
    ),
}
BY_HAND = (WipeMethod.SECURE_ERASE, WipeMethod.CRYPTO_ERASE, WipeMethod.OVERWRITE)
"""What a person can say of a loose drive that stays whole."""
