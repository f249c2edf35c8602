"""What is known around a family: what it said and when, its fixed faces, whom it named, who referred it, and who looks like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from services.loans.domain.consent import ConsentFor, ConsentSaid, strictest
from services.loans.domain.household import Household
from services.loans.domain.likeness import Likeness, names_in, near_same, telephone_end
from services.loans.domain.people import ContactPerson, Referral, TrustedPerson
from services.loans.domain.search import after_prefix
from services.loans.store.closed import ClosedFiles
from services.loans.store.households import family_ids, household_from
from services.loans.store.people import referral_from, said_from, trusted_from
from services.loans.store.tables import consent, contact_person, household, household_name, not_the_same, referral, trusted_person
from shared.bus.unit import Unit
from shared.contracts.vocabulary import ConsentAnswer

MOST_SAID = 50
MOST_ALIKE = 5
CANDIDATES = 50
"""So many families of each way to look are compared: see `_named`."""
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Around:
    """What is kept around one family, of all its rows.

    Attributes:
        rows: the row that counts first, then those that are one family with it.
        now: what counts now for each purpose: the newest answer, and of two rows the stricter.
        said: what it said, the newest first.
        contacts, trusted: those who count, and those taken away today, who can be put back.
    """

    rows: Sequence[Household]
    now: Mapping[ConsentFor, ConsentAnswer]
    said: Sequence[ConsentSaid]
    contacts: Sequence[ContactPerson]
    trusted: Sequence[TrustedPerson]
    referrals: Sequence[Referral]


@dataclass(frozen=True, slots=True)
class Alike:
    """A family that may be the same one, and why somebody may think so."""

    household: Household
    why: Sequence[Likeness]


async def around(unit: Unit, household_id: UUID) -> Around:
    """All of it, for who may see families, and for the family itself."""
    ids = family_ids(household_id)
    rows = [household_from(row) for row in await unit.connection.execute(select(household).where(household.c.id.in_(ids)))]
    rows.sort(key=lambda one: (one.merged_into is not None, one.id))
    said = select(consent).where(consent.c.household_id.in_(ids)).order_by(consent.c.id.desc()).limit(MOST_SAID)
    faces = select(contact_person).where(contact_person.c.household_id.in_(ids)).order_by(contact_person.c.since)
    named = select(trusted_person).where(trusted_person.c.household_id.in_(ids)).order_by(trusted_person.c.id)
    named = named.where(or_(trusted_person.c.removed_on.is_(None), trusted_person.c.removed_on == unit.today()))
    referred = select(referral).where(referral.c.household_id.in_(ids)).order_by(referral.c.id.desc())
    run = unit.connection.execute
    faces = faces.where(or_(contact_person.c.removed_on.is_(None), contact_person.c.removed_on == unit.today()))
    contacts = {row.person_id: ContactPerson(row.person_id, row.since, row.removed_on) for row in await run(faces)}
    return Around(
        rows,
        await _counts_now(unit, rows),
        _each_once([said_from(row) for row in await run(said)]),
        list(contacts.values()),
        [trusted_from(row) for row in await run(named)],
        [referral_from(row) for row in await run(referred)],
    )


async def _counts_now(unit: Unit, rows: Sequence[Household]) -> Mapping[ConsentFor, ConsentAnswer]:
    """What a family allows now. Visits and calls stand with the household, the stricter of its rows; the others only here."""
    newest = (
        select(consent)
        .where(consent.c.household_id.in_([row.id for row in rows]))
        .ext(distinct_on(consent.c.household_id, consent.c.purpose))
        .order_by(consent.c.household_id, consent.c.purpose, consent.c.id.desc())
    )
    last = {(row.household_id, row.purpose): ConsentAnswer(row.answer) for row in await unit.connection.execute(newest)}
    return {
        purpose: strictest(
            row.consents[purpose.told] if purpose.told else last.get((row.id, purpose.value), ConsentAnswer.NOT_ASKED)
            for row in rows
        )
        for purpose in ConsentFor
    }


def _each_once(said: Sequence[ConsentSaid]) -> Sequence[ConsentSaid]:
    """What was said for two rows at once was said once: the same words right after each other, for another row."""

    def words(one: ConsentSaid) -> tuple[object, ...]:
        return one.purpose, one.answer, one.way, one.said_on, one.noted_by

    kept: list[ConsentSaid] = []
    for one in said:
        if not kept or words(one) != words(kept[-1]) or one.household_id == kept[-1].household_id:
            kept.append(one)
    return kept


async def alike(unit: Unit, call_name: str | None, telephone: str | None, me: UUID | None = None) -> Sequence[Alike]:
    """Families that may be the one with this name or number; same number first, at most a few.

    Closed files are left out, whoever asks; so are those that are one with `me` already, and those of whom somebody said that they
    are another one.
    """
    end, words = telephone_end(telephone), names_in(call_name)[:MOST_WORDS]
    same_number = select(household.c.id).where(household.c.organisation == unit.organisation, household.c.telephone_end == end)
    near = [same_number] if end else []
    near += [query for word in words for query in _named(unit, word)]
    if not near:
        return []
    ids = union_all(*(select(one.limit(CANDIDATES).subquery()) for one in near)).subquery()
    near_by = household.c.id == any_(func.array(select(ids.c.id).scalar_subquery()))
    query = select(household).where(household.c.organisation == unit.organisation, household.c.kind == "household", near_by)
    if shut := await ClosedFiles(unit).shut_for(None):
        query = query.where(household.c.id.not_in(shut))
    if me is not None:
        mine = family_ids(me)
        others = select(not_the_same.c.other_id).where(not_the_same.c.household_id.in_(mine))
        query = query.where(household.c.id.not_in(mine), household.c.id.not_in(others))
    found: dict[UUID, Alike] = {}
    for row in await unit.connection.execute(query.order_by(household.c.id.desc())):
        why = [Likeness.TELEPHONE] if end and row.telephone_end == end else []
        why += [Likeness.NAME] if near_same(call_name, row.call_name) else []
        if why:
            found.setdefault(row.merged_into or row.id, Alike(household_from(row), why))
    return sorted(found.values(), key=lambda one: Likeness.TELEPHONE not in one.why)[:MOST_ALIKE]


def _named(unit: Unit, word: str) -> tuple[Select[Any], ...]:
    """Families whose name ends with this word, the newest first; those in which another one follows; and those with a word that
    begins with the same three letters: a letter that was typed wrong mostly comes later. `beginning` is a name from a word on."""
    name, begin = household_name.c, word[:3]
    there = select(name.household_id.label("id")).where(name.organisation == unit.organisation)
    order = (name.beginning, name.household_id)
    goes_on = there.where(name.beginning >= word + " ", name.beginning < after_prefix(word + " ")).order_by(*order)
    begins = there.where(name.beginning >= begin, name.beginning < after_prefix(begin)).order_by(*order)
    return there.where(name.beginning == word).order_by(name.household_id.desc()), goes_on, begins
