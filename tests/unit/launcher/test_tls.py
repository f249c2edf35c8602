"""A certificate is looked at before anything starts; what is wrong with it is one line."""

import re
from pathlib import Path

import pytest

from launcher.errors import CannotContinue
from launcher.tls import check_tls, own_address
from shared.runtime.settings import Settings, SettingsError
from tests.support.certificates import DAY, make_certificate


def settings(cert: Path | None, key: Path | None, **more: object) -> Settings:
    return Settings.load(tls_cert=cert, tls_key=key, **more)


def test_without_a_certificate_there_is_nothing_to_look_at() -> None:
    check_tls(settings(None, None), print)
    assert own_address(Settings.load(host="127.0.0.1", port=8000)) == ("http://127.0.0.1:8000", True)
    proxied = Settings.load(host="0.0.0.0", port=8000, public_url="https://digibank.example")
    assert own_address(proxied) == ("http://127.0.0.1:8000", True)


def test_a_good_one_passes_and_one_that_soon_ends_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    check_tls(settings(*make_certificate(tmp_path)), said.append)
    assert said == []
    check_tls(settings(*make_certificate(tmp_path, until=5 * DAY)), said.append)
    assert len(said) == 1
    assert "nog maar 4 dagen" in said[0]


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    cert, key = make_certificate(tmp_path)
    _, other = make_certificate(tmp_path, "other")
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    for first, second, words in (
        (cert, None, "--tls-key"),
        (None, key, "--tls-cert"),
        (tmp_path / "nergens", key, "nergens met certificaat is niet te lezen"),
        (cert, tmp_path / "nergens", "nergens met sleutel is niet te lezen"),
        (tmp_path, key, "niet te lezen"),
        (nonsense, key, "staat geen certificaat"),
        (key, key, "staat geen certificaat"),
        (cert, cert, "staat geen sleutel"),
        (cert, nonsense, "staat geen sleutel"),
        (cert, other, "hoort niet bij"),
        (*make_certificate(tmp_path, "secret", password=b"x"), "heeft een wachtwoord"),
        (*make_certificate(tmp_path, "old", since=-9 * DAY, until=-DAY), "vervallen op"),
        (*make_certificate(tmp_path, "new", since=DAY), "geldt pas vanaf"),
    ):
        with pytest.raises(CannotContinue, match=re.escape(words)) as told:
            check_tls(settings(first, second), print)
        assert "\n" not in str(told.value)


def test_a_certificate_and_an_address_without_tls_do_not_go_together(tmp_path: Path) -> None:
    """Cookies would be for plain connections too."""
    with pytest.raises(CannotContinue, match="begint het adres"):
        check_tls(settings(*make_certificate(tmp_path), public_url="http://digibank.example"), print)


def test_with_a_certificate_the_address_is_https(tmp_path: Path) -> None:
    cert, key = make_certificate(tmp_path)
    mine = settings(cert, key, host="127.0.0.1", port=8443)
    assert (mine.base_url, mine.is_secure) == ("https://127.0.0.1:8443", True)
    assert settings(cert, key, public_url="https://digibank.example/").base_url == "https://digibank.example"
    assert own_address(settings(cert, key, host="0.0.0.0", port=8443))[0] == "https://127.0.0.1:8443"
    assert own_address(settings(cert, key, host="::1", port=8443))[0] == "https://[::1]:8443"


@pytest.mark.parametrize("proxies", ["*", "0.0.0.0/0", "::/0", "proxy.example", "10.0.0.1/8", "10.0.0.1;10.0.0.2"])
def test_everybody_is_no_proxy(proxies: str) -> None:
    with pytest.raises(SettingsError, match="DIGIBANK_TRUSTED_PROXIES"):
        Settings.load(trusted_proxies=proxies)


def test_proxies_are_addresses_and_networks() -> None:
    assert Settings.load(trusted_proxies=" 10.0.0.5, 10.1.0.0/16,::1").proxies == ["10.0.0.5", "10.1.0.0/16", "::1"]
    assert Settings.load().proxies == []


@pytest.mark.parametrize("address", ["digibank.example", "ftp://digibank.example", "https://", "https://digibank.example/pad"])
def test_a_public_address_that_is_none(address: str) -> None:
    with pytest.raises(SettingsError, match="DIGIBANK_PUBLIC_URL"):
        Settings.load(public_url=address)
