"""Which PINs are good enough, and when one works."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.domain.account import Account
from services.portal.domain.pin import PROOF_LASTS, TRIES, check_new_pin
from services.portal.domain.refusals import PinNotSixDigits, PinTooEasy
from services.portal.domain.session import DeviceKind, device_kind
from shared.contracts.vocabulary import Role
from shared.domain import Refused

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12 456", "abcdef", "٤٧٢٩١٥", "472915\n", "-72915"])
def test_a_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(PinNotSixDigits):
        check_new_pin(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "123456",
        "654321",
        "890123",
        "975319",
        "121212",
        "123123",
        "112233",
        "122122",
        "311285",
        "851231",
        "071985",
        "198507",
    ],
)
def test_what_others_try_first_is_refused(pin: str) -> None:
    with pytest.raises(PinTooEasy):
        check_new_pin(pin)


@given(
    st.dates(min_value=datetime(1930, 1, 1).date(), max_value=datetime(2026, 12, 31).date()), st.sampled_from(["%d%m%y", "%y%m%d"])
)
def test_no_birthday_is_a_pin(day: datetime, written: str) -> None:
    with pytest.raises(PinTooEasy):
        check_new_pin(day.strftime(written))


def test_most_pins_are_left() -> None:
    def good(pin: str) -> bool:
        try:
            check_new_pin(pin)
        except Refused:
            return False
        return True

    assert all(good(pin) for pin in ("472915", "590372", "903518"))
    assert sum(good(f"{number:06d}") for number in range(0, 1_000_000, 37)) > 0.85 * 1_000_000 / 37


def an_account(**facts: object) -> Account:
    return Account(uuid4(), "an.p", "An", frozenset({Role.STAFF}), "a hash", pin_hash="a pin", **facts)  # type: ignore[arg-type]


def test_a_pin_works_for_a_working_day_after_a_proof() -> None:
    account = an_account()
    assert account.pin_works(NOW, NOW + PROOF_LASTS - timedelta(seconds=1))
    assert not account.pin_works(NOW, NOW + PROOF_LASTS)


def test_what_was_proved_before_a_new_password_counts_no_more() -> None:
    account = an_account()
    account.set_password("another", NOW)
    assert not account.pin_works(NOW - timedelta(seconds=1), NOW)
    assert account.pin_works(NOW, NOW)


def test_wrong_pins_end_it_until_the_password() -> None:
    account = an_account(wrong_pins=TRIES)
    assert not account.pin_works(NOW, NOW)
    account.came_in()
    assert account.pin_works(NOW, NOW)


def test_who_leaves_has_no_pin_when_coming_back() -> None:
    account = an_account()
    account.leave(other_leaders=1)
    account.take_roles({Role.STAFF}, other_leaders=1)
    assert not account.pin_works(NOW, NOW)


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36", DeviceKind.PHONE),
        ("Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/130 Safari/537.36", DeviceKind.TABLET),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Mobile/15E148 Safari/604.1", DeviceKind.TABLET),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile/15E148", DeviceKind.PHONE),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", DeviceKind.COMPUTER),
        ("python-httpx/0.28", DeviceKind.UNKNOWN),
    ],
)
def test_on_what_somebody_is_signed_in(agent: str, kind: DeviceKind) -> None:
    assert device_kind(agent) is kind
