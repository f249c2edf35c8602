"""The way of a learner on a phone without JavaScript, and of the trainer who is allowed to look."""

from uuid import uuid4

import pytest
from playwright.async_api import Browser, ViewportSize

from services.skills.web import start_page
from shared.contracts.loans import LoanStarted
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.house import House, Staff

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


async def a_household(house: House, staff: Staff) -> None:
    """A household with a loan, of which one person wants to learn."""
    today = house.clock.now().date()
    loan = LoanStarted(
        loan_id=uuid4(),
        household_id=uuid4(),
        household_code="KIWI-42",
        device_id=uuid4(),
        started_on=today,
        look_again_on=today,
        learners=1,
    )
    await house.publish("loans", staff.organisation, loan)
    await house.run_until_idle()


async def stopping_is_in_sight(learner: Visitor, size: ViewportSize) -> None:
    """The button to stop is on the screen at any place of the page, and never over an answer that has the focus."""
    stop = learner.page.get_by_role("button", name="Stoppen, alles blijft bewaard")
    for answer in await learner.page.locator(".answer").all():
        await answer.focus()
        of_stop, of_answer = await stop.bounding_box(), await answer.bounding_box()
        assert of_stop
        assert of_answer
        assert 0 <= of_stop["y"] <= size["height"] - of_stop["height"]
        assert of_answer["y"] + of_answer["height"] < size["height"] + 1  # scrolling stops at whole pixels
        assert of_stop["y"] + of_stop["height"] <= of_answer["y"]


@SIZES
async def test_from_a_place_to_a_talk(house: House, browser: Browser, address: str, size: ViewportSize) -> None:
    staff = house.sign_in()
    trainer = house.sign_in(staff.organisation, Role.TRAINER)
    async with (
        visiting(browser, address, size, staff.token) as desk,
        visiting(browser, address, size) as learner,
        visiting(browser, address, size, trainer.token) as teaching,
    ):
        await desk.go("/skills/learners")
        await desk.check_page()
        await a_household(house, staff)
        await desk.go("/skills/learners")
        await desk.check_page()
        await desk.follow("link", "Maak het kaartje Gezin KIWI-42, persoon 1")
        await desk.check_page()
        await desk.follow("button", "Maak het kaartje")
        code = (await desk.page.locator(".sticker").inner_text()).strip()
        await desk.check_page()
        await desk.go("/skills/learners/new")
        await desk.check_page()
        await desk.page.get_by_label("Code van het gezin").fill("ANDER-1")
        await desk.follow("button", "Maak de plaats")
        assert await desk.page.get_by_role("alert").get_by_role("link").count() == 1
        await desk.check_page()
        await desk.go("/skills/assessment/print")
        await desk.check_page()

        await learner.go("/skills/start")
        await learner.check_page()
        await learner.page.get_by_label("Jouw code").fill("AAA AAA AA")
        await learner.follow("button", "Begin")
        await learner.check_page()
        await learner.page.get_by_label("Jouw code").fill(code.lower())
        await learner.follow("button", "Begin")
        assert learner.path == "/skills/my"
        await learner.check_page()
        await learner.follow("link", "Begin")
        await learner.check_page()
        await stopping_is_in_sight(learner, size)
        for words in ("Ja, ik zet hem zelf aan", "Nee, het pijltje doet niet wat ik wil", "Ja, als iemand de toetsen aanwijst"):
            await learner.follow("button", words)
            assert code not in learner.path
        await learner.check_page()
        await learner.follow("link", "Vorige vraag")
        await learner.check_page()
        assert await learner.page.get_by_role("button", name="dit koos je").count() == 1
        await learner.follow("button", "Dit hoef ik niet te kunnen")
        await learner.follow("button", "Stoppen, alles blijft bewaard")
        assert learner.path == "/skills/my/result"
        await learner.check_page()
        await learner.follow("link", "Kies wat je wilt leren")
        await learner.check_page()
        for words in ("Iets opzoeken", "Berichten en bellen", "Bewaren en terugvinden", "Typen en schrijven"):
            await learner.page.get_by_label(words).check()
        await learner.follow("button", "Bewaar")
        await learner.check_page()
        await learner.page.get_by_label("Typen en schrijven").uncheck()
        await learner.follow("button", "Bewaar")
        assert learner.path == "/skills/my/result"

        person = "Gezin KIWI-42, persoon 1"
        await teaching.go("/skills/learners")
        await teaching.follow("link", f"Bekijk {person}")
        assert await teaching.page.get_by_role("heading", name="Deze persoon houdt het voor zich").is_visible()
        await teaching.check_page()
        await learner.follow("link", "Kies wie dit ziet")
        await learner.check_page()
        await learner.page.get_by_label("Ik, mijn trainer en wie op bezoek komt").check()
        await learner.follow("button", "Bewaar")
        await learner.follow("button", "Begin opnieuw met de vragen")
        await learner.follow("button", "Ja, en ik kan het iemand tonen")
        await learner.follow("button", "Ja, ik klik zelf aan")
        await learner.follow("button", "Stoppen, alles blijft bewaard")
        assert await learner.page.get_by_role("heading", name="De eerste keer en nu").is_visible()
        await learner.check_page()
        await teaching.go(teaching.path)
        assert await teaching.page.get_by_role("heading", name="Hoe het nu gaat").is_visible()
        assert await teaching.page.get_by_role("heading", name="De eerste keer en nu").is_visible()
        await teaching.check_page()
        await teaching.go("/skills/learners?which=shared")
        await teaching.check_page()

        await learner.follow("link", "Jouw pagina")
        await learner.check_page()
        await learner.follow("button", "Sluit af op dit toestel")
        await learner.check_page()
        await learner.go("/skills/my")
        assert learner.path == "/skills/start?again=yes"
        await learner.check_page()
        await desk.go("/")
        await desk.check_page()
