"""Everything that we know of a family, as the family reads it: on its screen, at the counter and on paper.

Pure words, in the language that is spoken when it is made. The same facts as a file are in `queries/everything.py`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.loans.documents.known_pdf import Section
from services.loans.domain.household import Household
from services.loans.domain.loan import Loan
from services.loans.domain.people import TrustedPerson
from services.loans.domain.reach import Reach
from services.loans.domain.request import Request
from services.loans.queries.families import Around
from services.loans.queries.households import Look
from services.loans.queries.known import KnownDevice
from services.loans.web.family_texts import (
    CHANNEL,
    CONSENT_ANSWER,
    CONSENT_FOR,
    CONSENT_WAY,
    LEVEL,
    LOOKED_AT,
    LOOKED_FOR,
    TRUSTED_FOR,
)
from services.loans.web.rights_texts import OTHERS, WANTED_FOR
from shared.contracts.rights import HeldAnswer
from shared.language.formats import capital, listed, written_day
from shared.language.languages import languages
from shared.language.translate import translated

_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """What the sections are made of. Times are in the zone of the organisation.

    Attributes:
        around: its rows, what it said and the people around it.
        cards: number of the person, and the day the card was made.
        looks: who looked, each with the day.
        names: what colleagues are called; who is not in it is somebody.
        held: what the other services hold, by service; None for one that did not answer.
    """

    around: Around
    reach: Reach
    loans: Sequence[Loan]
    requests: Sequence[Request]
    devices: Mapping[UUID, KnownDevice]
    cards: Sequence[tuple[int, date]]
    looks: Sequence[tuple[Look, date]]
    names: Mapping[UUID, str] = field(default_factory=dict)
    held: Mapping[str, HeldAnswer | None] = field(default_factory=dict)


def known_sections(known: Known) -> list[Section]:
    """All of it, the most asked for first."""
    missing = [str(OTHERS[service]) for service, answer in known.held.items() if answer is None]
    return [
        *([Section(translated("Dit konden we nu niet lezen"), _not_read(missing))] if missing else []),
        Section(translated("Zo mogen we je noemen en bellen"), _facts(known.around, known.reach)),
        Section(
            translated("Wat je leent of leende"), [_loan(loan, known.devices) for loan in known.loans], translated("Nog niets.")
        ),
        Section(translated("Wat je vroeg"), [_request(one) for one in known.requests], translated("Nog niets.")),
        Section(translated("Je kaarten"), [_card(*card) for card in known.cards], translated("Je hebt geen kaart.")),
        Section(translated("Hulp die je vroeg"), [*_tickets(known.held)], translated("Nog niets.")),
        Section(translated("Bezoeken"), [*_visits(known.held)], translated("Nog niets.")),
        Section(translated("Plaatsen om te leren"), [*_places(known.held)], translated("Nog niets.")),
        *_people(known.around),
        Section(
            translated("Wie keek, en waarom"),
            [look_line(look, on, known.names) for look, on in known.looks],
            translated("Nog niemand keek."),
        ),
    ]


def look_line(look: Look, on: date, names: Mapping[UUID, str]) -> str:
    """One line of who looked, with the name of a colleague where it is known."""
    facts = {"day": written_day(on), "why": str(LOOKED_FOR[look.purpose])}
    who = names.get(look.person_id)
    if who:
        said = translated("{day}: {who} van de Digibank, {why}.").format(who=f"\u2068{who}\u2069", **facts)
    else:
        said = translated("{day}: een medewerker van de Digibank, {why}.").format(**facts)
    if look.what:
        what = listed([str(LOOKED_AT[one]) for one in look.what])
        said += " " + translated("Gezien: {what}.").format(what=what)
    return said


def _not_read(missing: Sequence[str]) -> list[str]:
    return [translated("Dit ontbreekt: {what}. Vraag het later nog eens.").format(what=one) for one in missing]


def _facts(around: Around, reach: Reach) -> list[str]:
    lines = [line for row in around.rows for line in _row(row)]
    lines += [f"{CONSENT_FOR[one]!s} {CONSENT_ANSWER[said]!s}" for one, said in around.now.items()]
    if reach.channel is not None:
        lines.append(str(CHANNEL[reach.channel]))
    return lines + [f"\u2068{line}\u2069" for line in (reach.address or "").splitlines()]


def _row(household: Household) -> list[str]:
    none = translated("Niet gegeven")
    pairs = [
        (translated("Naam"), household.call_name or none),
        (translated("Telefoon"), household.telephone or none),
        (translated("Taal"), languages()[household.language.value].own_name),
        (translated("Tekst van de afspraken"), capital(str(LEVEL[household.level]))),
        (translated("Code op je kaart"), household.code),
    ]
    return [f"{name}: \u2068{value}\u2069" for name, value in pairs]


def _people(around: Around) -> list[Section]:
    """Whom it named, who sent it, and what it said before; each only where there is any."""
    said = [
        f"{written_day(one.said_on)}: {CONSENT_FOR[one.purpose]} {CONSENT_ANSWER[one.answer]}, {CONSENT_WAY[one.way]}."
        for one in around.said
    ]
    trusted = [
        f"\u2068{one.name}\u2069" + (f" (\u2068{_in_one_piece(one.reach)}\u2069)" if one.reach else "") + f": {_wanted_for(one)}."
        for one in around.trusted
    ]
    sent = [f"\u2068{one.by_whom}\u2069" if one.by_whom else translated("een school of dienst") for one in around.referrals]
    sections = (
        (translated("Wat je vroeger zei"), said),
        (translated("Wie jij vertrouwt"), trusted),
        (translated("Wie jou naar ons stuurde"), sent),
    )
    return [Section(title, lines) for title, lines in sections if lines]


def _in_one_piece(reach: str) -> str:
    """A number stays on one line: cut in two, its end stands before its beginning where people read from the right."""
    return _BETWEEN_DIGITS.sub("\u00a0", reach)


def _wanted_for(one: TrustedPerson) -> str:
    return ", ".join(str(TRUSTED_FOR[purpose]) for purpose in one.purposes)


def _loan(loan: Loan, devices: Mapping[UUID, KnownDevice]) -> str:
    machines = [devices[line.device_id] for line in loan.lines if line.device_id in devices]
    what = listed([f"\u2068{device.code}\u2069" for device in machines]) or translated("een toestel")
    if loan.started_on is None:
        return translated("{what}, ligt klaar.").format(what=what)
    if loan.ended_on is None:
        return translated("{what}, sinds {day}.").format(what=what, day=written_day(loan.started_on))
    days = {"day": written_day(loan.started_on), "until": written_day(loan.ended_on)}
    return translated("{what}, van {day} tot {until}.").format(what=what, **days)


def _request(request: Request) -> str:
    why = str(WANTED_FOR[request.profile])
    return translated("{day}: een toestel voor {why}.").format(day=written_day(request.since), why=why)


def _card(person: int, made_on: date) -> str:
    return translated("Kaart {number}, gemaakt op {day}.").format(number=person, day=written_day(made_on))


def _tickets(held: Mapping[str, HeldAnswer | None]) -> Sequence[str]:
    return [
        translated("{day}: vraag {number}.").format(day=_day(ticket.get("opened_at")), number=ticket.get("number"))
        + _notes([note.get("text", "") for note in ticket.get("notes") or []])
        for ticket in _rows(held, "helpdesk", "tickets")
    ]


def _visits(held: Mapping[str, HeldAnswer | None]) -> Sequence[str]:
    return [
        translated("{day}: bezoek.").format(day=_day(visit.get("due_on")))
        + _notes([attempt["note"] for attempt in visit.get("attempts") or [] if attempt.get("note")])
        for visit in _rows(held, "helpdesk", "visits")
    ]


def _places(held: Mapping[str, HeldAnswer | None]) -> Sequence[str]:
    return [
        translated("Plaats {number}, sinds {day}. Alleen wie leert, ziet de antwoorden.").format(
            number=place.get("number"), day=_day(place.get("enrolled_on"))
        )
        for place in _rows(held, "skills", "learners")
    ]


def _notes(texts: Sequence[str]) -> str:
    said = translated("We schreven op: {words}")
    return "".join(" " + said.format(words=f"\u2068{words}\u2069") for words in texts)


def _rows(held: Mapping[str, HeldAnswer | None], service: str, what: str) -> Sequence[dict[str, Any]]:
    answer = held.get(service)
    return answer.held.get(what, []) if answer is not None else []


def _day(value: object) -> str:
    return written_day(date.fromisoformat(str(value)[:10])) if value else ""
