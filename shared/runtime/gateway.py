"""A service that sends texts to telephones, over HTTP. Without one nothing is sent from here, and people write themselves.

Every such service takes a POST with JSON, and each names things its own way: the body is a file of the installation, with places to
fill in. No number and no text is ever in a log or in an error.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from shared.runtime.settings import Settings, SettingsError

PATIENCE_SECONDS = 20.0
LARGEST_BODY_FILE = 20_000
USUAL_BODY: Mapping[str, Any] = {"to": "{to}", "text": "{text}", "channel": "{channel}"}
PLACE = re.compile(r"\{(\w+)\}")
PLACES = frozenset({"to", "digits", "text", "channel", "key"})
NEEDED = (frozenset({"to", "digits"}), frozenset({"text"}))
TRY_AGAIN = frozenset({401, 403, 408, 425, 429})
"""Not about this message: we were too early or too many, or the token is wrong, which somebody can mend meanwhile."""
SHORTEST_NUMBER, LONGEST_NUMBER = 8, 15
"""Digits of a number with its country (ITU-T E.164 allows fifteen)."""
BELGIUM = "32"


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where texts go, and how that is asked.

    Attributes:
        channels: what it sends: `sms`, `whatsapp`.
        token: what it knows us by; empty where it wants none. Two words, such as `AccessKey abc`, are sent as they are; one word as
            `Bearer abc`.
        body: JSON with places: `{to}` is the number as +32470123456, `{digits}` the same without +, `{text}`, `{channel}`, `{key}`.
    """

    url: str
    channels: frozenset[str]
    token: str = field(default="", repr=False)
    body: Any = field(default_factory=lambda: USUAL_BODY)

    @property
    def host(self) -> str:
        """The computer it is on, for people to recognise."""
        return httpx.URL(self.url).host


@dataclass(frozen=True, slots=True)
class Text:
    """One text to one telephone. `key` is the same each time it is tried, so the service can see that it has it already."""

    channel: str
    number: str = field(repr=False)
    words: str = field(repr=False)
    key: str


class NotSent(Exception):
    """It was not taken. `final`: the service refused this message, and would again. `answered`: it said no, it was not silent."""

    def __init__(self, *, final: bool, answered: bool) -> None:
        super().__init__("refused" if answered else "no answer")
        self.final, self.answered = final, answered


def gateway_of(settings: Settings) -> Gateway | None:
    """What this installation sends with; None when nothing was set. Raises `SettingsError`, one line that names the setting."""
    if not settings.gateway_url:
        return None
    token = _read(settings.gateway_token_file, "DIGIBANK_GATEWAY_TOKEN_FILE").strip() if settings.gateway_token_file else ""
    if not re.fullmatch(r"[\x21-\x7e]*( [\x21-\x7e]+)?", token):
        raise SettingsError("DIGIBANK_GATEWAY_TOKEN_FILE: must be one line: the token, or what goes before it and the token")
    body: Any = USUAL_BODY
    if settings.gateway_body_file:
        name = "DIGIBANK_GATEWAY_BODY_FILE"
        try:
            body = json.loads(_read(settings.gateway_body_file, name))
        except ValueError:
            raise SettingsError(f"{name}: {settings.gateway_body_file} is not JSON") from None
        found = set(PLACE.findall(json.dumps(body)))
        if unknown := found - PLACES:
            raise SettingsError(
                f"{name}: {{{min(unknown)}}} is unknown; there is {', '.join(f'{{{one}}}' for one in sorted(PLACES))}"
            )
        if any(not found & wanted for wanted in NEEDED):
            raise SettingsError(f"{name}: needs {{text}}, and {{to}} or {{digits}}")
    return Gateway(settings.gateway_url, settings.gateway_sends, token, body)


def dialled(number: str) -> str | None:
    """A number with its country and without spaces: `0470 12 34 56` is +32470123456. None when it is no number."""
    kept = re.sub(r"\(0\)|[\s./()\-\u00a0]", "", number)
    digits = kept[1:] if kept.startswith("+") else kept[2:] if kept.startswith("00") else BELGIUM + kept[1:]
    if not kept.startswith(("+", "0")) or not re.fullmatch(rf"[1-9][0-9]{{{SHORTEST_NUMBER - 1},{LONGEST_NUMBER - 1}}}", digits):
        return None
    return f"+{digits}"


class GatewaySender:
    """Sends texts with what the settings say. They are read again when a file changed: a new token needs no restart.

    Args:
        settings: says where; read at each use.
        transport: instead of the network, in tests.
    """

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._settings, self._transport = settings, transport
        self._http: httpx.AsyncClient | None = None

    def gateway(self) -> Gateway | None:
        """What it sends with now; None when nothing was set. Reads small files. Raises `SettingsError`."""
        return gateway_of(self._settings)

    def sends(self, channel: str) -> bool:
        """Whether texts of this channel go by themselves. With a wrong setting they do not: a person writes."""
        try:
            gateway = self.gateway()
        except SettingsError:
            return False
        return gateway is not None and channel in gateway.channels

    async def send(self, text: Text) -> None:
        """Hand one text over. Never in a transaction. Raises `NotSent`."""
        try:
            gateway = self.gateway()
        except SettingsError:
            raise NotSent(final=False, answered=True) from None
        to = dialled(text.number)
        if gateway is None or to is None:
            raise NotSent(final=True, answered=True)
        filled = _fill(gateway.body, {"to": to, "digits": to[1:], "text": text.words, "channel": text.channel, "key": text.key})
        headers = {"idempotency-key": text.key, "accept": "application/json"}
        if gateway.token:
            headers["authorization"] = gateway.token if " " in gateway.token else f"Bearer {gateway.token}"
        try:
            # The answer is not read: nothing in it changes what we do, and it may be as long as it likes.
            async with self._client().stream("POST", gateway.url, json=filled, headers=headers) as answer:
                status, taken = answer.status_code, answer.is_success
        except httpx.HTTPError:
            # `from None`: such an error may hold the request.
            raise NotSent(final=False, answered=False) from None
        if not taken:
            again = status >= httpx.codes.INTERNAL_SERVER_ERROR or status in TRY_AGAIN
            raise NotSent(final=not again, answered=status < httpx.codes.INTERNAL_SERVER_ERROR)

    async def close(self) -> None:
        """Give connections back."""
        if self._http is not None:
            await self._http.aclose()

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:  # kept: making one reads certificates
            self._http = httpx.AsyncClient(timeout=PATIENCE_SECONDS, follow_redirects=False, transport=self._transport)
        return self._http


def _fill(body: Any, values: Mapping[str, str]) -> Any:
    """The body with its places filled in, after it was read as JSON: what somebody is called can break nothing in it."""
    if isinstance(body, dict):
        return {name: _fill(value, values) for name, value in body.items()}
    if isinstance(body, list):
        return [_fill(value, values) for value in body]
    if isinstance(body, str):
        put: Callable[[re.Match[str]], str] = lambda found: values[found[1]]  # noqa: E731
        return PLACE.sub(put, body)
    return body


def _read(path: Path, name: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(LARGEST_BODY_FILE)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        raise SettingsError(f"{name}: {path} cannot be read ({why})") from None
