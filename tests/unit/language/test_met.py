"""What is shown in a story is read for words that frighten: pages and papers, in Dutch and in another language."""

import httpx
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from services.loans.documents.letter_pdf import letter_pdf
from services.loans.documents.message_text import MessageWords
from tests.support.met import Met


async def threats_of(page: str = "", paper: bytes = b"") -> list[str]:
    """What is heard of one page or paper that somebody asks for."""
    met = Met()
    answer = Response(paper, media_type="application/pdf") if paper else HTMLResponse(page)
    app = Starlette(routes=[Route("/shown", lambda _: answer)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(met.hear(app)), base_url="http://digibank.test") as http:
        assert (await http.get("/shown")).status_code == 200
    return met.threats("ar")


async def test_a_threat_on_a_page_is_found_in_dutch_and_in_its_own_language() -> None:
    assert await threats_of('<html lang="nl"><head><title>Boete</title></head><p>Je houdt <b>het</b> toestel.</p></html>') == []
    assert len(await threats_of('<html lang="nl"><p>Breng het <strong>uiterlijk</strong> morgen.</p></html>')) == 1
    assert len(await threats_of('<html lang="ar"><p>وإلا</p><p>Anders volgt een <b>boete</b>.</p></html>')) == 2


async def test_a_threat_on_a_paper_is_found_also_where_letters_are_joined() -> None:
    def letter(line: str) -> bytes:
        return letter_pdf(MessageWords("كيف حال جهازكم؟", [line], "Digibank"), "ar", [])

    assert await threats_of(paper=letter("يبقى الجهاز معكم.")) == []
    assert len(await threats_of(paper=letter("هذا آخر موعد لكم."))) == 1
    assert await threats_of(paper=letter("هذا آخر موعد Digibank لكم.")) != [], "beside Latin letters"
