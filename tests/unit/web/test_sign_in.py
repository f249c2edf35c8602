"""Where signing in leads."""

import pytest

from shared.web.addresses import local_path


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "evil",
        "",
        "javascript:x()",
        "/\n/evil",
        "//[evil",
    ],
)
def test_signing_in_leads_nowhere_else(address: str) -> None:
    assert local_path(address) == "/"


def test_it_leads_on_to_our_own_pages() -> None:
    assert local_path("/inventory/devices?status=ready") == "/inventory/devices?status=ready"
