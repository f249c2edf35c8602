"""Every page and paper that somebody meets in a story, read for words that frighten."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.language.threats import threats_in
from tests.support.paper import lines_as_read, text_of

_SILENT: Final = frozenset({"script", "style", "svg", "head"})
_WITHIN_A_LINE: Final = frozenset({"a", "b", "bdi", "em", "span", "strong", "wbr"})


@dataclass
class Met:
    """What was shown: HTML pages by language, as lines of words, and PDFs the same.

    Attributes:
        pages: address, language and words of each page, in the order in which they were asked for.
        papers: address and words of each PDF.
    """

    pages: list[tuple[str, str, str]] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)

    def threats(self, *languages: str) -> list[str]:
        """Where something stands that frightens. Each page is read in its own language; Dutch and any of `languages` may stand on
        all, beside it or alone."""
        shown = [*self.pages, *((address, "nl", words) for address, words in self.papers)]
        read = [(address, code, words) for address, own, words in shown for code in sorted({own, "nl", *languages})]
        found = [(address, one) for address, code, words in read for one in threats_in(code, address, words)]
        return [f"{address}: {one.words} ({one.phrase.say_never})" for address, one in found]

    def hear(self, app: ASGIApp) -> ASGIApp:
        """The same application, of which every page and PDF is kept."""

        async def heard(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            asked = dict(scope) | {"headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}
            kind, body = [""], bytearray()

            async def keep(message: Message) -> None:
                if message["type"] == "http.response.start":
                    kind[0] = dict(message["headers"]).get(b"content-type", b"").decode()
                elif message["type"] == "http.response.body" and kind[0].startswith(("text/html", "application/pdf")):
                    body.extend(message.get("body", b""))
                    if not message.get("more_body"):
                        self._keep(scope["path"], kind[0], bytes(body))
                await send(message)

            await app(asked, receive, keep)

        return heard

    def _keep(self, address: str, kind: str, body: bytes) -> None:
        if kind.startswith("text/html"):
            read = _Words(body.decode())
            self.pages.append((address, read.language, read.words))
        elif body:
            sheets = range(len(PdfReader(BytesIO(body)).pages))
            self.papers.append((address, "\n".join(line for n in sheets for line in (text_of(body, n), *lines_as_read(body, n)))))


class _Words(HTMLParser):
    """The words of a page as somebody reads them: a line for each paragraph, button and entry."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self._words, self._silent = "nl", [""], 0
        self.feed(html)
        self.words = "\n".join(" ".join(line.split()) for line in "".join(self._words).split("\n") if line.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        if tag == "html":
            self.language = dict(attrs).get("lang") or "nl"
        self._silent += tag in _SILENT
        if tag not in _WITHIN_A_LINE:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        if tag not in _WITHIN_A_LINE:
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(re.sub(r"\s+", " ", data))
