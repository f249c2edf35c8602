"""How well a machine fits a use, and why."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.fit import Fit, Specs, digest_of, fit_of, fits_of
from services.inventory.domain.refusals import TooMuchSoftware, WishNotRight
from services.inventory.domain.use_profile import (
    DEFAULTS,
    MOST_SOFTWARE,
    Level,
    Licence,
    Software,
    Use,
    Wishes,
    checked,
    software_for,
    with_defaults,
)
from shared.contracts.inventory import FitReason
from shared.contracts.vocabulary import Chassis, FitAspect, FitVerdict, Medium, UseProfile
from shared.language.free_text import RegisterNumberInText

SSD, HDD = (Medium.SSD, 256), (Medium.HDD, 500)
WELL_KNOWN = Specs(Chassis.LAPTOP, 8192, (SSD,), screen_tenths=140, camera=True, keyboard="azerty", year=2020)

mediums = st.sampled_from(Medium)
specs = st.builds(
    Specs,
    chassis=st.sampled_from(Chassis),
    memory_mb=st.none() | st.integers(0, 131_072),
    drives=st.lists(st.tuples(mediums, st.none() | st.integers(0, 4000)), max_size=3).map(tuple),
    screen_tenths=st.none() | st.integers(20, 400),
    camera=st.none() | st.booleans(),
    keyboard=st.none() | st.sampled_from(["azerty", "qwerty", "qwertz"]),
    year=st.none() | st.integers(2000, 2030),
)
levels = st.builds(
    Level,
    memory_gb=st.integers(0, 64),
    drive_gb=st.sampled_from([0, 32, 120, 500]),
    fast_drive=st.booleans(),
    screen=st.none() | st.tuples(st.integers(50, 150), st.integers(150, 400)),
    camera=st.booleans(),
    portable=st.booleans(),
    keyboard=st.none() | st.sampled_from(["azerty", "qwerty"]),
    from_year=st.sampled_from([0, 2015, 2018]),
)


def _comfort(low: Level, more: Level) -> Level:
    return Level(
        memory_gb=low.memory_gb + more.memory_gb,
        drive_gb=low.drive_gb + more.drive_gb,
        fast_drive=more.fast_drive,
        screen=low.screen or more.screen,
        camera=more.camera,
        portable=more.portable,
        keyboard=low.keyboard or more.keyboard,
        from_year=max(low.from_year, more.from_year),
    )


wishes = st.builds(lambda low, more: checked(Use(Wishes(low, _comfort(low, more)))).wishes, levels, levels)
"""What somebody can save: comfort asks at least what the minimum asks."""


def verdicts(fit: Fit) -> dict[str, str]:
    return {reason.about.value: reason.verdict.value for reason in fit.why}


@pytest.mark.parametrize(
    ("machine", "profile", "score"),
    [
        (WELL_KNOWN, UseProfile.SECONDARY_SCHOOL, 3),
        (WELL_KNOWN, UseProfile.PRIMARY_SCHOOL, 3),
        (replace(WELL_KNOWN, memory_mb=7800), UseProfile.SECONDARY_SCHOOL, 3),  # the graphics take a little
        (replace(WELL_KNOWN, drives=(HDD,)), UseProfile.SECONDARY_SCHOOL, 2),  # slow, but it works
        (replace(WELL_KNOWN, screen_tenths=116), UseProfile.SECONDARY_SCHOOL, 2),  # small, but it works
        (replace(WELL_KNOWN, year=2014), UseProfile.SECONDARY_SCHOOL, 2),
        (replace(WELL_KNOWN, screen_tenths=None, year=None), UseProfile.SECONDARY_SCHOOL, 2),
        (replace(WELL_KNOWN, memory_mb=4096), UseProfile.SECONDARY_SCHOOL, 1),
        (replace(WELL_KNOWN, memory_mb=2048), UseProfile.SECONDARY_SCHOOL, 0),
        (replace(WELL_KNOWN, drives=()), UseProfile.SECONDARY_SCHOOL, 1),  # the minimum asks for its size, and nobody knows
        (replace(WELL_KNOWN, memory_mb=None), UseProfile.DAILY_LIFE, 1),
        (WELL_KNOWN, UseProfile.STUDY_DESIGN, 1),
        (replace(WELL_KNOWN, memory_mb=4096), UseProfile.STUDY_DESIGN, 0),
        (replace(WELL_KNOWN, memory_mb=32768, screen_tenths=156), UseProfile.STUDY_DESIGN, 3),
        (replace(WELL_KNOWN, chassis=Chassis.DESKTOP), UseProfile.WORK, 1),  # most families have no place for it
        (replace(WELL_KNOWN, chassis=Chassis.SERVER, memory_mb=65536), UseProfile.WORK, 0),
        (replace(WELL_KNOWN, chassis=Chassis.PHONE), UseProfile.DAILY_LIFE, 0),
    ],
)
def test_the_usual_uses(machine: Specs, profile: UseProfile, score: int) -> None:
    assert fit_of(machine, DEFAULTS[profile].wishes).score == score


def test_it_says_why_with_numbers() -> None:
    video = Wishes(Level(memory_gb=4), Level(memory_gb=4, screen=(130, 160), camera=True, keyboard="azerty", from_year=2022))
    fit = fit_of(replace(WELL_KNOWN, camera=False, keyboard=None), video)
    assert fit.why == (
        FitReason(about=FitAspect.MEMORY, verdict=FitVerdict.MORE_THAN_NEEDED, amount=8192),
        FitReason(about=FitAspect.SCREEN, verdict=FitVerdict.COMFORTABLE, amount=140),
        FitReason(about=FitAspect.CAMERA, verdict=FitVerdict.ENOUGH),
        FitReason(about=FitAspect.KEYBOARD, verdict=FitVerdict.UNKNOWN),
        FitReason(about=FitAspect.YEAR, verdict=FitVerdict.ENOUGH, amount=2020),
    )
    assert fit.score == 2


def test_what_the_minimum_asks_and_is_not_there_does_not_fit() -> None:
    calls = Wishes(Level(camera=True), Level(camera=True))
    assert fit_of(replace(WELL_KNOWN, camera=False), calls) == Fit(
        0, (FitReason(about=FitAspect.CAMERA, verdict=FitVerdict.LACKING),)
    )
    assert fit_of(replace(WELL_KNOWN, camera=None), calls).score == 1


@given(machine=specs, wished=wishes, memory_mb=st.integers(0, 131_072), more=st.integers(0, 65_536))
def test_more_memory_never_fits_worse(machine: Specs, wished: Wishes, memory_mb: int, more: int) -> None:
    smaller, larger = (replace(machine, memory_mb=size) for size in (memory_mb, memory_mb + more))
    assert fit_of(larger, wished).score >= fit_of(smaller, wished).score


@given(machine=specs, wished=wishes, name=st.sampled_from(["memory_mb", "drives", "screen_tenths", "camera", "keyboard", "year"]))
def test_what_nobody_knows_is_never_better_than_the_best(machine: Specs, wished: Wishes, name: str) -> None:
    low, high = wished.minimum, wished.comfortable
    best: dict[str, Any] = {
        "memory_mb": 1 << 20,
        "drives": ((Medium.NVME, 4000),),
        "screen_tenths": high.screen[0] if high.screen else 140,
        "camera": True,
        "keyboard": high.keyboard or "azerty",
        "year": 2030,
    }
    nothing: dict[str, Any] = {name: () if name == "drives" else None}
    unknown = fit_of(replace(machine, **nothing), wished)
    assert unknown.score <= fit_of(replace(machine, **{name: best[name]}), wished).score
    aspect = {"memory_mb": "memory", "drives": "drive_size", "screen_tenths": "screen"}.get(name, name)
    if verdicts(unknown).get(aspect) == "unknown":
        wish = {"memory": "memory_gb", "drive_size": "drive_gb", "year": "from_year"}.get(aspect, aspect)
        assert unknown.score <= (1 if getattr(low, wish) else 2)


@given(machine=specs, wished=wishes)
def test_every_wish_gets_an_answer_and_the_answers_make_the_score(machine: Specs, wished: Wishes) -> None:
    fit = fit_of(machine, wished)
    assert 0 <= fit.score <= 3
    found = set(verdicts(fit).values())
    assert (fit.score == 0) == ("lacking" in found)
    assert (fit.score == 3) == (found <= {"comfortable", "more_than_needed"})
    assert len(verdicts(fit)) == len(fit.why), "one answer about each thing"


def test_what_was_told_has_one_digest() -> None:
    uses = {profile: use.wishes for profile, use in DEFAULTS.items()}
    told = fits_of(WELL_KNOWN, uses)
    assert digest_of(told) == digest_of(fits_of(replace(WELL_KNOWN, keyboard=None), uses)), "nobody asked about its keyboard"
    assert digest_of(told) != digest_of(fits_of(replace(WELL_KNOWN, year=2021), uses)), "the year is told"


def test_every_use_has_something_usual_that_can_be_saved() -> None:
    assert set(DEFAULTS) == set(UseProfile)
    for use in DEFAULTS.values():
        assert checked(use) == use


@pytest.mark.parametrize(
    ("low", "high", "field"),
    [
        (Level(memory_gb=257), Level(), "minimum-memory_gb"),
        (Level(), Level(drive_gb=-1), "comfortable-drive_gb"),
        (Level(from_year=1999), Level(), "minimum-from_year"),
        (Level(screen=(160, 140)), Level(), "minimum-screen"),
        (Level(), Level(screen=(20, 140)), "comfortable-screen"),
        (Level(keyboard="dvorak"), Level(), "minimum-keyboard"),
        (Level(memory_gb=8), Level(memory_gb=4), "comfortable-memory_gb"),
        (Level(screen=(130, 150)), Level(screen=(120, 150)), "comfortable-screen"),
        (Level(keyboard="azerty"), Level(keyboard="qwerty"), "comfortable-keyboard"),
    ],
)
def test_what_makes_no_sense_is_refused(low: Level, high: Level, field: str) -> None:
    with pytest.raises(WishNotRight) as refused:
        checked(Use(Wishes(low, high)))
    assert refused.value.facts == {"field": field}


def test_comfort_asks_what_the_minimum_asks() -> None:
    low = Level(memory_gb=4, drive_gb=32, fast_drive=True, screen=(120, 160), camera=True, keyboard="azerty", from_year=2016)
    assert checked(Use(Wishes(low, Level(portable=True)))).wishes.comfortable == replace(low, portable=True)


def test_software_is_clean_and_stands_once() -> None:
    use = Use(DEFAULTS[UseProfile.WORK].wishes, (Software(" Fire\tfox "), Software(""), Software("fire fox", Licence.OURS)))
    assert checked(use).software == (Software("Fire fox"),)
    with pytest.raises(TooMuchSoftware):
        checked(replace(use, software=tuple(Software(f"programma {number}") for number in range(MOST_SOFTWARE + 1))))
    with pytest.raises(RegisterNumberInText):
        checked(replace(use, software=(Software("85.07.30-033.28"),)))


def test_a_machine_for_two_uses_needs_the_software_of_both_once() -> None:
    uses = with_defaults({UseProfile.WORK: Use(DEFAULTS[UseProfile.WORK].wishes, (Software("firefox"), Software("Kassa")))})
    wanted = software_for(uses, [UseProfile.WORK, UseProfile.PRIMARY_SCHOOL])
    assert [one.name for one in wanted] == ["Firefox", "GCompris", "Kassa"]
    assert software_for(uses, []) == []
