"""How machines end: what goes together, what may leave the house, and the way back."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.end_refusals import (
    DriveNotSeen,
    EndImpossible,
    HasLeft,
    PaperTooLarge,
    PaperUnreadable,
    StillHoldsData,
    WeightImpossible,
)
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.refusals import FilesNotAsked, WrongMoment
from services.inventory.domain.retirement import (
    HOLDS_NOTHING,
    Destination,
    PartKind,
    Retirement,
    RetireReason,
    can_leave,
    check_end,
)
from services.inventory.domain.stage import Stage
from services.inventory.domain.weight import HEAVIEST_GRAMS, own_weight
from services.inventory.papers import MOST_BYTES, read_paper
from services.inventory.web.charts import WIDTH, lying, standing
from services.inventory.web.reuse_pages import read_kilos, read_year
from shared.contracts.inventory import DeviceStatusChanged
from shared.contracts.vocabulary import Chassis, DeviceState, Medium, RepairOutcome
from shared.domain import Refused
from tests.unit.inventory.test_device import NOW, a_device, a_drive, evidence
from tests.unit.inventory.test_device_life import DAY

ME = uuid4()
drives = st.lists(st.tuples(st.sampled_from(Medium), st.booleans(), st.booleans()), max_size=3)


def an_end(device_id: object, reason: RetireReason | None = RetireReason.BROKEN) -> Retirement:
    return Retirement(device_id, DAY, NOW, reason, None)  # type: ignore[arg-type]


@given(drives, st.sampled_from(Chassis), st.booleans(), st.sampled_from(RetireReason), st.sampled_from(Destination))
def test_no_drive_leaves_that_is_not_proven_empty(
    kinds: list[tuple[Medium, bool, bool]], chassis: Chassis, seen: bool, reason: RetireReason, to: Destination
) -> None:
    device = a_device(*(a_drive(medium) for medium, _wiped, _checked in kinds))
    device.chassis = chassis
    for drive, (_medium, wiped, checked) in zip(device.drives, kinds, strict=True):
        if wiped:
            device.record_wipe(drive.id, evidence(WipeMethod.SECURE_ERASE))
        if wiped and checked:
            device.check_wipe(drive.id, ME, NOW, DAY)
    device.retire(DAY)
    end = an_end(device.id, reason)
    try:
        end.leave(device, to, DAY, ME, no_drive_seen=seen)
    except Refused:
        assert end.left_on is None
    else:
        assert all(drive.is_proven_empty for drive in device.drives)
        assert device.drives or chassis in HOLDS_NOTHING or (seen and end.no_drive_by == ME)
        assert reason is not RetireReason.LOST
        with pytest.raises(HasLeft):
            end.leave(device, to, DAY, ME, no_drive_seen=True)
        with pytest.raises(HasLeft):
            end.describe(RetireReason.TOO_OLD, None, {})


def test_the_words_of_what_is_missing() -> None:
    device = a_device(a_drive())
    with pytest.raises(EndImpossible):
        an_end(device.id).leave(device, Destination.RECYCLER, DAY, ME)
    device.retire(DAY)
    with pytest.raises(StillHoldsData) as refusal:
        an_end(device.id).leave(device, Destination.RECYCLER, DAY, ME)
    assert (can_leave(device), refusal.value.facts) == ("wipe", {"device_code": device.code, "drives": 1})
    bare = a_device()
    bare.retire(DAY)
    with pytest.raises(DriveNotSeen):
        an_end(bare.id).leave(bare, Destination.RECYCLER, DAY, ME)
    assert can_leave(bare) == "look"


def test_a_drive_is_emptied_after_the_end_too_and_it_comes_back_as_it_was() -> None:
    device = a_device(a_drive())
    device.retire(DAY)
    device.record_wipe(device.drives[0].id, evidence(WipeMethod.SECURE_ERASE))
    device.check_wipe(device.drives[0].id, ME, NOW, DAY)
    assert can_leave(device) == "yes"
    device.take_events()
    device.use_again(DAY)
    assert device.take_events() == [DeviceStatusChanged(device_id=device.id, status=DeviceState.ARRIVED)]
    assert (device.retired_on, device.is_proven_empty) == (None, True)
    with pytest.raises(WrongMoment):
        device.use_again(DAY)


def test_what_a_family_left_on_it_comes_first_when_a_repair_ends_it() -> None:
    device = a_device(a_drive())
    device.record_wipe(device.drives[0].id, evidence(WipeMethod.SECURE_ERASE))
    device.check_wipe(device.drives[0].id, ME, NOW, DAY)
    device.give_out(uuid4(), [], DAY)
    ticket = uuid4()
    device.start_repair(ticket, DAY)
    device.finish_repair(ticket, RepairOutcome.END_OF_LIFE, [], DAY)
    assert (device.status, can_leave(device)) == (DeviceState.RETIRED, "wipe")
    with pytest.raises(FilesNotAsked):
        device.record_wipe(device.drives[0].id, evidence(WipeMethod.SECURE_ERASE))
    device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, ME, NOW)
    device.record_wipe(device.drives[0].id, evidence(WipeMethod.SECURE_ERASE))
    device.use_again(DAY)
    assert device.status is DeviceState.RETURNED


def test_what_somebody_looked_at_before_a_family_had_it_counts_no_more_when_a_repair_ends_it() -> None:
    screen = a_device()
    screen.chassis = Chassis.SCREEN
    screen.finish_check(["screen"], ["screen"], ME, NOW)
    screen.give_out(uuid4(), [], DAY)
    screen.finish_repair(uuid4(), RepairOutcome.END_OF_LIFE, [], DAY)
    screen.use_again(DAY)
    assert screen.stage is Stage.WIPED


@given(
    st.sampled_from(RetireReason),
    st.sampled_from((None, *Destination)),
    st.dictionaries(st.sampled_from(PartKind), st.integers(-1, 120), max_size=3),
)
def test_reason_place_and_parts_go_together(reason: RetireReason, to: Destination | None, parts: dict[PartKind, int]) -> None:
    possible = all(1 <= count <= 99 for count in parts.values())
    if reason is RetireReason.LOST:
        possible = to is None and not parts
    elif reason is RetireReason.GIVEN_AWAY:
        possible = possible and to in (None, Destination.GIVEN_AWAY)
    if possible:
        check_end(reason, to, parts)
    else:
        with pytest.raises(EndImpossible):
            check_end(reason, to, parts)


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("2,3", 2300),
        ("2.3 kg", 2300),
        ("0,001", 1),
        ("100", 100_000),
        ("0", None),
        ("100,1", None),
        ("-1", None),
        ("", None),
        ("1e3", None),
        (".", None),
        ("1,2,3", None),
        ("²", None),
        ("9" * 9, None),
        ("nan", None),
    ],
)
def test_kilograms_as_people_write_them(typed: str, grams: int | None) -> None:
    assert read_kilos(typed) == grams


@pytest.mark.parametrize("typed", ["", "26", "1999", "3000", "２０２６", "-202", "2026.5", "DROP"])
def test_a_year_that_is_none_is_this_one(typed: str) -> None:
    assert read_year(typed, 2026) == 2026
    assert read_year("2025", 2026) == 2025


@pytest.mark.parametrize(("grams", "source"), [(0, "zelf"), (HEAVIEST_GRAMS + 1, "zelf"), (2000, "  ")])
def test_a_weight_needs_a_number_and_a_source(grams: int, source: str) -> None:
    with pytest.raises(WeightImpossible):
        own_weight(grams, source)


@given(st.binary(max_size=300))
def test_a_paper_is_a_pdf_or_a_picture_and_nothing_else(content: bytes) -> None:
    for bad in (content, b"%PDF-1.7 " + content.replace(b"%%EOF", b""), b"\x89PNG\r\n\x1a\n" + content):
        with pytest.raises(PaperUnreadable):
            read_paper(bad)


def test_a_paper_is_not_too_large_and_keeps_its_name() -> None:
    with pytest.raises(PaperTooLarge):
        read_paper(b"%PDF-" + bytes(MOST_BYTES))
    pdf = b"%PDF-1.7\nx\n%%EOF\n"
    assert read_paper(pdf) == read_paper(pdf)
    assert read_paper(pdf).content == pdf


@given(st.lists(st.integers(0, 2_000_000), min_size=1, max_size=13))
def test_bars_stay_in_their_picture(values: list[int]) -> None:
    rows = [(str(number), value) for number, value in enumerate(values)]
    for chart in (lying("x", rows), standing("x", rows, max(values))):
        for bar, value in zip(chart.bars, values, strict=True):
            assert 0 <= bar.x <= bar.end <= WIDTH
            assert 0 <= bar.y <= bar.y + bar.height <= chart.height
            assert bool(value) == (bar.width > 0 and bar.height > 0)
