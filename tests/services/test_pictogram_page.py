"""The page with all pictograms, as a browser without JavaScript and without a sign-in gets it."""

import pytest

from shared.pictograms.index import GROUPS, PICTOGRAMS
from tests.support.house import House
from tests.support.pages import Read, a_browser

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def test_each_has_its_name_and_its_words(house: House) -> None:
    answer = await a_browser(house).get("/style/pictograms")
    assert answer.status_code == 200
    text = Read(answer.text).text
    for one in PICTOGRAMS.values():
        assert one.name in text
        assert str(one.alternative) in text
    assert all(str(words) in text for words in GROUPS.values())
    drawings = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    assert drawings.count("<svg") == 3 * len(PICTOGRAMS)
