"""What of a donor's machines is told: never how many are with families when that is one to four, and no sum that says it."""

from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from services.inventory.domain.became import Became, told
from services.inventory.domain.donor_link import last_day, link_codes
from services.inventory.web.given_texts import figures, letter, wiping
from shared.contracts.vocabulary import Chassis
from shared.handed_code import ALPHABET

FEWEST = 5
UP_TO = 10


def worlds() -> list[Became]:
    """Every small lot of laptops with a drive each, as it can be: what is with a family or a recycler is wiped."""
    found = []
    some = (range(UP_TO), (0, 1, 5), range(UP_TO), (0, 2), (0, 4), (0, 1))
    for lent, given_away, preparing, ended, recycled, again in product(*some):
        out = lent + given_away + recycled
        came = out + preparing + ended
        if lent + given_away + preparing >= UP_TO:
            continue  # not every way to divide these is among the worlds
        for wiped in range(out, came + 1):
            kinds, grams = {Chassis.LAPTOP: came}, recycled * 2_260
            found.append(Became(0, preparing, lent, given_away, 0, recycled, ended, again, came, wiped, kinds, grams))
    return found


def test_no_small_number_of_families_follows_from_what_is_told() -> None:
    """Whoever sees the page, and knows what was given, cannot tell how many of one to four machines are with a family."""
    by_view: dict[object, set[int]] = defaultdict(set)
    for world in worlds():
        seen = told(world), tuple(figures(world)), wiping(told(world))
        by_view[seen].add(world.lent + world.given_away)
    small = {view: numbers for view, numbers in by_view.items() if any(0 < number < FEWEST for number in numbers)}
    assert len(small) > 100
    assert [(view, numbers) for view, numbers in small.items() if len(numbers) < 2] == []


def test_a_number_that_is_told_is_large_or_nought() -> None:
    for world in worlds():
        seen = told(world)
        assert seen.helping is None or seen.helping == 0 or seen.helping >= FEWEST
        assert seen.again is None or seen.again >= FEWEST
        if seen.in_use is None:
            assert seen.came == (seen.helping or 0) + (seen.preparing or 0) + seen.parts + seen.recycled + seen.ended
        else:
            assert (seen.preparing, seen.helping) == (None, None)


def test_every_machine_is_counted_once_and_what_is_large_is_told() -> None:
    became = Became(1, 3, 6, 0, 2, 4, 1, 5, 15, 12, {Chassis.LAPTOP: 15, Chassis.SCREEN: 1}, 9_040, ("De Draaischijf",))
    assert (became.machines, became.came) == (16, 17)
    shown = {one.words: (one.number, one.about) for one in figures(became)}
    assert {words: number for words, (number, _) in shown.items()} == {
        "Kwamen binnen": "17",
        "Bij een gezin of een vereniging": "6",
        "Nog bij ons": "4",
        "Al bij meer dan één gezin geweest": "5",
        "Gebruikt voor onderdelen": "2",
        "Gerecycleerd": "4",
        "Uit gebruik": "1",
    }
    assert shown["Gerecycleerd"][1] == "Ongeveer 9 kilo, geschat. De recycleur is De Draaischijf."
    assert "12 van de 15" in wiping(told(became))


def test_a_small_number_of_wiped_machines_is_not_told() -> None:
    assert told(Became(preparing=9, lent=1, with_drive=10, wiped=1)).wiped is None
    assert told(Became(preparing=9, lent=6, with_drive=15, wiped=7)).wiped == 7
    assert told(Became(preparing=1, lent=1, with_drive=2, wiped=2)).all_wiped
    assert not told(Became(preparing=1)).all_wiped, "where no drive is known, nothing is proven"


def test_one_machine_is_never_said_to_be_with_a_family() -> None:
    assert figures(Became(lent=1)) == figures(Became(preparing=1)) == figures(Became(waiting=1))
    assert figures(Became(lent=1, preparing=1)) == figures(Became(preparing=2))


@pytest.mark.parametrize(("made", "until"), [(date(2026, 3, 2), date(2028, 3, 2)), (date(2028, 2, 29), date(2030, 2, 28))])
def test_a_link_works_for_two_years(made: date, until: date) -> None:
    assert last_day(made) == until


def test_codes_cannot_be_found_from_what_is_stored_or_from_each_other() -> None:
    codes = link_codes(lambda purpose: purpose.ljust(32, ".").encode()[:32])
    made = [codes.make(bytes([number])) for number in range(50)]
    assert len(set(made)) == 50
    assert {len(code.replace("-", "")) for code in made} == {20}
    assert set("".join(made)) <= {*ALPHABET, "-"}
    assert codes.digest(made[0].lower().replace("-", " ")) == codes.digest(made[0]) != codes.digest(made[1])


@pytest.mark.parametrize(("language", "words"), [("nl", "Bedankt"), ("fr", "Merci"), ("en", "Thank you")])
def test_the_letter_is_in_the_language_of_the_donor(language: str, words: str) -> None:
    made = letter("Digibank Aalst", "https://digibank.test/given/AAAA", date(2028, 3, 2), language)
    assert words in made.heading
    assert "https://digibank.test/given/AAAA" in made.mail
    assert made.mail.endswith("Digibank Aalst")
