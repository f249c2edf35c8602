"""What the doctor says about the service that sends texts."""

from pathlib import Path

from launcher.doctor.computer import gateway
from launcher.doctor.finding import Level
from shared.runtime.settings import Settings

URL = "https://gateway.example/messages"


def test_nothing_set_is_nothing_to_say() -> None:
    assert list(gateway(Settings.load())) == []


def test_a_missing_token_is_told_and_where_messages_are_meanwhile(tmp_path: Path) -> None:
    [found] = gateway(Settings.load(gateway_url=URL, gateway_token_file=tmp_path / "none"))
    assert found.level is Level.BAD
    assert "DIGIBANK_GATEWAY_TOKEN_FILE" in found.words
    assert "lijst van een mens" in found.advice


def test_it_names_the_computer_and_never_the_token(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("zandgeheim")
    found = list(gateway(Settings.load(gateway_url=URL, gateway_token_file=token, gateway_channels="sms,whatsapp")))
    assert [(one.level, "gateway.example: sms, whatsapp" in one.words) for one in found] == [(Level.GOOD, True)]
    assert "zandgeheim" not in str(found)
    assert [one.level for one in gateway(Settings.load(gateway_url=URL))] == [Level.GOOD, Level.LOOK]
