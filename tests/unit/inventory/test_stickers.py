"""Many stickers in one document."""

import re

from services.inventory.documents.stickers import make_stickers

PUBLIC = "https://digibank.debrug.be"
ON_A_SHEET = 21


def test_a_thousand_stickers_fill_as_few_sheets_as_they_can() -> None:
    codes = [f"{first}{second}A-B{third}C" for first in "ABCDEFGHJK" for second in "ABCDEFGHJK" for third in "ABCDEFGHJK"]
    made = make_stickers(PUBLIC, codes, "03 123 45 67")
    assert len(re.findall(rb"/Type /Page\b", made)) == -(-len(codes) // ON_A_SHEET)
