"""What a message says in each language, and what a neutral one does not say; the papers of both."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from services.loans.documents.letter_pdf import internet_pdf, letter_pdf
from services.loans.documents.message_text import SHEET_PICTURES, Sender, internet_sheet, message_words
from services.loans.domain.household import Language
from services.loans.domain.touch import MessageText

SENDER = Sender("Digibank Zandkorrel", "016 22 22 22", "Zandstraat 1")
NOBODY = Sender(None, None, None)
DAY = date(2027, 3, 6)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("said", list(MessageText))
def test_every_message_is_there_in_every_language(said: MessageText, language: Language) -> None:
    words = message_words(said, language, DAY, SENDER, neutral=False)
    whole = words.as_sms
    assert all(fact in whole for fact in ("Digibank Zandkorrel", "016\u00a022\u00a022\u00a022", "Zandstraat 1"))
    assert ("2027" in whole) is (said is not MessageText.REACHED)
    assert not {"{", "}"} & set(whole)
    bare = message_words(said, language, DAY, NOBODY, neutral=False)
    assert all(line.strip() for line in bare.lines)


@pytest.mark.parametrize("language", list(Language))
def test_a_neutral_message_is_the_same_for_everything_and_tells_nothing(language: Language) -> None:
    made = [message_words(said, language, DAY, SENDER, neutral=True) for said in MessageText]
    assert made[0] == made[1] == made[2]
    whole = made[0].as_sms
    assert all(word not in whole for word in ("Zand", "Digibank", "2027", "internet"))
    assert "016" in whole, "somebody can be called back"
    dutch = message_words(MessageText.COMING, Language.NL, DAY, SENDER, neutral=True).as_sms
    assert all(word not in dutch for word in ("toestel", "leen", "laptop"))


@pytest.mark.parametrize("language", list(Language))
def test_letters_and_sheets_are_one_page_and_the_same_each_time(language: Language) -> None:
    words = message_words(MessageText.COMING, language, DAY, SENDER, neutral=False)
    title, blocks = internet_sheet(language, SENDER)
    assert len(blocks) == len(SHEET_PICTURES)
    to = ["Fatima", "Zandweg 3", "2000 Antwerpen"]

    def made() -> list[bytes]:
        sheet = internet_pdf(title, blocks, language.value, SENDER.organisation)
        return [letter_pdf(words, language.value, to), letter_pdf(words, language.value, []), sheet]

    papers = made()
    assert papers == made()
    assert [len(PdfReader(BytesIO(one)).pages) for one in papers] == [1, 1, 1]
    assert "Zandweg 3" in PdfReader(BytesIO(papers[0])).pages[0].extract_text()


def test_the_address_stands_where_the_window_is() -> None:
    """Between 45 and 75 mm from the top, right of the middle: what a Belgian envelope shows."""
    words = message_words(MessageText.REACHED, Language.NL, DAY, SENDER, neutral=False)
    pdf = letter_pdf(words, "nl", ["Fatima", "Zandweg 3", "2000 Antwerpen"])
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    place = page.search("Zandweg 3").get_next()
    assert place is not None
    left, bottom, _right, top = page.get_charbox(place[0])
    assert 297 - 75 < bottom / mm < top / mm < 297 - 45
    assert left / mm > 105
