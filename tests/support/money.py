"""Words of money, by language and in the names of fields. Nobody pays for what we lend, so there is no place for them."""

import re
from collections.abc import Iterator

_NAMES = """
amount amounts bail bill bills charge charged charges compensation cost costs currency debt debts deposit deposits eur euro euros
fee fees fine fined fines invoice invoices money paid pay payable payment payments penalties penalty price priced prices
purchase rent salary sum tariff value valued values worth
"""
NAMES = frozenset(_NAMES.split())
"""English words that the name of a field, a column or a choice is made of."""

WORDS = {
    "nl": """
    waarborg* borg borgsom* boete* prijs prijzen *prijs *prijzen kost kosten kostprijs* kostte *kosten euro* betaal* betalen
    betaald* betalend* betaling* terugbetal* *vergoeding* factu* tarie* geld waarde waarden nieuwwaarde restwaarde dagwaarde
    waard huurprijs* huren cent centen schuld schulden
    """,
    "fr": """
    prix coût* coûte* euro* payer payez paye* paie* paiement* payant* rembours* caution* amende* valeur* argent frais factur* tarif*
    dette* centime*
    """,
    "en": """
    price* cost costs costing euro* pay pays paid paying payment* payable deposit* fines fined value* worth money fee fees invoice*
    charges charged tariff* debt* cent cents rent
    """,
    "ar": """
    *دفع *تدفع* *يدفع* *ندفع* *مدفوع* ثمن *الثمن *ثمنه* سعر *السعر *أسعار* *يورو مال مالا مالاً *المال غرامة *الغرامة قيمة *القيمة
    *عربون *وديعة *تكلف* *رسوم* *تعويض* *فاتورة
    """,
    "tr": """
    ödeme* öder* ödey* öden* ödedi* ödemez* para paray* paras* fiyat* ücret ücreti ücretli ücretler* euro* avro* depozito* ceza
    değer değeri* bedel* masraf* fatura* kira borç*
    """,
    "uk": """
    плат* сплат* заплат* оплат* ціна ціни ціну кошту* коштів кошти євро грош* штраф* застава заставу застави вартіст* вартост* борг*
    компенсац*
    """,
}
"""Words of a text; `*` stands for any letters."""

_SIGNS = re.compile(r"€|\bEUR\b|\bUSD\b|\$\s?\d")
_PATTERNS = {
    code: re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split()) + r")(?!\w)", re.IGNORECASE
    )
    for code, words in WORDS.items()
}
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def money_in_name(name: str) -> list[str]:
    """The words of money that a name such as `deposit_paid` or `replacementValue` is made of."""
    return [part.lower() for part in _PART.findall(name) if part.lower() in NAMES]


def money_in_text(text: str, code: str) -> Iterator[str]:
    """The words and signs of money in a text of this language."""
    yield from _SIGNS.findall(text)
    yield from _PATTERNS[code].findall(text)
