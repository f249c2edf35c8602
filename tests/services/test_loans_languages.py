"""A family reads and signs in its own language, beside Dutch. Through API and pages."""

import hashlib
from html import escape
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from services.loans.documents.agreement_text import words_of
from services.loans.domain.household import Language
from tests.support.house import House
from tests.support.lending import ready_to_sign, sign
from tests.support.pages import Read, Reader, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

TITLES = {
    "fr": "Ce que nous convenons ensemble",
    "en": "What we agree",
    "ar": "ما نتفق عليه",
    "tr": "Anlaşmamız",
    "uk": "Про що ми домовляємося",
}


async def opened(me: Reader, path: str) -> Any:
    answer = await me.http.get(path)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("language", list(TITLES))
async def test_in_the_family_s_language_beside_dutch(house: House, language: str) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff, language=language)
    address = f"/loans/loans/{lent.loan['id']}"
    html = (await opened(me, f"{address}/agreement")).text
    direction = "rtl" if language == "ar" else "ltr"
    assert html.index(
        f'<section class="sheet" id="sheet-{language}" lang="{language}" dir="{direction}" translate="no">'
    ) < html.index('<section class="sheet" id="sheet-nl" lang="nl" dir="ltr" translate="no">')
    assert html.index(TITLES[language]) < html.index("Wat we afspreken")
    own_words = words_of(Language(language))
    assert f'lang="{language}" dir="{direction}" translate="no">{escape(own_words["sign_here"])}</p>' in html
    assert f'dir="{direction}" translate="no">{escape(own_words["agree"])}</span></span></button>' in html
    agreement = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert agreement["language"] == language
    own, dutch = agreement["text"].split("\n\f\n")
    assert (own.split("\n")[0], dutch.split("\n")[0]) == (TITLES[language], "Wat we afspreken")
    form = await me.form(f"{address}/agreement", f"{address}/sign")
    assert form.fields["document_sha256"] == hashlib.sha256(agreement["text"].encode()).hexdigest()
    assert await me.sent(form, {"adult": "yes", "signature_name": "Fatima B.", "explained_in": language}) == address
    kept = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert (kept["text"], kept["sha256"]) == (agreement["text"], form.fields["document_sha256"])
    assert (kept["language"], kept["explained_in"]) == (language, language)
    html = (await opened(me, f"{address}/agreement")).text
    assert TITLES[language] in html
    assert "Getekend op het scherm door Fatima B." in html
    pdf = (await opened(me, f"{address}/agreement.pdf")).content
    assert len(PdfReader(BytesIO(pdf)).pages) == 2


async def test_a_family_that_reads_dutch_gets_one_sheet(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    html = (await opened(me, f"/loans/loans/{lent.loan['id']}/agreement")).text
    assert html.count('<section class="sheet"') == 1
    assert "Dezelfde afspraken in het Nederlands" not in html
    assert words_of(Language.NL)["sign_here"] not in html  # the form says it in Dutch already
    assert "\f" not in (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["text"]


async def test_another_language_to_read_in_changes_nothing_about_the_family(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address, api = f"/loans/loans/{lent.loan['id']}", f"/loans/api/loans/{lent.loan['id']}"
    links = (await me.open(f"{address}/agreement")).links
    assert {f"{address}/agreement?language={code}&level=plain" for code in ("nl", *TITLES)} <= set(links)
    form = await me.form(f"{address}/agreement?language=tr", f"{address}/sign")
    assert form.fields["language"] == "tr"
    shown = Read((await opened(me, f"{address}/agreement?language=tr")).text)
    assert any(link.startswith(f"{address}/agreement.pdf?language=tr&level=plain&text=") for link in shown.links)
    wrong = await me.send(form, {"adult": "yes", "signature_name": ""})
    assert wrong.status_code == 422
    assert TITLES["tr"] in wrong.text, "a mistake in the form keeps the language"
    assert await me.sent(form, {"adult": "yes", "signature_name": "Fatima B."}) == address
    assert (await me.staff.get(f"{api}/agreement"))["language"] == "tr"
    assert (await me.staff.get(f"{api}/agreement?language=fr"))["language"] == "tr", "what was signed stays as it is"
    assert (await me.staff.get(f"/loans/api/households/{lent.household['id']}"))["language"] == "nl"


async def test_the_language_is_remembered_when_asked(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    address = f"/loans/loans/{lent.loan['id']}"
    remember = f"{address}/agreement/language"
    assert remember not in [form.action for form in (await me.open(f"{address}/agreement")).forms]
    form = await me.form(f"{address}/agreement?language=uk", remember)
    assert await me.sent(form, {}) == f"{address}/agreement"
    assert (await me.staff.get(f"/loans/api/households/{lent.household['id']}"))["language"] == "uk"
    assert TITLES["uk"] in (await me.open(f"{address}/agreement")).text
    stranger = reader(house)
    data = (await stranger.form("/loans/requests/new")).fields | {"language": "fr"}
    assert (await stranger.http.post(remember, data=data)).status_code == 404


async def test_signing_another_language_than_was_shown_is_refused(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff, language="ar")
    api = f"/loans/api/loans/{lent.loan['id']}"
    french = await staff.get(f"{api}/agreement?language=fr")
    body = {"document_sha256": french["sha256"], "way": "paper"}
    for refused in (body, body | {"language": "en"}):
        assert (await staff.post(f"{api}/sign", refused)).json()["type"].endswith("wrong_text")
    await sign(staff, lent, document_sha256=french["sha256"], language="fr")
    assert (await staff.get(f"{api}/agreement"))["text"] == french["text"]


@pytest.mark.parametrize("nonsense", ["", "xx", "NL", "ar%00", "a" * 3000])
async def test_a_language_that_we_do_not_have_is_the_family_s_own(house: House, nonsense: str) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff, language="fr")
    address = f"/loans/loans/{lent.loan['id']}/agreement"
    assert TITLES["fr"] in (await opened(me, f"{address}?language={nonsense}")).text
    assert (await opened(me, f"{address}.pdf?language={nonsense}")).content.startswith(b"%PDF")
