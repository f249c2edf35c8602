"""Where browsers make passkeys."""

import pytest

from shared.web.passkey_site import Site, site_of


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://digibank.example", Site("digibank.example", "https://digibank.example")),
        ("https://Digibank.example:8443", Site("digibank.example", "https://digibank.example:8443")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://digibank.example", None),
        ("http://127.0.0.1:8000", None),
        ("https://192.168.1.20", None),
        ("https://[::1]:8000", None),
    ],
)
def test_a_passkey_needs_a_secure_address_with_a_name(address: str, site: Site | None) -> None:
    assert site_of(address) == site
