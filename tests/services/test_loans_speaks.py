"""Loans in the language of who reads it."""

import pytest

from shared.web.call import COOKIE
from tests.support.house import House
from tests.support.lending import a_running_loan, ready_to_sign
from tests.support.pages import a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


WORDS = {
    "fr": (
        "Familles",
        "Liste d’attente",
        "Étape 1\u00a0: qu’est-ce qui part avec\u00a0?",
        "Étape 2",
        "Ce que la famille emprunte",
        "Prêts",
    ),
    "en": ("Families", "Waiting list", "Step 1: what goes along?", "Step 2", "What the family borrows", "Loans"),
}


@pytest.mark.parametrize(("language", "words"), list(WORDS.items()), ids=list(WORDS))
async def test_every_page_for_staff(house: House, language: str, words: tuple[str, ...]) -> None:
    me = reader(house)
    lent, ready = await a_running_loan(house, me.staff), await ready_to_sign(house, me.staff)
    browser = a_browser(house, {COOKIE: me.staff.token})
    browser.headers["accept-language"] = language
    loan, waiting = f"/loans/loans/{lent.loan['id']}", f"/loans/loans/{ready.loan['id']}"
    pages = {
        "/loans/households": words[0],
        "/loans/requests": words[1],
        waiting: words[2],
        f"{waiting}/agreement": words[3],
        f"/loans/households/{lent.household['id']}": words[4],
        "/loans/loans": words[5],
        loan: "",
        f"{loan}/end": "",
        f"/loans/requests/{lent.request['id']}": "",
        f"/loans/households/{lent.household['id']}/correct": "",
        "/loans/households/new": "",
        "/loans/requests/new": "",
        "/loans/requests/start": "",
        "/loans/loans?look_again=soon": "",
    }
    for address, said in pages.items():
        answer = await browser.get(address)
        assert (answer.status_code, answer.headers["content-language"]) == (200, language), address
        assert said in answer.text, address
        assert f'<html lang="{language}"' in answer.text
        for dutch in ("gezin", "Gezin", "toestel", "Wat kan ik hier doen", "Bekijk", "lening"):
            own = answer.text.partition('<section class="sheet" id="sheet-nl"')[0]  # the agreement of a family that reads Dutch
            assert dutch not in own, (address, dutch)
