"""What an address asks of the list of devices, and back."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.details import LONGEST_LABEL, Grade, KeyboardLayout
from services.inventory.domain.device_filter import (
    GROUPS,
    LONGEST_TEXT,
    MEMORY_STEPS,
    DeviceFilter,
    Order,
    household_code_in,
    read_filter,
)
from services.inventory.domain.saved_view import as_kept, from_kept, to_keep
from services.inventory.domain.stage import Stage
from shared.contracts.vocabulary import Chassis, DeviceState, UseProfile

typed = st.text(st.characters(exclude_categories=["Cs"]), max_size=130).map(
    lambda text: "".join(letter for letter in text if letter.isprintable()).strip()
)
maybe_id = st.none() | st.uuids()
filters = st.builds(
    DeviceFilter,
    text=typed.map(lambda text: text[:LONGEST_TEXT].strip()),
    status=st.sampled_from(["", *GROUPS, *(state.value for state in DeviceState)]),
    stage=st.none() | st.sampled_from(Stage),
    kind=st.none() | st.sampled_from(list(Chassis)),
    lot=maybe_id,
    donor=maybe_id,
    place=maybe_id,
    label=typed.map(lambda text: text[:LONGEST_LABEL].strip()),
    looks=st.none() | st.sampled_from(Grade),
    works=st.none() | st.sampled_from(Grade),
    memory=st.none() | st.sampled_from(MEMORY_STEPS),
    keyboard=st.none() | st.sampled_from(KeyboardLayout),
    fits=st.none() | st.sampled_from(UseProfile),
    lost=st.booleans(),
    ending=st.booleans(),
    stale=st.booleans(),
    order=st.sampled_from(Order),
)


@given(filters)
def test_an_address_says_exactly_what_was_chosen(chosen: DeviceFilter) -> None:
    from urllib.parse import parse_qsl, urlsplit

    address = chosen.address("/inventory/devices")
    assert read_filter(dict(parse_qsl(urlsplit(address).query))) == chosen


@given(filters)
def test_what_is_kept_is_all_but_what_was_typed(chosen: DeviceFilter) -> None:
    assert from_kept(as_kept(chosen)) == to_keep(chosen)
    assert "q" not in dict(to_keep(chosen).pairs())


@given(st.dictionaries(st.sampled_from(["q", "kind", "lot", "memory", "status", "label"]), st.text()))
def test_an_address_that_cannot_be_shows_a_longer_list(said: dict[str, str]) -> None:
    asked = read_filter(said)
    assert read_filter(dict(asked.pairs())) == asked


@given(filters)
def test_without_what_is_chosen_nothing_is(chosen: DeviceFilter) -> None:
    bare = chosen.without(chosen.chosen)
    assert bare == DeviceFilter(text=chosen.text, order=chosen.order)


def test_a_kind_that_does_not_exist_is_no_kind() -> None:
    assert read_filter({"kind": "nonsense", "lot": "x", "memory": "7", "lost": "yes"}) == DeviceFilter()
    assert read_filter({"lot": "01900000-0000-7000-8000-000000000001"}).lot == UUID("01900000-0000-7000-8000-000000000001")


def test_the_code_of_a_family_is_read_as_people_type_it() -> None:
    assert {household_code_in(one) for one in ("KIWI-42", "kiwi 42", " Kiwi42 ", "kiwi - 42")} == {"KIWI-42"}
    assert [household_code_in(one) for one in ("KX4-72M", "x240", "thinkpad", "KIWI-", "kiwi-42 lenovo", "")] == [None] * 6
