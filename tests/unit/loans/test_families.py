"""Who borrows, what a family says, when two rows are one family, and the people around it."""

from datetime import date
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from services.loans.domain.consent import ConsentFor, strictest
from services.loans.domain.family_refusals import (
    BadReferralDay,
    NotOneFamily,
    NotTogether,
    OnlyForFamilies,
    OwnerMissing,
    TrustedForNothing,
    TrustedNameMissing,
)
from services.loans.domain.household import BorrowerKind, Household, Language
from services.loans.domain.likeness import near_same, telephone_end
from services.loans.domain.one_family import join, part, say
from services.loans.domain.people import Referral, TrustedFor, check_until, clean_referrer, trusted_person
from services.loans.domain.refusals import NameMissing
from shared.contracts.loans import ConsentChanged
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.language.free_text import RegisterNumberInText

TODAY = date(2026, 11, 23)
YES, NO, SILENCE = ConsentAnswer.YES, ConsentAnswer.NO, ConsentAnswer.NOT_ASKED
VISITS, CALLS = ConsentPurpose.VISITS, ConsentPurpose.CALLS


def family(visits: ConsentAnswer = SILENCE, calls: ConsentAnswer = SILENCE, number: int = 1) -> Household:
    return Household(UUID(int=number), f"KIWI-{number}", consents={VISITS: visits, CALLS: calls})


def told(household: Household) -> list[tuple[ConsentPurpose, ConsentAnswer]]:
    """What others heard, in order."""
    return [(event.purpose, event.answer) for event in household.take_events() if isinstance(event, ConsentChanged)]


def test_a_room_has_a_name_and_a_partner_and_nobody_visits_it() -> None:
    room = Household(uuid4(), "KIWI-1", kind=BorrowerKind.ROOM)
    room.name_place("De Zolder", "CAW Zand")
    assert (room.call_name, room.belongs_to, room.consents[VISITS]) == ("De Zolder", "CAW Zand", NO)
    assert told(room) == [(VISITS, NO)]
    for wrong in ((None, "CAW"), ("De Zolder", " ")):
        with pytest.raises((NameMissing, OwnerMissing)):
            room.name_place(*wrong)
    with pytest.raises(OnlyForFamilies):
        room.correct("De Zolder", "0470 12 34 56", Language.NL)


def test_the_strictest_of_what_was_said() -> None:
    for order in permutations((YES, SILENCE, NO)):
        assert strictest(order) is NO
    assert strictest([YES, SILENCE]) is SILENCE
    assert strictest([YES, YES]) is YES
    assert strictest([]) is SILENCE


def test_only_visits_and_calls_are_told_to_others() -> None:
    assert {purpose: purpose.told for purpose in ConsentFor} == {
        ConsentFor.VISITS: VISITS,
        ConsentFor.CALLS: CALLS,
        ConsentFor.MESSAGES: None,
        ConsentFor.SHARE_WITH_PARTNER: None,
        ConsentFor.PHOTO: None,
    }


def test_the_stricter_answer_is_said_for_both_and_taken_apart_each_has_its_own() -> None:
    one, other = family(YES, NO, 1), family(SILENCE, YES, 2)
    join([one], [other], TODAY)
    assert (one.merged_into, other.merged_into, one.merged_on) == (other.id, None, TODAY)
    assert one.consents == other.consents == {VISITS: SILENCE, CALLS: NO}
    assert (told(one), told(other)) == ([(VISITS, SILENCE)], [(CALLS, NO)])
    part(one, [one, other])
    assert (one.consents, other.consents) == ({VISITS: YES, CALLS: NO}, {VISITS: SILENCE, CALLS: YES})
    assert (told(one), told(other)) == ([(VISITS, YES)], [(CALLS, YES)])
    assert one == family(YES, NO, 1)
    assert other == family(SILENCE, YES, 2)


def test_what_is_said_while_they_are_one_stays_with_both() -> None:
    one, other = family(NO, NO, 1), family(YES, YES, 2)
    join([one], [other], TODAY)
    say([one, other], VISITS, YES)
    assert one.consents == other.consents == {VISITS: YES, CALLS: NO}
    part(one, [one, other])
    assert (one.consents, other.consents) == ({VISITS: YES, CALLS: NO}, {VISITS: YES, CALLS: YES})


def test_one_of_three_leaves_and_the_other_two_are_still_one() -> None:
    first, second, third = family(NO, number=1), family(YES, number=2), family(YES, number=3)
    join([first], [third], TODAY)
    join([second], [third, first], TODAY)
    assert {household.consents[VISITS] for household in (first, second, third)} == {NO}
    part(first, [first, second, third])
    assert [household.consents[VISITS] for household in (first, second, third)] == [NO, YES, YES]
    assert (second.merged_into, bool(third.own), bool(first.own)) == (third.id, True, False)
    part(second, [second, third])
    assert third == family(YES, number=3)


def test_both_ways_at_once_is_one_family_and_no_ring() -> None:
    one, other = family(number=1), family(number=2)
    join([one], [other], TODAY)
    join([other, one], [one, other], TODAY)
    assert (one.merged_into, other.merged_into) == (other.id, None)


def test_who_is_several_already_stays_and_two_of_those_are_not_put_together() -> None:
    several, joining = [family(number=1), family(number=2)], family(number=3)
    join([several[0]], [several[1]], TODAY)
    join(several, [joining], TODAY)
    assert joining.merged_into == several[1].id
    others = [family(number=4), family(number=5)]
    join([others[0]], [others[1]], TODAY)
    with pytest.raises(NotOneFamily):
        join(others, [*several, joining], TODAY)
    with pytest.raises(NotTogether):
        part(several[1], [*several, joining])
    with pytest.raises(OnlyForFamilies):
        join([family(number=6)], [Household(uuid4(), "ZON-1", kind=BorrowerKind.BAG)], TODAY)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fatima El Amrani", "fatima amrani", True),
        ("Familie Peeters", "Peters", True),
        ("Peeters, Jan", "Jan Peeters", True),
        ("Fatima", "Fatima B.", True),
        ("Şükran", "Sukran", True),
        ("Jan Peeters", "Jan Janssens", False),
        ("Ali", "Ala", False),
        ("Familie", "Familie", False),
        (None, "Fatima", False),
        ("Mertens", "Martens", True),
        ("Mertens", "Maertens", True),
        ("Mertens", "Maarten", False),
    ],
)
def test_names_that_are_nearly_the_same(one: str | None, other: str, same: bool) -> None:
    assert near_same(one, other) is near_same(other, one) is same


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert telephone_end("0470 12 34 56") == telephone_end("+32 (0)470/12.34.56") == telephone_end("0032470123456") == "70123456"
    assert telephone_end("02 123") is telephone_end(None) is None


def test_a_trusted_person_has_a_name_and_something_to_do() -> None:
    known = trusted_person(uuid4(), uuid4(), " Tante  Samira ", " ", {TrustedFor.TRANSLATE, TrustedFor.PICK_UP}, TODAY)
    assert (known.name, known.reach, known.purposes) == ("Tante Samira", None, (TrustedFor.PICK_UP, TrustedFor.TRANSLATE))
    with pytest.raises(TrustedNameMissing):
        trusted_person(uuid4(), uuid4(), "", "0470", {TrustedFor.TALK}, TODAY)
    with pytest.raises(TrustedForNothing):
        trusted_person(uuid4(), uuid4(), "Samira", "0470", (), TODAY)
    with pytest.raises(RegisterNumberInText):
        trusted_person(uuid4(), uuid4(), "Samira", "85.07.30-033.28", {TrustedFor.TALK}, TODAY)


def test_a_referral_counts_until_its_last_day() -> None:
    one = Referral(uuid4(), uuid4(), clean_referrer("School Zand"), None, TODAY, date(2026, 12, 1))
    assert one.counts_on(TODAY)
    assert one.counts_on(date(2026, 12, 1))
    assert not one.counts_on(date(2026, 12, 2))
    assert check_until(TODAY, 0) == TODAY
    assert check_until(TODAY, 8) == date(2026, 12, 1)
    for wrong in (-1, 1096, 10**9):
        with pytest.raises(BadReferralDay):
            check_until(TODAY, wrong)
