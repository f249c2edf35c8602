"""Amounts of money and the value of a thing, in what a family reads. Under the Belgian rules on loan for use a stated value puts
accidental loss on whoever borrows; and nobody pays for what we lend."""

import re

from shared.language.languages import SOURCE

_SIGNS = r"€|\beuros?\b|\beurocents?\b|\bEUR\b|[$£]\s?\d|\d\s?[$£]|\bcents?\b"
_WORDS = {
    "nl": r"\b\w*waarde\b|\bwaarden\b|\d\s*waard\b|\b\w*prijs\b|\bprijzen\b|\bborgsom\w*|\bwaarborg\w*",
    "fr": r"\bvaleurs?\b|\bprix\b|\bcautions?\b|\bcentimes?\b",
    "en": r"\bvalues?\b|\bvalued\b|\bworth\b|\bprices?\b|\bdeposits?\b",
    "ar": r"\w*قيمة|\w*يورو|\w*سعر\b|\w*ثمن\b|\w*عربون",
    "tr": r"\bdeğer(?:i|inde|indeki)\b|\bavro\w*|\bfiyat\w*|\bdepozito\w*",
    "uk": r"\bвартіст\w*|\bвартост\w*|\bєвро\b|\bціна\b|\bціни\b|\bціною\b|\bзастав\w*",
}
_PATTERNS = {code: re.compile(f"{_SIGNS}|{words}", re.IGNORECASE) for code, words in _WORDS.items()}


def money_in(text: str, code: str = SOURCE) -> tuple[str, ...]:
    """The amounts and the words of value in a text of this language, each once, as they stand there. "You pay nothing" is none.

    Raises `KeyError` for a language that has no list.
    """
    return tuple(dict.fromkeys(found[0].strip() for found in _PATTERNS[code].finditer(text)))
