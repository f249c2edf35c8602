"""Handing a text over to a service that sends it."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from shared.runtime.gateway import GatewaySender, NotSent, Text, dialled, gateway_of
from shared.runtime.settings import Settings, SettingsError

URL = "https://gateway.example/messages"
A_TEXT = Text("sms", "0470 12 34 56", 'Zand zegt: "hoe gaat het?"', "key-1")


def settings(tmp_path: Path, body: str | None = None, token: str | None = None, **more: object) -> Settings:
    files: dict[str, object] = {}
    for name, content in (("gateway_body_file", body), ("gateway_token_file", token)):
        if content is not None:
            files[name] = tmp_path / name
            (tmp_path / name).write_text(content)
    return Settings.load(gateway_url=URL, **(files | more))


def answering(status: int, seen: list[httpx.Request]) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status, headers={"location": "https://elsewhere.example"})

    return httpx.MockTransport(answer)


async def test_the_body_is_filled_in_and_nothing_in_a_text_breaks_it(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []
    body = '{"recipients": ["{digits}"], "message": {"body": "{text}"}, "flash": false, "reference": "{key}"}'
    sender = GatewaySender(settings(tmp_path, body, "geheim\n"), answering(202, seen))
    await sender.send(A_TEXT)
    [request] = seen
    assert json.loads(request.content) == {
        "recipients": ["32470123456"],
        "message": {"body": 'Zand zegt: "hoe gaat het?"'},
        "flash": False,
        "reference": "key-1",
    }
    assert (request.headers["authorization"], request.headers["idempotency-key"]) == ("Bearer geheim", "key-1")
    await sender.close()


async def test_without_a_file_the_body_is_plain_and_a_token_of_two_words_stays_as_it_is(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []
    await GatewaySender(settings(tmp_path, token="AccessKey abc"), answering(200, seen)).send(A_TEXT)
    assert json.loads(seen[0].content) == {"to": "+32470123456", "text": A_TEXT.words, "channel": "sms"}
    assert seen[0].headers["authorization"] == "AccessKey abc"


@pytest.mark.parametrize(
    ("status", "final", "answered"),
    [
        (301, True, True),
        (400, True, True),
        (401, False, True),
        (404, True, True),
        (422, True, True),
        (429, False, True),
        (500, False, False),
        (503, False, False),
    ],
)
async def test_what_is_refused_and_what_may_work_later(tmp_path: Path, status: int, final: bool, answered: bool) -> None:
    seen: list[httpx.Request] = []
    with pytest.raises(NotSent) as error:
        await GatewaySender(settings(tmp_path), answering(status, seen)).send(A_TEXT)
    assert (error.value.final, error.value.answered, len(seen)) == (final, answered, 1), "nobody follows it elsewhere"


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectError])
async def test_silence_is_no_refusal_and_tells_nothing(tmp_path: Path, error: Callable[[str], Exception]) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise error("0470 12 34 56")

    with pytest.raises(NotSent) as raised:
        await GatewaySender(settings(tmp_path), httpx.MockTransport(silent)).send(A_TEXT)
    assert (raised.value.final, raised.value.answered) == (False, False)
    assert "0470" not in f"{raised.value!r} {A_TEXT!r}"


@pytest.mark.parametrize(
    ("written", "to"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+33612345678", "+33612345678"),
        ("470123456", None),
        ("0470", None),
        ("0470 12 34 56 of 0471", None),
        ("bij de buren", None),
        ("", None),
    ],
)
def test_a_number_with_its_country(written: str, to: str | None) -> None:
    assert dialled(written) == to


@pytest.mark.parametrize(
    "url", ["http://gateway.example/x", "https://me:secret@gateway.example/x", "https://gateway.example?key=1", "x"]
)
def test_an_address_is_safe_and_holds_no_secret(url: str) -> None:
    with pytest.raises(SettingsError, match="DIGIBANK_GATEWAY_URL"):
        Settings.load(gateway_url=url)


def test_what_goes_that_way_is_sms_or_whatsapp() -> None:
    assert Settings.load(gateway_channels="whatsapp, sms").gateway_sends == {"sms", "whatsapp"}
    with pytest.raises(SettingsError, match="DIGIBANK_GATEWAY_CHANNELS"):
        Settings.load(gateway_channels="duif")


@pytest.mark.parametrize(
    ("body", "token", "why"),
    [
        ("{", None, "is not JSON"),
        ('{"a": "{text}"}', None, "needs"),
        ('{"a": "{text} {to} {name}"}', None, "{name} is unknown"),
        (None, "a\nb", "one line"),
    ],
)
def test_a_wrong_file_is_told_and_sends_nothing(tmp_path: Path, body: str | None, token: str | None, why: str) -> None:
    wrong = settings(tmp_path, body, token)
    with pytest.raises(SettingsError, match=why):
        gateway_of(wrong)
    assert GatewaySender(wrong).sends("sms") is False


def test_a_missing_token_is_told_and_nothing_set_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        gateway_of(settings(tmp_path, gateway_token_file=tmp_path / "none"))
    assert gateway_of(Settings.load()) is None
    assert GatewaySender(Settings.load()).sends("sms") is False
    sender = GatewaySender(settings(tmp_path))
    assert (sender.sends("sms"), sender.sends("whatsapp")) == (True, False)
