"""Two rows that turn out to be one family. Nothing of either is moved: one row says which other one counts.

Everything here works on all rows of a family, each locked. While they are one, each tells others the stricter of what they said,
and what is said from then on is said for all. Taken apart, each has its own answers again.
"""

from collections.abc import Collection
from datetime import date

from services.loans.domain.consent import strictest
from services.loans.domain.family_refusals import NotOneFamily, NotTogether
from services.loans.domain.household import Household
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose


def join(one: Collection[Household], other: Collection[Household], today: date) -> None:
    """Put a family together with another, which stays the one that counts; or the other way round, where `one` is several rows.

    Both together already: nothing changes. So two colleagues who put A with B and B with A at once have one family, and no ring.
    Raises `OnlyForFamilies`; `NotOneFamily` when both are several rows: one level is all there is.
    """
    rows = {household.id: household for household in (*one, *other)}
    for household in rows.values():
        household.must_be_family()
    if len({household.counts_as for household in rows.values()}) == 1:
        return
    if len(one) > 1 and len(other) > 1:
        raise NotOneFamily()
    [joining], staying = (one, other) if len(one) == 1 else (other, one)
    joining.merged_into = next(household.id for household in staying if household.merged_into is None)
    joining.merged_on = today
    for household in rows.values():
        household.own = household.own or dict(household.consents)
    _say_strictest(rows.values())


def part(leaving: Household, family: Collection[Household]) -> None:
    """Take one row out of its family again: each has what it said itself. Raises `NotTogether`."""
    if leaving.merged_into is None:
        raise NotTogether()
    leaving.merged_into = leaving.merged_on = None
    _say_strictest([leaving])
    leaving.own = {}
    rest = [household for household in family if household.id != leaving.id]
    _say_strictest(rest)
    if len(rest) == 1:
        rest[0].own = {}


def say(family: Collection[Household], purpose: ConsentPurpose, answer: ConsentAnswer) -> None:
    """What the family says from now on, for each of its rows."""
    for household in family:
        if household.own:
            household.own[purpose] = answer
        household.say_consent(purpose, answer)


def _say_strictest(family: Collection[Household]) -> None:
    for purpose in ConsentPurpose:
        answer = strictest(household.own[purpose] for household in family)
        for household in family:
            household.say_consent(purpose, answer)
