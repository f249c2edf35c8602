"""Learning in every language that has words for it: on screen, in refusals, and on paper."""

import re

import pytest

from services.skills.domain.items import ITEMS
from services.skills.web import start_page
from shared.contracts.vocabulary import Role
from shared.language.catalogue import found_texts
from shared.language.languages import language_of
from shared.language.translate import speaking, translated
from shared.web.rate_limit import RateLimit
from shared.web.speaking import LANGUAGE_COOKIE
from tests.support.house import House
from tests.support.learning import LearnerBrowser, a_learner
from tests.support.pages import Read, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

LEARNER_PAGES = ("start", "start?again=yes", "start/bye", "my", "my/questions/switch_on", "my/result", "my/goals", "my/sharing")


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


def dutch_left(text: str, code: str) -> list[str]:
    """The texts of skills that are on a page in Dutch although this language has other words for them."""
    with speaking(code):
        own = [one for one in found_texts()["skills"] if not re.search(r"%\(|\{", one) and translated(one) != one]
    return [dutch for dutch in own if re.search(rf"(?<!\w){re.escape(dutch)}(?!\w)", text)]


def said(dutch: str) -> str:
    """A text in the language of the moment, with the spaces that a page is read with."""
    return " ".join(translated(dutch).split())


async def speaks(learner: LearnerBrowser, address: str, code: str) -> Read:
    """Open a page that has to be all in this language."""
    answer = await learner.http.get(address)
    assert answer.status_code == 200, address
    shown = Read(answer.text)
    assert f'<html lang="{code}" dir="{language_of(code).direction}">' in answer.text
    assert dutch_left(shown.text, code) == [], address
    return shown


@pytest.mark.parametrize("code", ["fr", "en", "ar"])
async def test_every_page_of_a_learner(house: House, code: str) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    learner.http.cookies.set(LANGUAGE_COOKIE, code)
    await speaks(learner, "/skills/my/result", code)  # before the first answer
    asked = 0
    while (address := await learner.follow_question()) != "/skills/my/result":
        shown = await speaks(learner, address, code)
        item = ITEMS[address.rpartition("/")[2]]
        with speaking(code):
            assert said(item.question) in shown.text
            assert all(said(words) in shown.text for words in item.answers.values())
        await learner.answers(address, ("alone", "can_show", "with_help", "not_yet")[asked % 4])
        asked += 1
    assert asked > 10
    await learner.sends("/skills/my/result", "/skills/my/again")
    await learner.answers(await learner.follow_question(), "can_show")
    for page in LEARNER_PAGES:
        await speaks(learner, f"/skills/{page}", code)
    with speaking(code):
        assert said("Goed gedaan") in (await learner.open("/skills/my/result")).text


@pytest.mark.parametrize("code", ["fr", "en"])
async def test_every_page_of_staff_and_trainers(house: House, code: str) -> None:
    staff = house.sign_in()
    learner, place = await a_learner(house, staff)
    await learner.answers(await learner.follow_question(), "alone")
    await learner.chooses("/skills/my/goals", {"goal": "1.1"})
    await learner.chooses("/skills/my/sharing", {"sharing": "trainer"})
    for role in (Role.STAFF, Role.TRAINER):
        me = reader(house, house.sign_in(staff.organisation, role))
        for empty in ("", "?which=waiting"):
            me.http.cookies.set(LANGUAGE_COOKIE, code)
            assert dutch_left((await me.open(f"/skills/learners{empty}")).text, code) == []
        for page in ("learners/new", f"learners/{place['id']}", "assessment/print"):
            assert dutch_left((await me.open(f"/skills/{page}")).text, code) == [], page
        card = await me.send(await me.form(f"/skills/learners/{place['id']}", f"/skills/learners/{place['id']}/code"))
        assert card.status_code == 200
        assert dutch_left(Read(card.text).text, code) == []


@pytest.mark.parametrize(
    ("code", "no_such_code", "too_many"),
    [
        ("fr", "Ce code ne marche pas", "Choisissez-en trois au maximum"),
        ("en", "This code does not work", "Choose at most three"),
        ("ar", "هذا الرمز لا يعمل", "اختر ثلاثة على الأكثر"),
    ],
)
async def test_what_is_wrong_is_said_in_the_language_of_the_page(house: House, code: str, no_such_code: str, too_many: str) -> None:
    somebody = a_browser(house)
    somebody.headers["accept-language"] = f"{code}-BE, nl;q=0.5"
    answer = await somebody.post("/skills/start", data={"code": "AAA AAA AA"})
    assert answer.status_code == 422
    assert no_such_code in Read(answer.text).text
    assert dutch_left(Read(answer.text).text, code) == []
    learner, _ = await a_learner(house, house.sign_in())
    learner.http.cookies.set(LANGUAGE_COOKIE, code)
    form = await learner.form("/skills/my/goals")
    four = {"goal": ["1.1", "1.2", "1.3", "2.1"]}
    answer = await learner.http.post(form.action, data=form.fields | four)
    assert too_many in Read(answer.text).text
    assert dutch_left(Read(answer.text).text, code) == []
    headers = {"accept": "application/json", "idempotency-key": "0" * 32}
    told = await learner.http.post("/skills/api/my/goals", json={"competences": four["goal"]}, headers=headers)
    assert (told.status_code, told.json()["title"]) == (422, too_many)


async def test_paper_in_the_language_of_who_fills_it_in(house: House) -> None:
    me = reader(house)
    answer = await me.http.get("/skills/assessment/print?language=ar")
    assert '<html lang="nl" dir="ltr">' in answer.text, "who prints it reads Dutch"
    assert '<div class="sheet" lang="ar" dir="rtl"' in answer.text
    shown = Read(answer.text)
    assert "Taal van het blad" in shown.text
    with speaking("ar"):
        for item in ITEMS.values():
            assert said(item.situation) in shown.text
            assert said(item.question) in shown.text
    assert [link for link in shown.links if "language=" in link] == [
        f"/skills/assessment/print?language={code}" for code in ("nl", "en", "fr", "ar")
    ]
    for unknown in ("tr", "xx", "../nl", ""):
        assert '<div class="sheet" lang="nl"' in (await me.http.get("/skills/assessment/print", params={"language": unknown})).text
    me.http.cookies.set(LANGUAGE_COOKIE, "fr")
    assert '<div class="sheet" lang="fr"' in (await me.http.get("/skills/assessment/print")).text
