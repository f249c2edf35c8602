"""Gathers everything that is known of a family, here and in the other services, for its own pages and for the counter."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import orjson
from fastapi.responses import Response

from services.loans.documents.known_pdf import Section, known_pdf
from services.loans.domain.household import Household
from services.loans.queries.cards import cards_of_family
from services.loans.queries.everything import everything_of
from services.loans.queries.families import around
from services.loans.queries.households import get_household, who_looked
from services.loans.queries.known import known_devices
from services.loans.queries.loans import loans_of_household
from services.loans.queries.requests import requests_of_household
from services.loans.queries.touches import get_reach
from services.loans.web.known_text import Known, known_sections
from services.loans.web.others import held_elsewhere, names_of
from shared.contracts.rights import HeldAnswer
from shared.language.formats import written_day
from shared.language.translate import speaking
from shared.runtime.faces import face_of
from shared.runtime.running import RunningService

MOST_LOOKS = 1000
FILE = "alles-wat-we-weten"


@dataclass(frozen=True, slots=True)
class Everything:
    """What was gathered of the family of one household: for the eyes, and `rows` for a file; `missing` are services that did not
    answer."""

    household: Household
    known: Known
    rows: dict[str, object]
    title: str
    today: str
    language: str

    @property
    def missing(self) -> list[str]:
        """The services of which nothing could be read now."""
        return [service for service, answer in self.known.held.items() if answer is None]


async def gather(running: RunningService, organisation: UUID, household_id: UUID, opened_by: UUID | None = None) -> Everything:
    """All of it, as it is now, of all rows that are one family. Raises `NotFound`.

    Args:
        opened_by: the colleague who asks for it, which is written down; None for the family itself.
    """
    async with running.units.open(organisation) as unit:
        household = await get_household(unit, household_id)
        loans = await loans_of_household(unit, household_id)
        requests = await requests_of_household(unit, household_id)
        devices = await known_devices(unit, [line.device_id for loan in loans for line in loan.lines])
        kept = await around(unit, household_id)
        reach = await get_reach(unit, household_id)
        cards = [(card.person, card.made_on) for card in await cards_of_family(unit, household_id)]
        looks = [(look, look.at.astimezone(unit.zone).date()) for look in await who_looked(unit, household_id, MOST_LOOKS)]
        rows = await everything_of(unit, household_id)
        title, day = (await face_of(unit)).title or "", unit.today()
        if opened_by is not None:
            await unit.households.note_opened(household_id, opened_by)
    names, held = await asyncio.gather(
        names_of(running, organisation, [look.person_id for look, _ in looks]),
        held_elsewhere(running, organisation, [row.id for row in kept.rows], [loan.id for loan in loans]),
    )
    known = Known(kept, reach, loans, requests, devices, cards, looks, names, held)
    told: dict[str, object] = {
        "asked_on": day,
        "organisation": title,
        "loans": rows,
        "who_looked": {str(person): name for person, name in names.items()},
    }
    for service, answer in held.items():
        told[service] = answer.held if isinstance(answer, HeldAnswer) else None
    told["missing"] = [service for service, answer in held.items() if answer is None]
    return Everything(household, known, told, title, written_day(day), household.language.value)


def sections_of(everything: Everything) -> list[Section]:
    """For a page, in the language that is spoken now."""
    return known_sections(everything.known)


def as_file(everything: Everything) -> Response:
    """All rows as JSON, to keep or to take elsewhere."""
    content = orjson.dumps(everything.rows, option=orjson.OPT_INDENT_2, default=str)
    headers = {"content-disposition": f'attachment; filename="{FILE}.json"', "cache-control": "no-store"}
    return Response(content, media_type="application/json", headers=headers)


async def as_paper(everything: Everything) -> Response:
    """The same as on the page, in the family's own language, to print."""
    with speaking(everything.language):
        sections = sections_of(everything)
    pdf = await asyncio.to_thread(known_pdf, sections, everything.language, everything.today, everything.title or None)
    headers = {"content-disposition": f'inline; filename="{FILE}.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)
