"""Cookies as a browser has them where the address is https."""

import pytest

from shared.web.secure import cookie_outside, cookies_inside


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (
            b"digibank_session=a.b; Path=/; HttpOnly; SameSite=lax",
            b"__Host-digibank_session=a.b; Path=/; Secure; HttpOnly; SameSite=lax",
        ),
        (b"digibank_learner=x; Path=/skills; Secure", b"__Host-digibank_learner=x; Path=/; Secure"),
        (b"digibank_x=y=z; domain=example; secure", b"__Host-digibank_x=y=z; Path=/; Secure"),
        (b'digibank_session=""; Max-Age=0; Path=/', b'__Host-digibank_session=""; Path=/; Secure; Max-Age=0'),
        (b"of_a_proxy=1; Path=/x", b"of_a_proxy=1; Path=/x"),
    ],
)
def test_a_cookie_of_ours_is_for_this_host_and_https_alone(inside: bytes, outside: bytes) -> None:
    assert cookie_outside(inside) == outside


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        (b"__Host-digibank_session=a; other=b", b"digibank_session=a; other=b"),
        (b"digibank_session=planted", b""),
        (b"digibank_session=planted; __Host-digibank_session=mine; digibank_session=planted", b"digibank_session=mine"),
        (b"__Secure-digibank_session=planted", b"__Secure-digibank_session=planted"),
        (b"", b""),
    ],
)
def test_what_another_site_planted_is_not_seen(sent: bytes, seen: bytes) -> None:
    assert cookies_inside(sent) == seen
