"""The page that says who did what and when, over all services, and the same as a file for a period."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.portal.queries.people import list_names, named
from services.portal.web.act_texts import ACT, act_words
from services.portal.web.upkeep_asking import SERVICE, ask_all
from shared.bus.audit import count_by_subject
from shared.contracts.upkeep import MOST_ENTRIES, PAGE, AuditEntry, Entries, EntriesQuestion
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.call import SignedIn, may, running_service
from shared.web.days import read_day
from shared.web.pages import page

router = APIRouter(prefix="/audit", include_in_schema=False)

MANAGES = may(Permission.MANAGE_ORGANISATION)
MOST_LINES = 20_000
"""Lines of a file: what a spreadsheet still opens at once, and a year of a busy Digibank."""
COLUMNS = (
    _("tijdstip"),
    _("dienst"),
    _("wat"),
    _("wie"),
    _("over wie of wat"),
    _("meer hierover"),
    _("code van de handeling"),
    _("nummer van wie"),
    _("nummer van waarover"),
)
"""Of the file: what people read first, what a program compares last."""
FAILED_DAYS, FAILED_SHOWN = 30, 20
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log, with the service that wrote it."""

    service: str
    entry: AuditEntry


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see, as it stands in the address; what cannot be is left out."""

    who: UUID | None = None
    what: str = ""
    service: str = ""
    since: date | None = None
    until: date | None = None
    thing: UUID | None = None

    def address(self, beginning: str, **more: object) -> str:
        """An address with this filter."""
        facts = {
            "who": self.who,
            "what": self.what,
            "service": self.service,
            "since": self.since,
            "until": self.until,
            "thing": self.thing,
        }
        return f"{beginning}?{urlencode({name: value for name, value in (facts | more).items() if value})}"

    def question(self, zone: ZoneInfo, before: UUID | None, limit: int) -> EntriesQuestion:
        """As a service is asked: both days count, where the organisation is."""
        return EntriesQuestion(
            before=before,
            actor=self.who,
            act=self.what or None,
            subject=self.thing,
            since=_begin(self.since, zone) if self.since else None,
            until=_begin(self.until + timedelta(days=1), zone) if self.until else None,
            limit=limit,
        )


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def read_filter(
    who: str = "",
    what: Annotated[str, Query(max_length=60)] = "",
    service: Annotated[str, Query(max_length=40)] = "",
    since: str = "",
    until: str = "",
    thing: str = "",
) -> Filter:
    """What the address asks for. A form sends fields that are empty too, and an address may be cut off: both mean nothing."""
    return Filter(
        _uuid(who), what if what in ACT else "", service if service in SERVICE else "", _day(since), _day(until), _uuid(thing)
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    day, _understood = read_day(text)
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


@router.get("", dependencies=[MANAGES])
async def log(
    request: Request,
    person: SignedIn,
    who: str = "",
    what: str = "",
    service: str = "",
    since: str = "",
    until: str = "",
    thing: str = "",
    before: UUID | None = None,
) -> Response:
    """Who did what, the newest first, as far as the filter lets it through."""
    running, wanted = running_service(request), read_filter(who, what, service, since, until, thing)
    lines, away = await read_lines(running, person, wanted, before, PAGE)
    zone = running.units.zone
    async with running.units.open(person.organisation) as unit:
        names = await named(unit, _people_in(lines))
        everybody = await list_names(unit)
        failed = await count_by_subject(unit, "sign_in_refused", unit.now() - timedelta(days=FAILED_DAYS), FAILED_SHOWN)
        names |= await named(unit, [subject for subject, _times, _last in failed])
    context = {
        "lines": [(line, line.entry.at.astimezone(zone), act_words(line.entry.act)) for line in lines],
        "names": names,
        "away": [SERVICE[name] for name in away],
        "SERVICE": SERVICE,
        "wanted": wanted,
        "everybody": everybody,
        "acts_shown": [("", _("Alles")), *sorted(((act, str(words)) for act, words in ACT.items()), key=lambda one: one[1])],
        "services_shown": [("", _("Overal")), *SERVICE.items()],
        "following": wanted.address("/audit", before=lines[-1].entry.id) if len(lines) == PAGE else None,
        "export": wanted.address("/audit/entries.csv"),
        "about": wanted.address,
        "first": before is None,
        "failed": [(names.get(subject, ""), times, last.astimezone(zone)) for subject, times, last in failed],
        "failed_days": FAILED_DAYS,
    }
    return page(request, "portal/audit.html", context)


@router.get("/entries.csv", dependencies=[MANAGES])
async def export(
    request: Request,
    person: SignedIn,
    who: str = "",
    what: str = "",
    service: str = "",
    since: str = "",
    until: str = "",
    thing: str = "",
) -> Response:
    """The same lines as a file for a spreadsheet. That somebody took it along is written down too."""
    running, wanted = running_service(request), read_filter(who, what, service, since, until, thing)
    lines: list[Line] = []
    away: Sequence[str] = ()
    while len(lines) < MOST_LINES:
        some, away = await read_lines(running, person, wanted, lines[-1].entry.id if lines else None, MOST_ENTRIES)
        lines += some
        if away or len(some) < MOST_ENTRIES:
            break
    async with running.units.open(person.organisation) as unit:
        names = await named(unit, _people_in(lines))
        unit.note("export_audit", actor=person.id)
    content = as_csv(lines, names, away, running.units.zone)
    headers = {"content-disposition": 'attachment; filename="logboek.csv"', "cache-control": "no-store"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


async def read_lines(
    running: RunningService, person: Person, wanted: Filter, before: UUID | None, limit: int
) -> tuple[list[Line], Sequence[str]]:
    """A page of lines of all services, the newest first, and which services did not answer.

    Each gives its own newest ones; of all these the newest are a page. Ids follow time, so the last one is where the next begins.
    """
    told = await ask_all(running, person, "entries", Entries, wanted.question(running.units.zone, before, limit), wanted.service)
    lines = [Line(name, entry) for name, answer in told.items() if answer is not None for entry in answer.entries]
    lines.sort(key=lambda line: line.entry.id, reverse=True)
    return lines[:limit], [name for name, answer in told.items() if answer is None]


def _people_in(lines: Iterable[Line]) -> set[UUID]:
    return {one for line in lines for one in (line.entry.actor, line.entry.subject) if one is not None}


def as_csv(lines: Iterable[Line], names: Mapping[UUID, str], away: Iterable[str], zone: ZoneInfo) -> bytes:
    """Lines for a spreadsheet: with a mark in front and semicolons, as Dutch and French ones read them at once."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([str(column) for column in COLUMNS])
    for line in lines:
        entry = line.entry
        who, about = names.get(entry.actor, "") if entry.actor else "", names.get(entry.subject, "") if entry.subject else ""
        moment = f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        row = [
            moment,
            SERVICE.get(line.service, line.service),
            act_words(entry.act),
            who,
            about,
            entry.detail,
            entry.act,
            entry.actor,
            entry.subject,
        ]
        writer.writerow([_no_formula(value) for value in row])
    for name in away:
        writer.writerow(["", SERVICE.get(name, name), _("Deze dienst antwoordt niet.")])
    return out.getvalue().encode("utf-8-sig")


def _no_formula(value: object) -> str:
    """A name that begins like a formula stays a name in a spreadsheet."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
