"""The cards of the start page: today's work of each role. The first card is what somebody came for."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.portal.queries import today as queries
from services.portal.queries.people import list_ending, list_invited
from services.portal.queries.today import MOST
from services.portal.web.texts import ROLE
from services.portal.web.today_texts import TO_DO, WORK, who
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState, Role
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import capital, in_words
from shared.language.translate import plural, translated
from shared.web.vocabulary_texts import DEVICE_TONE, PROFILE, SYMPTOM

INVITED = 5
ENDS_SOON = timedelta(days=14)
NOT_LONG = timedelta(days=3)
"""So many days before the end of a reservation inventory begins to warn."""
ALWAYS_COUNTED = (DeviceState.ARRIVED, DeviceState.READY, DeviceState.RESERVED)


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `headline` is a sentence for the heading of the page when the card stands first."""

    template: str
    facts: Mapping[str, Any]
    headline: str = ""


async def _line(unit: Unit) -> Card:
    line = await queries.line_of(unit)
    number = capital(in_words(line.count, MOST))
    waits = plural("Eén gezin wacht op een toestel.", "{number} gezinnen wachten op een toestel.", line.count, number=number)
    headline = waits if line.count else translated("Niemand wacht op een toestel.")
    return Card("portal/today/line.html", {"line": line, "PROFILE": PROFILE, "soon": unit.today() + NOT_LONG}, headline)


async def _look_again(unit: Unit) -> Card | None:
    count = await queries.count_look_again(unit)
    if not count:
        return None
    number = capital(in_words(count, MOST))
    families = plural("Eén gezin leent al een tijd.", "{number} gezinnen lenen al een tijd.", count, number=number)
    return Card("portal/today/look_again.html", {"families": families})


async def _missed(unit: Unit) -> Card | None:
    count = await queries.count_missed(unit)
    if not count:
        return None
    number = capital(in_words(count, MOST))
    devices = plural(
        "Een gezin zegt dat een toestel weg is.", "{number} toestellen zijn weg, zeggen gezinnen.", count, number=number
    )
    return Card("portal/today/missed.html", {"devices": devices})


async def _internet(unit: Unit) -> Card | None:
    count = await queries.count_internet(unit)
    if not count:
        return None
    number = capital(in_words(count, MOST))
    cards = plural("Eén simkaart loopt af.", "{number} simkaarten lopen af.", count, number=number)
    return Card("portal/today/internet.html", {"cards": cards})


async def _help(unit: Unit) -> Card:
    asked = await queries.help_asked(unit)
    words = {name: in_words(getattr(asked, name), MOST) for name in ("waiting", "calls", "in_repair")}
    return Card("portal/today/help.html", {"help": asked, "SYMPTOM": SYMPTOM} | words)


async def _visits(unit: Unit) -> Card:
    visits, count = await queries.visits_of_this_week(unit)
    facts = {"visits": visits, "count": count, "many": in_words(count, MOST), "today": unit.today()}
    return Card("portal/today/visits.html", facts)


async def _bench(unit: Unit) -> Card:
    counts = await queries.devices_by_status(unit)
    rows = [(state, in_words(counts[state], MOST), counts[state]) for state in WORK if counts[state] or state in ALWAYS_COUNTED]
    facts = {"rows": rows, "any": any(counts.values()), "WORK": WORK, "TONE": DEVICE_TONE, "TO_DO": TO_DO}
    return Card("portal/today/bench.html", facts)


async def _lost(unit: Unit) -> Card | None:
    told = await queries.lost_and_found(unit)
    if not (told.reports or told.lost):
        return None
    return Card("portal/today/lost.html", {"told": told, "lost": in_words(told.lost, MOST)})


async def _places(unit: Unit) -> Card:
    places, count = await queries.places_to_give(unit)
    facts = {"places": places, "count": count, "many": in_words(count, MOST), "more": count > len(places), "who": who}
    return Card("portal/today/places.html", facts)


async def _people(unit: Unit) -> Card:
    facts = {
        "invited": await list_invited(unit, INVITED),
        "ending": await list_ending(unit, unit.today() + ENDS_SOON, INVITED),
        "ROLE": ROLE,
        "now": unit.now(),
    }
    return Card("portal/today/people.html", facts)


CARDS: Mapping[str, tuple[Permission, Callable[[Any], Awaitable[Card | None]]]] = {
    "line": (Permission.SEE_REQUESTS, _line),
    "look_again": (Permission.SEE_HOUSEHOLDS, _look_again),
    "missed": (Permission.SEE_HOUSEHOLDS, _missed),
    "internet": (Permission.SEE_DEVICES, _internet),
    "help": (Permission.SEE_TICKETS, _help),
    "visits": (Permission.SEE_VISITS, _visits),
    "bench": (Permission.SEE_DEVICES, _bench),
    "lost": (Permission.SEE_DEVICES, _lost),
    "places": (Permission.ENROL_LEARNERS, _places),
    "people": (Permission.MANAGE_PEOPLE, _people),
}
"""Each card with who may see it."""

COMES_FOR: Mapping[Role, tuple[str, ...]] = {
    Role.OUTREACH: ("visits", "help"),
    Role.STAFF: ("line", "help", "missed", "look_again", "internet", "bench", "lost", "places"),
    Role.REPAIRER: ("help", "bench", "lost"),
    Role.TRAINER: ("places",),
    Role.COORDINATOR: ("line", "people", "internet", "bench", "lost"),
    Role.PARTNER: (),
}
"""What each role comes for, the first thing first. Who has several roles sees those of the first of them first, in this order: a
visit has a day, and cannot wait for a quiet moment at the counter."""


def cards_for(roles: Iterable[Role]) -> list[str]:
    """Names of the cards for somebody with these roles, each once, in order."""
    mine = set(roles)
    return list(dict.fromkeys(name for role, names in COMES_FOR.items() if role in mine for name in names))


async def today_of(unit: Unit, person: Person) -> list[Card]:
    """The cards of this person. The table of permissions decides; the roles only say in which order."""
    found = []
    for name in cards_for(person.roles):
        permission, make = CARDS[name]
        card = await make(unit) if person.may(permission) else None
        if card is not None:
            found.append(card)
    return found
