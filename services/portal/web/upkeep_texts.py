"""What the numbers about services mean, in a sentence each, and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.contracts.upkeep import DiscardReason, Health
from shared.language import formats
from shared.language.translate import _, plural

LONG_UNSENT_SECONDS = 60.0
SILENT_SECONDS = 120.0
MUCH_BEHIND = 500

CALL = _("Blijft dit langer dan een uur zo? Bel dan wie Digibank bij jullie installeerde.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a service.

    Attributes:
        tone: good, care or stop; see `parts.tag`.
        says: what is so.
        todo: what to do; empty for nothing.
        look: whether the page of the service's failures helps.
    """

    tone: str
    says: str
    todo: str = ""
    look: bool = False


def _then_call(words: str) -> str:
    return f"{words} {CALL}"


def findings(health: Health | None) -> list[Finding]:
    """What there is to say about a service, the worst first; that all goes well when there is nothing else."""
    if health is None:
        return [
            Finding(
                "stop", _("Deze dienst antwoordt niet."), _then_call(_("De pagina’s ervan werken nu niet. Niets gaat verloren."))
            )
        ]
    if not health.database:
        return [Finding("stop", _("De dienst antwoordt, maar kan niet aan de gegevens."), CALL)]
    return [*_what_is_wrong(health)] or [Finding("good", _("Alles gaat goed."))]


def _what_is_wrong(health: Health) -> Iterator[Finding]:
    if health.dead:
        says = plural("{count} gebeurtenis blijft mislukken.", "{count} gebeurtenissen blijven mislukken.", health.dead)
        yield Finding("stop", says, _("Wat erachter komt, wacht. Kijk na wat er is, en beslis."), look=True)
    if health.dead_jobs:
        says = plural("{count} taak blijft mislukken.", "{count} taken blijven mislukken.", health.dead_jobs)
        yield Finding("stop", says, _("Kijk na wat er is, en beslis."), look=True)
    if health.outbox_seconds > LONG_UNSENT_SECONDS:
        says = plural(
            "{count} gebeurtenis geraakt niet bij de andere diensten.",
            "{count} gebeurtenissen geraken niet bij de andere diensten.",
            health.outbox,
        )
        yield Finding("care", says, _then_call(_("Ze blijven bewaard en gaan vanzelf door.")))
    if any(group.seen_seconds is not None and group.seen_seconds > SILENT_SECONDS for group in health.groups):
        yield Finding("care", _("Deze dienst hoort nu niets van de andere."), _then_call(_("Wat nieuw is, komt later vanzelf.")))
    elif health.behind > MUCH_BEHIND:
        says = _("Deze dienst loopt achter: nog {count} gebeurtenissen.").format(count=formats.number(health.behind))
        yield Finding("care", says, _("Dat haalt ze vanzelf in."))
    if health.late_jobs > MUCH_BEHIND:
        yield Finding("care", _("Veel taken wachten nog op hun beurt."), CALL)
    if health.parked and not health.dead:
        says = plural(
            "We proberen {count} gebeurtenis opnieuw.",
            "We proberen {count} gebeurtenissen opnieuw.",
            health.parked,
        )
        yield Finding("care", says, _("Je hoeft niets te doen."))
    if health.unreadable:
        says = plural(
            "{count} bericht is voor niemand te lezen.", "{count} berichten zijn voor niemand te lezen.", health.unreadable
        )
        yield Finding("care", says, _("Alleen wie Digibank installeerde kan dit nakijken."))


WHY: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Unreadable", "ValidationError", "UnknownType"), _("Het bericht is niet te lezen.")),
    (("UnknownVersion",), _("Het bericht komt van een nieuwere versie van Digibank. Na een bijwerking lukt het wel.")),
    (("NotFound", "LookupError"), _("Het gaat over iets wat hier niet of niet meer bestaat.")),
    (("TimeoutError",), _("Het duurde te lang. Opnieuw proberen kan helpen.")),
    (("IntegrityError", "DBAPIError", "OperationalError"), _("We konden de gegevens zo niet bewaren.")),
)


CALL_FIRST = _(
    "Opnieuw proberen helpt pas na een bijwerking. Bel wie Digibank bij jullie installeerde, en gooi intussen niets weg."
)
PASSES = ("TimeoutError", "NotFound", "LookupError", "IntegrityError", "DBAPIError", "OperationalError")
"""Kinds of errors that may be gone at the next try."""


def advice(error: str) -> str:
    """What a coordinator does first about an error; empty where trying again is the first thing to do."""
    return "" if _kind_of(error) in PASSES else CALL_FIRST


def _kind_of(error: str) -> str:
    return error.partition(":")[0].strip()


def why(error: str) -> str:
    """An error in plain words. `error` begins with its kind, as `describe` in shared/bus/parking.py has it."""
    kind = _kind_of(error)
    return next((words for kinds, words in WHY if kind in kinds), _("Er zit waarschijnlijk een fout in Digibank zelf."))


DISCARD_REASON = {
    DiscardReason.DONE_BY_HAND: _("We hebben het zelf al in orde gebracht"),
    DiscardReason.NOT_NEEDED: _("Het is niet meer nodig"),
    DiscardReason.A_MISTAKE: _("Het was een vergissing of een proef"),
}
