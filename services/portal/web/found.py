"""What a search finds for somebody, in groups by kind, each row with one obvious next step. Roles decide which kinds there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from services.portal.domain import typed
from services.portal.queries import finding
from services.portal.web.today_texts import who
from shared.bus.unit import Unit
from shared.contracts.finding import MOST_FOUND, DeviceFound, FamilyFound
from shared.contracts.vocabulary import DeviceState, LossKind
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import capital, long_day
from shared.language.translate import _, translated
from shared.runtime.running import RunningService
from shared.web.navigation import BY_HOUSEHOLD, BY_STICKER, may_search
from shared.web.vocabulary_texts import DEVICE_STATE, DEVICE_TONE, LOST, PROFILE, SYMPTOM, TICKET_STATE, TICKET_TONE

DEVICES = "/inventory/devices"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found.

    Attributes:
        name: what it is called.
        more: what else says which one it is; may be empty.
        state: how it stands, in a few words with its tone; empty for none.
        exact: it is what was typed, and nothing else is.
    """

    name: str
    address: str
    more: str = ""
    state: str = ""
    tone: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind, and what one does with each.

    Attributes:
        all_at: where all of them are, when there may be more than these.
        all_words: the words of the way to it.
    """

    title: str
    step: str
    rows: Sequence[Row]
    all_at: str = ""
    all_words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What other services answered; None for one that did not."""

    devices: Sequence[DeviceFound] | None = ()
    families: Sequence[FamilyFound] | None = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """The field to search with, for one person.

    Attributes:
        site: the host and port in the addresses on our stickers. On one box it may differ from where a page was opened.
        stickers: whether a device may be looked up, and so scanned.
        names: whether a family may be looked up by name.
    """

    site: str
    stickers: bool
    names: bool


def finder_for(running: RunningService, person: Person) -> Finder | None:
    """The field for this person; None when there is nothing they may look up."""
    if not may_search(person):
        return None
    stickers = any(person.may(permission) for permission in BY_STICKER)
    return Finder(urlsplit(running.settings.base_url).netloc, stickers, person.may(Permission.SEE_HOUSEHOLDS))


def what_to_type(person: Person) -> list[str]:
    """What this person may type, for who found nothing or does not know how to begin."""
    lines = []
    if any(person.may(permission) for permission in BY_STICKER):
        lines.append(_("De code op een sticker, zoals KX4-72M."))
    if person.may(Permission.SEE_DEVICES):
        lines.append(_("Een serienummer, een merk, een model of de naam van een gever."))
    if any(person.may(permission) for permission in BY_HOUSEHOLD):
        lines.append(_("De code van een gezin, zoals KIWI-42."))
    if person.may(Permission.SEE_HOUSEHOLDS):
        lines.append(_("De naam van een gezin, of het begin ervan."))
    if person.may(Permission.SEE_TICKETS):
        lines.append(_("Het nummer van een vraag om hulp, zoals 12."))
    return [str(line) for line in lines]


async def find(running: RunningService, person: Person, text: str, told: Told) -> list[Group]:
    """Everything of this person's organisation that the text means and the person may see. Groups without rows are left out."""
    async with running.units.open(person.organisation) as unit:
        groups = [await _devices(unit, person, text, told), *await _of_households(unit, person, text, told)]
        number = typed.ticket_number(text)
        if number is not None and person.may(Permission.SEE_TICKETS):
            groups.append(await _tickets(unit, number))
    return [group for group in groups if group.rows]


def only_one(groups: Sequence[Group]) -> str | None:
    """Where to go at once: what was typed is the code or number of one thing. The first kind that has one counts."""
    for group in groups:
        exact = [row for row in group.rows if row.exact]
        if exact:
            return exact[0].address if len(exact) == 1 else None
    return None


async def _devices(unit: Unit, person: Person, text: str, told: Told) -> Group:
    begin = typed.sticker_begin(text)
    known = await finding.devices_beginning(unit, begin) if begin else []
    full = begin is not None and typed.is_full_sticker(begin)
    if person.may(Permission.SEE_DEVICES):
        others = told.devices or ()
        lost = await finding.missed(unit, [*(one.id for one in known), *(one.device_id for one in others)])
        rows = {one.id: _device_row(one, one.id, lost.get(one.id), exact=full and one.code == begin) for one in known}
        for other in others:
            rows.setdefault(other.device_id, _device_row(other, other.device_id, lost.get(other.device_id)))
        shown = list(rows.values())[:MOST_FOUND]
        all_at = f"{DEVICES}?{urlencode({'q': text})}" if len(others) >= MOST_FOUND else ""
        return Group(translated("Toestellen"), translated("Bekijk"), shown, all_at, translated("Toon ze allemaal bij Toestellen"))
    may_scan = full and person.may(Permission.OPEN_TICKETS)
    rows_to_scan = [Row(one.code, f"/q/{one.code}", f"{one.maker} {one.model}", exact=True) for one in known] if may_scan else []
    return Group(translated("Toestellen"), translated("Bekijk"), rows_to_scan)


def _device_row(one: finding.Device | DeviceFound, device_id: UUID, lost: LossKind | None, *, exact: bool = False) -> Row:
    """A machine; that it is lost or stolen says more than where it would be otherwise."""
    state, tone = (str(DEVICE_STATE[one.status]), DEVICE_TONE[one.status]) if one.status else ("", "")
    if lost and one.status is not DeviceState.RETIRED:
        state, tone = str(LOST[lost]), "stop"
    return Row(one.code, f"{DEVICES}/{device_id}", f"{one.maker} {one.model}", state, tone, exact)


async def _of_households(unit: Unit, person: Person, text: str, told: Told) -> list[Group]:
    """What is found by the code of a family: the family itself for who may see families, for others what they do for it."""
    begin = typed.household_begin(text)
    known = await finding.households_beginning(unit, begin) if begin and any(map(person.may, BY_HOUSEHOLD)) else []
    groups = []
    if person.may(Permission.SEE_HOUSEHOLDS):
        named = {one.household_id: one.call_name or "" for one in told.families or ()}
        codes = {one.id: one.code for one in known} | {one.household_id: one.code for one in told.families or ()}
        families = [(code, f"/loans/households/{id_}", named.get(id_, "")) for id_, code in codes.items()]
        groups.append(Group(translated("Gezinnen"), translated("Bekijk"), _coded(families[:MOST_FOUND], begin)))
    ids = [one.id for one in known]
    if person.may(Permission.SEE_REQUESTS):
        requests = [
            (one.household_code, f"/loans/requests/{one.id}", str(PROFILE[one.profile]))
            for one in await finding.requests_of(unit, ids)
        ]
        groups.append(Group(translated("Wachtlijst"), translated("Bekijk"), _coded(requests, begin)))
    if person.may(Permission.SEE_VISITS):
        visits = [
            (one.household_code, f"/helpdesk/visits/{one.id}", capital(long_day(one.due_on)))
            for one in await finding.visits_of(unit, ids)
        ]
        groups.append(Group(translated("Bezoeken"), translated("Bekijk"), _coded(visits, begin)))
    if person.may(Permission.ENROL_LEARNERS):
        places = await finding.places_of(unit, ids)
        rows = [Row(who(one), f"/skills/learners/{one.id}", exact=one.household_code == begin) for one in places]
        groups.append(Group(translated("Leren"), translated("Bekijk"), rows))
    return groups


def _coded(found: Sequence[tuple[str, str, str]], begin: str | None) -> list[Row]:
    """Things that are known by the code of a family: its code, where the thing is, and what else says which one."""
    return [Row(translated("Gezin {code}").format(code=code), address, more, exact=code == begin) for code, address, more in found]


async def _tickets(unit: Unit, number: int) -> Group:
    rows = [
        Row(
            capital(translated("vraag {number}").format(number=one.number)),
            f"/helpdesk/tickets/{one.id}",
            capital(str(SYMPTOM[one.symptom])),
            str(TICKET_STATE[one.status]) if one.status else "",
            TICKET_TONE[one.status] if one.status else "",
            exact=True,
        )
        for one in await finding.tickets_numbered(unit, number)
    ]
    return Group(translated("Hulp"), translated("Bekijk"), rows)
